import Foundation
import Records
import Sealing
import Storage
import TestSupport
import Testing

@testable import Vault

/// docs/format.md §13: the gateway writes while the vault is locked, and only with its key.
@Suite struct GatewayWriterTests {
  @Test func writesWhileTheVaultIsLocked() throws {
    let test = try TestVault()
    let key = try GatewayKey.generate()
    let enrolled = try test.vault.enrollGateway(key: key)
    try test.vault.close()

    let locked = try test.open()
    let writer = try locked.gatewayWriter(key: key)
    #expect(writer.id == enrolled)
    #expect(writer.kind == .gateway)
    #expect(writer.openBytes == 0)
    let record = TestVault.record(1)
    let address = try writer.append(record, period: TestVault.october)
    #expect(writer.openBytes == record.encode().count)
    try writer.seal()
    #expect(writer.openBytes == 0)
    try writer.close()

    let vault = try test.unlock()
    #expect(try vault.record(at: address) == record.encode())
    let report = try vault.verify()
    #expect(report.ok, "\(report.problems)")
    #expect(report.pending == 0)
  }

  @Test func saysWhatIsMissing() throws {
    let test = try TestVault()
    let key = try GatewayKey.generate()
    let locked = try test.open()
    #expect(code { _ = try locked.gatewayWriter(key: key) } == .notEnrolled)
    _ = try test.vault.enrollGateway(key: key)
    #expect(code { _ = try locked.gatewayWriter(key: .generate()) } == .wrongKey)
    let writer = try locked.gatewayWriter(key: key)
    #expect(code { _ = try locked.gatewayWriter(key: key) } == .writerBusy)
    #expect(code { _ = try test.vault.enrollGateway(key: key) } == .writerBusy)
    try writer.close()
    try locked.gatewayWriter(key: key).close()
  }

  @Test func aNewKeyKeepsTheWriter() throws {
    let test = try TestVault()
    let (old, new) = (try GatewayKey.generate(), try GatewayKey.generate())
    let first = try test.vault.enrollGateway(key: old)
    #expect(try test.vault.enrollGateway(key: new) == first)
    let locked = try test.open()
    #expect(code { _ = try locked.gatewayWriter(key: old) } == .wrongKey)
    try locked.gatewayWriter(key: new).close()
    #expect(try test.vault.writers().filter { $0.kind == .gateway }.count == 1)
  }

  @Test func onlyTheFirstOfficerEnrolls() throws {
    let test = try TestVault()
    let recovered = try test.open().unlock(recoverySecret: test.created.recoverySecretText)
    #expect(code { _ = try recovered.enrollGateway(key: .generate()) } == .notPermitted)
  }

  @Test func aDamagedWriterFileIsNotAWrongKey() throws {
    let test = try TestVault()
    let key = try GatewayKey.generate()
    _ = try test.vault.enrollGateway(key: key)
    let path = test.vault.state.writer(.gateway, 1, "key")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let start = try #require(text.range(of: "\"gateway\":\"")).upperBound
    let end = try #require(text[start...].firstIndex(of: "\""))
    var bytes = try #require(Base64.decode(text[start..<end]))
    bytes[bytes.count - 1] ^= 1
    try text.replacingCharacters(in: start..<end, with: Base64.encode(bytes))
      .write(toFile: path, atomically: true, encoding: .utf8)
    #expect(code { _ = try test.open().gatewayWriter(key: key) } == .tampered)
  }

  // MARK: - Key files

  @Test func keyFilesAreReadInBothForms() throws {
    let directory = try TemporaryDirectory()
    let key = try GatewayKey.generate()
    let raw = try key.derive(.stateKey)
    try write(directory.path("a"), Array(key.text.utf8))
    #expect(try GatewayKey.load(path: directory.path("a")).derive(.stateKey) == raw)
    let bytes = try #require(Base64.decode(key.text.dropLast()))
    try write(directory.path("b"), bytes)
    #expect(try GatewayKey.load(path: directory.path("b")).derive(.stateKey) == raw)
    // As container platforms mount secrets.
    try FileManager.default.createSymbolicLink(atPath: directory.path("c"), withDestinationPath: "b")
    #expect(try GatewayKey.load(path: directory.path("c")).derive(.stateKey) == raw)
  }

  @Test(arguments: [[], [1, 2, 3], Array(repeating: 0, count: 32), Array("not base64 at all, and no key".utf8)])
  func keyFilesThatAreNoneAreRefused(bytes: [UInt8]) throws {
    let directory = try TemporaryDirectory()
    try write(directory.path("key"), bytes)
    #expect(code { _ = try GatewayKey.load(path: directory.path("key")) } == .badKey)
    #expect(code { _ = try GatewayKey.load(path: directory.path("none")) } == .badKey)
    #expect(code { _ = try GatewayKey.load(path: directory.path) } == .badKey)
  }

  @Test func keyFilesThatOthersReadAreRefused() throws {
    let directory = try TemporaryDirectory()
    for mode in [0o640, 0o604, 0o620, 0o601] {
      try write(directory.path("key"), Array(try GatewayKey.generate().text.utf8), mode: mode)
      #expect(code { _ = try GatewayKey.load(path: directory.path("key")) } == .badKey)
    }
  }

  @Test func keyFilesBesideTheDataAreRefused() throws {
    let directory = try TemporaryDirectory()
    let store = try FolderStore.create(root: directory.path("vault"))
    let test = try TestVault(store: store)
    let locked = try test.open()
    let text = Array(try GatewayKey.generate().text.utf8)
    for folder in [locked.state.path, store.location] {
      try write(folder + "/key", text)
      try? FileManager.default.removeItem(atPath: directory.path("link"))
      try FileManager.default.createSymbolicLink(atPath: directory.path("link"), withDestinationPath: folder + "/key")
      #expect(code { _ = try GatewayKey.load(path: folder + "/key", for: locked) } == .badKey)
      #expect(code { _ = try GatewayKey.load(path: directory.path("link"), for: locked) } == .badKey)
    }
    try write(directory.path("vault-key"), text)
    _ = try GatewayKey.load(path: directory.path("vault-key"), for: locked)
  }

  private func write(_ path: String, _ bytes: [UInt8], mode: Int = 0o600) throws {
    try? FileManager.default.removeItem(atPath: path)
    #expect(
      FileManager.default.createFile(
        atPath: path, contents: Data(bytes), attributes: [.posixPermissions: NSNumber(value: mode)]))
    try FileManager.default.setAttributes([.posixPermissions: NSNumber(value: mode)], ofItemAtPath: path)
  }

  private func code(_ body: () throws -> Void) -> VaultError.Code? {
    do {
      try body()
      return nil
    } catch let error as VaultError {
      #expect(!error.message.isEmpty)
      return error.code
    } catch {
      Issue.record("another error: \(error)")
      return nil
    }
  }
}
