import Foundation
import Records
import Storage
import TestSupport
import Testing
import Vault

/// docs/format.md §10.8: no file holds message text, names or numbers in clear.
@Suite struct CanaryTests {
  @Test func nothingIsReadableAtRest() throws {
    let directory = try TemporaryDirectory()
    let store = try FolderStore.create(root: directory.path("vault"))
    let test = try TestVault(store: store, clock: SystemClock(), officer: "Xanthippe Quux")
    let writer = try test.vault.writer(kind: .importer)
    let words = ["zanzibar-canary", "4917699988877", "Xanthippe", "Quux", TestVault.passphrase]
    try writer.append(TestVault.record(1, text: "zanzibar-canary says 4917699988877"), period: TestVault.october)
    _ = try writer.putMedia(Array("zanzibar-canary in a document".utf8), period: TestVault.october)
    let large = String(repeating: "zanzibar-canary ", count: 80_000)
    try writer.append(TestVault.record(2, text: large), period: TestVault.october)
    var details = JSONObject()
    details.members.append(.init(name: "query", value: .string("from:4917699988877 zanzibar-canary")))
    try test.vault.acts.recordDurably(.search, details: details)
    try test.vault.acts.record(.search, details: details)
    try test.vault.acts.record(.view, details: details)
    try writer.seal()

    var count = 0
    for root in [directory.path, test.directory.path] {
      let found = FileManager.default.enumerator(atPath: root)
      while let name = found?.nextObject() as? String {
        guard let bytes = FileManager.default.contents(atPath: root + "/" + name) else { continue }
        count += 1
        for word in words {
          #expect(bytes.range(of: Data(word.utf8)) == nil, "\(word) in \(name)")
          #expect(!name.contains(word))
        }
      }
    }
    #expect(count > 15)
    try test.vault.close()
  }
}
