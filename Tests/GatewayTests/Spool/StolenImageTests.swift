import Foundation
import Intake
import Records
import Sealing
import Storage
import TestSupport
import Testing
import Vault

@testable import Gateway

/// docs/format.md §11: a copy of vault and state directory without the gateway key opens nothing.
@Suite struct StolenImageTests {
  @Test func withoutTheKeyNothingOpensAndNothingIsReadable() async throws {
    let directory = try TemporaryDirectory()
    let words = ["zanzibar-canary", "4917699988877"]
    let secret = Array("zanzibar-canary of 4917699988877".utf8)
    let key = try GatewayKey.generate()
    let path = directory.path("machine")
    try DurableFile.makeDirectories(path, files: SystemFiles())
    try enroll(path, key)

    // A gateway works: spool, tail, writer; then the image is taken, in the middle of its work.
    let vault = try open(path)
    let spool = try FileSpool.open(folder: vault.state.path + "/spool", key: key, vault: vault, limit: 1 << 20)
    try await spool.append(secret)
    let writer = try vault.gatewayWriter(key: key)
    let tail = try TailWriter(vault: vault)
    let month = YearMonth(SpoolFixture.start)
    let address = try writer.append(encoded: secret, period: Period(.standard, month), recordDate: SpoolFixture.start)
    try tail.append(address, period: Period(.standard, month), secret)
    let image = directory.path("image")
    try FileManager.default.copyItem(atPath: path, toPath: image)
    tail.close()
    try writer.close()
    await spool.close()

    let files = FileManager.default.enumerator(atPath: image)?.compactMap { $0 as? String } ?? []
    #expect(files.contains { $0.hasSuffix(".spool") } && files.contains { $0.hasSuffix(".tail") })
    #expect(files.contains { $0.hasSuffix("gateway-1.key") })
    for name in files {
      guard let bytes = FileManager.default.contents(atPath: image + "/" + name) else { continue }
      for word in words { #expect(bytes.range(of: Data(word.utf8)) == nil, "\(word) in \(name)") }
    }

    let stolen = try open(image, state: files)
    #expect(code { _ = try stolen.gatewayWriter(key: .generate()) } == .wrongKey)
    #expect(
      code {
        _ = try FileSpool.open(
          folder: stolen.state.path + "/spool", key: .generate(), vault: stolen, limit: 1 << 20)
      } == .wrongKey)
    // Whoever has the right key and the vault's identity reads all of it.
    let mine = try FileSpool.open(folder: stolen.state.path + "/spool", key: key, vault: stolen, limit: 1 << 20)
    #expect(try await mine.next(limit: 1, wait: .zero).first?.bytes == secret)
    await mine.close()
    let unlocked = try stolen.unlock(passphrase: SecretBytes(Array(SpoolFixture.passphrase.utf8)))
    #expect(try unlocked.tail().flatMap { try $0.entries(from: 0) }.map(\.bytes) == [secret])
  }

  private func enroll(_ path: String, _ key: GatewayKey) throws {
    let created = try VaultCreation.create(
      store: FolderStore.create(root: path + "/vault"),
      options: VaultOptions(
        officerName: "Maria Keller", passphrase: SecretBytes(Array(SpoolFixture.passphrase.utf8)), scryptLogN: 4),
      state: StateDirectory(base: path + "/state"))
    _ = try created.vault.enrollGateway(key: key)
    try created.vault.close()
  }

  /// Opens the vault of an image; its state directory has the name that the place gave it when it was made.
  private func open(_ path: String, state files: [String] = []) throws -> LockedVault {
    let vault = try LockedVault.open(
      store: FolderStore(root: path + "/vault"), state: StateDirectory(base: path + "/state"))
    if let old = files.first(where: { $0.hasPrefix("state/v-") && !$0.dropFirst(6).contains("/") }),
      vault.state.path != path + "/" + old
    {
      try FileManager.default.removeItem(atPath: vault.state.path)
      for name in files where name == old {
        try FileManager.default.moveItem(atPath: path + "/" + name, toPath: vault.state.path)
      }
    }
    return vault
  }

  private func code(_ body: () throws -> Void) -> VaultError.Code? {
    do {
      try body()
      return nil
    } catch { return (error as? VaultError)?.code }
  }
}
