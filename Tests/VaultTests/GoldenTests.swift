import Foundation
import Records
import Sealing
import Storage
import TestSupport
import Testing
import Vault

/// docs/format.md, byte for byte: what version 1 wrote is read for ever, and is what version 1 still writes.
///
/// `RECORD_GOLDEN=1` writes the file anew and makes the run fail.
@Suite struct GoldenTests {
  static let file = Fixtures.packageRoot().appendingPathComponent("Tests/VaultTests/GoldenVault.swift")

  private func make() throws -> (store: MemoryStore, created: CreatedVault) {
    let store = MemoryStore(location: "golden")
    let test = try TestVault(store: store, seed: 2025)
    let writer = try test.vault.writer(kind: .importer)
    for number in 0..<3 { try writer.append(TestVault.record(number), period: TestVault.october) }
    _ = try writer.putMedia(Array("a picture".utf8), period: TestVault.october)
    try test.vault.close()
    return (store, test.created)
  }

  private func listing(_ store: MemoryStore) throws -> String {
    try store.list("").map { "\(try SHA256.hash(store.get($0.path)).hex) \($0.size) \($0.path)\n" }.joined()
  }

  @Test func writesTheSameBytes() throws {
    let (store, created) = try make()
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
      try record(store, created)
      Issue.record("recorded \(GoldenTests.file.path)")
      return
    }
    #expect(try listing(store) == GoldenVault.listing)
  }

  @Test func readsWhatVersion1Wrote() throws {
    let store = MemoryStore(location: "golden")
    for line in GoldenVault.objects.split(separator: "\n") {
      let parts = line.split(separator: " ", omittingEmptySubsequences: false)
      let bytes = try #require(Sealing.Base64.decode(String(parts[1])))
      #expect(try store.putIfAbsent(String(parts[0]), bytes))
    }
    #expect(try listing(store) == GoldenVault.listing)
    let directory = try TemporaryDirectory()
    let locked = try LockedVault.open(store: store, state: StateDirectory(base: directory.path("state")))
    #expect(locked.fingerprint == GoldenVault.fingerprint)
    #expect(locked.timeZone == "Europe/Berlin")
    for vault in [
      try locked.unlock(passphrase: TestVault.secret()), try locked.unlock(recoverySecret: GoldenVault.recovery),
    ] {
      let report = try vault.verify()
      #expect(report.problems == [] && report.segments == 2 && report.records == 4)
      let records = try TestVault.allRecords(vault)
      for number in 0..<3 { #expect(records.contains(TestVault.record(number).encode())) }
      let medium = try #require(try store.list("media/").first)
      #expect(try vault.media(medium.path) == Array("a picture".utf8))
    }
  }

  private func record(_ store: MemoryStore, _ created: CreatedVault) throws {
    let line = try #require(created.recoverySecretText.split(separator: "\n").first { $0.hasPrefix("HOLDFAST") })
    var text = """
      // swift-format-ignore-file
      // Recorded by GoldenTests; see there.

      enum GoldenVault {
        static let fingerprint = "\(created.fingerprint)"
        static let recovery = "\(line)"

        static let listing = \"\"\"

      """
    for entry in try listing(store).split(separator: "\n") { text += "    \(entry)\n" }
    text += "\n    \"\"\"\n\n  static let objects = \"\"\"\n"
    for object in try store.list("") {
      text += "    \(object.path) \(Sealing.Base64.encode(try store.get(object.path)))\n"
    }
    text += "    \"\"\"\n}\n"
    try text.write(to: GoldenTests.file, atomically: true, encoding: .utf8)
  }
}
