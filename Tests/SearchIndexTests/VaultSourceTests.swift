import Foundation
import Records
import Sealing
import Storage
import TestSupport
import Testing
import Vault

@testable import SearchIndex

/// The index over a real vault in a folder.
@Suite struct VaultSourceTests {
  let directory: TemporaryDirectory
  let state: StateDirectory
  let vault: UnlockedVault
  let ana = Make.conversation("34600000921", name: "Ana Ruiz")

  init() throws {
    directory = try TemporaryDirectory()
    state = StateDirectory(base: directory.path("state"))
    let store = try FolderStore.create(root: directory.path("vault"))
    vault = try VaultCreation.create(
      store: store,
      options: VaultOptions(
        officerName: "Maria Keller", passphrase: SecretBytes(Array("pass phrase".utf8)), scryptLogN: 4), state: state,
      environment: VaultEnvironment()
    ).vault
  }

  private func append(_ records: [Record]) throws {
    let writer = try vault.writer(kind: .importer)
    for record in records {
      _ = try writer.append(record, period: Period(.standard, YearMonth(year: 2024, month: 5)!))
    }
    try writer.seal()
  }

  @Test func indexesAndShowsWhatWasSealed() throws {
    try append([
      Make.deliveryRecord("\"A1\"x"),
      Make.message("A1", "move the fix", at: "2024-05-14T09:00:00Z", in: ana),
      Make.message("A2", "lunch", at: "2024-05-14T09:01:00Z", in: ana),
    ])
    let index = try ArchiveIndex.open(vault: vault)
    defer { index.close() }
    try index.catchUp()
    #expect(try index.texts("fix") == ["move the fix"])
    let detail = try #require(try index.message(Make.messageID("A1")))
    #expect(detail.event.content?.text == "move the fix")
    #expect(detail.provenance.map(\.role) == ["message"])
    #expect(detail.providerMessageID == "A1")
    let coverage = try index.coverage()
    #expect(coverage.indexed == 3 && coverage.records == 3)
    try vault.acts.recordDurably(.openMatter, details: MatterOpening(matter: "M-1", title: "T").details)
    try vault.acts.recordDurably(
      .placeHold,
      details: HoldPlacement(
        hold: Make.holdID("h"), matter: "M-1", reason: "r", predicate: "fix", grammar: 1, tokenizer: 1, timeZone: "UTC"
      ).details)
    try index.catchUp()
    #expect(try index.texts("matter:M-1") == ["move the fix"])
    #expect(try index.coverage().records == 3)
    #expect(try index.acts().map(\.act.kind).prefix(2) == [.placeHold, .openMatter])
    try index.rebuild()
    #expect(try index.texts("matter:M-1") == ["move the fix"])
  }

  @Test func followsTheLedger() throws {
    let index = try ArchiveIndex.open(vault: vault)
    let changed = DispatchSemaphore(value: 0)
    let token = index.onChange { changed.signal() }
    index.startFollowing()
    try append([Make.message("A1", "while you wait", at: "2024-05-14T09:00:00Z", in: ana)])
    var found = false
    for _ in 0..<50 where !found {
      _ = changed.wait(timeout: .now() + .milliseconds(200))
      found = try !index.texts("wait").isEmpty
    }
    #expect(found)
    token.cancel()
    index.close()
  }

  @Test func nothingIsReadableAtRest() throws {
    let canary = "zanzibarquux"
    let place = ConversationReference(
      id: Make.conversationID("k"), kind: .group, key: "group:k", title: "Title\(canary)",
      counterpart: nil)
    try append([
      Make.message(
        "A1", "text \(canary)", at: "2024-05-14T09:00:00Z", in: place,
        from: Party(phone: "499991234567", name: "Name\(canary)")),
      Make.late(.edit, of: "A1", at: "2024-05-14T09:01:00Z", in: place, text: "edited \(canary)", fromMe: false),
      Make.late(.edit, of: "B7", at: "2024-05-14T09:01:00Z", in: place, text: "waiting \(canary)", fromMe: false),
    ])
    let index = try ArchiveIndex.open(vault: vault)
    try index.catchUp()
    #expect(try index.texts(canary).count == 2)
    // With the databases open, so that their write-ahead logs are there too.
    var files = 0
    let walker = FileManager.default.enumerator(atPath: directory.path)
    while let name = walker?.nextObject() as? String {
      guard let data = FileManager.default.contents(atPath: directory.path + "/" + name) else { continue }
      files += 1
      for needle in [canary, canary.uppercased(), "499991234567", "zanzibar"] {
        #expect(data.range(of: Data(needle.utf8)) == nil, "\(needle) stands in \(name)")
      }
    }
    #expect(files > 5)
    index.close()
  }
}
