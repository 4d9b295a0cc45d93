import Foundation
import Records
import Sealing
import Storage
import TestSupport
import Testing
import Vault

/// Each refusal has a code and a remedy of its own.
@Suite struct VaultErrorTests {
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

  private func memory(_ seed: UInt64 = 1) throws -> (TestVault, MemoryStore) {
    let store = MemoryStore(location: "store-\(seed)")
    return (try TestVault(store: store, seed: seed), store)
  }

  @Test func wrongPassphrase() throws {
    let (test, _) = try memory()
    #expect(code { _ = try test.open().unlock(passphrase: TestVault.secret("wrong")) } == .wrongPassphrase)
  }

  @Test func wrongRecoverySecret() throws {
    let (test, _) = try memory()
    let (other, _) = try memory(2)
    #expect(code { _ = try test.open().unlock(recoverySecret: "nonsense") } == .wrongRecoverySecret)
    #expect(
      code { _ = try test.open().unlock(recoverySecret: other.created.recoverySecretText) } == .wrongRecoverySecret)
  }

  @Test func corruptSlot() throws {
    let (test, store) = try memory()
    for slot in try store.list("keys/slots/") {
      var bytes = try store.get(slot.path)
      bytes[bytes.count - 90] ^= 1
      store.overwrite(slot.path, bytes)
    }
    #expect(code { _ = try test.open().unlock(passphrase: TestVault.secret()) } == .corruptSlot)
    #expect(code { _ = try test.open().unlock(recoverySecret: test.created.recoverySecretText) } == .corruptSlot)
  }

  @Test func noSlot() throws {
    let (test, store) = try memory()
    for slot in try store.list("keys/slots/") { store.overwrite(slot.path, nil) }
    #expect(code { _ = try test.open().unlock(passphrase: TestVault.secret()) } == .noSlot)
  }

  @Test func aSlotOfAnotherVault() throws {
    let (test, store) = try memory()
    let (_, other) = try memory(2)
    for slot in try store.list("keys/slots/") { store.overwrite(slot.path, nil) }
    for slot in try other.list("keys/slots/") { store.overwrite(slot.path, try other.get(slot.path)) }
    #expect(code { _ = try test.open().unlock(passphrase: TestVault.secret()) } == .foreignVault)
  }

  @Test func aConfigurationOfAnotherVaultAtTheSamePlace() throws {
    let (test, store) = try memory()
    var bytes = try store.get("vault.toml")
    bytes[bytes.count - 10] ^= 1
    store.overwrite("vault.toml", bytes)
    #expect(code { _ = try test.open() } == .badConfiguration)
    store.overwrite("vault.toml", nil)
    #expect(code { _ = try test.open() } == .noVault)
  }

  private func segment(_ test: TestVault) throws -> SegmentDescription {
    let address = try test.vault.writer(kind: .importer).append(TestVault.record(1), period: TestVault.october)
    try test.vault.writer(kind: .importer).seal()
    return try test.vault.segment(address.segment).description
  }

  @Test func aTruncatedSegment() throws {
    let (test, store) = try memory()
    let segment = try segment(test)
    let bytes = try store.get(segment.path)
    for length in [0, 10, 25, 200, bytes.count - 1] {
      store.overwrite(segment.path, Array(bytes.prefix(length)))
      #expect(code { _ = try test.unlock().openSegment(segment) } == .truncated)
    }
    store.overwrite(segment.path, nil)
    #expect(code { _ = try test.unlock().openSegment(segment) } == .missing)
  }

  @Test func aSegmentOfAnotherVault() throws {
    let (test, store) = try memory()
    let (other, otherStore) = try memory(2)
    let segment = try segment(test)
    store.overwrite(segment.path, try otherStore.get(self.segment(other).path))
    #expect(code { _ = try test.unlock().openSegment(segment) } == .foreignVault)
  }

  @Test func newerVersions() throws {
    let (test, store) = try memory()
    let segment = try segment(test)
    var bytes = try store.get(segment.path)
    bytes[Array("holdfast segment v".utf8).count] = UInt8(ascii: "2")
    store.overwrite(segment.path, bytes)
    #expect(code { _ = try test.unlock().openSegment(segment) } == .unsupportedVersion)

    let text = String(decoding: try store.get("vault.toml"), as: UTF8.self)
    store.overwrite("vault.toml", Array(text.replacingOccurrences(of: "format = 1", with: "format = 2").utf8))
    #expect(code { _ = try test.open() } == .unsupportedVersion)
  }

  @Test func anErasedKey() throws {
    let (test, store) = try memory()
    let segment = try segment(test)
    for key in try store.list("keys/retention/default/") { store.overwrite(key.path, nil) }
    #expect(code { _ = try test.unlock().openSegment(segment) } == .keyErased)
  }

  @Test func unknownAddresses() throws {
    let (test, _) = try memory()
    let segment = try segment(test)
    let vault = try test.unlock()
    #expect(code { _ = try vault.record(at: RecordAddress(segment: segment.id, number: 1)) } == .noRecord)
    let nowhere = RecordAddress(segment: SegmentID(suffix: "none"), number: 0)
    #expect(code { _ = try vault.record(at: nowhere) } == .noRecord)
    #expect(code { _ = try vault.media("media/none") } == .noRecord)
  }

  @Test func creatingWhereSomethingIs() throws {
    let (test, store) = try memory()
    #expect(
      code {
        _ = try VaultCreation.create(
          store: store, options: VaultOptions(officerName: "A", passphrase: TestVault.secret(), scryptLogN: 4),
          state: test.state)
      } == .exists)
  }

  @Test func badOptions() throws {
    let directory = try TemporaryDirectory()
    let state = StateDirectory(base: directory.path("state"))
    for options in [
      VaultOptions(officerName: "", passphrase: TestVault.secret(), scryptLogN: 4),
      VaultOptions(officerName: "A", passphrase: SecretBytes([]), scryptLogN: 4),
      VaultOptions(officerName: "A", passphrase: TestVault.secret(), scryptLogN: 23),
    ] {
      #expect(code { _ = try VaultCreation.create(store: MemoryStore(), options: options, state: state) } == .usage)
    }
  }
}
