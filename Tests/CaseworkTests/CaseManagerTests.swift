import Foundation
import Records
import Sealing
import SearchIndex
import Storage
import TestSupport
import Testing
import Vault

@testable import Casework

/// A vault with messages, its index, and the manager over both.
private struct ManagedFixture {
  let base: CaseFixture
  let index: ArchiveIndex
  let manager: CaseManager
  var vault: UnlockedVault { base.vault }

  init() throws {
    base = try CaseFixture()
    index = try ArchiveIndex.open(vault: base.vault)
    manager = CaseManager(vault: base.vault, index: index)
    try index.catchUp()
  }

  /// Captures one more message.
  func capture(_ id: String, _ text: String, conversation: ConversationID = CaseFixture.conversation) throws {
    let event = MessageEvent(
      .message, provider: .meta, account: "447700900000",
      conversation: ConversationReference(id: conversation, kind: .direct, key: "phone:34612555092"),
      messageID: MessageID(suffix: id), direction: .inbound, sender: Party(phone: "34612555092", name: "=Ana Ruiz"),
      sentAt: CaseFixture.start, content: Content(.text, text: text))
    let writer = try vault.writer(kind: .importer)
    try writer.append(
      .event(
        EventRecord(
          delivery: DeliveryID(suffix: "later" + id), part: "$", sequence: 0, capturedAt: CaseFixture.start,
          reader: "test/1", event: event)), period: CaseFixture.period)
    try writer.seal()
  }

  func query(_ text: String) throws -> Query {
    try QueryParser.read(text, options: QueryOptions(today: CivilDate(year: 2025, month: 10, day: 14)))
  }

  func acts(_ kind: OfficerAct.Kind) throws -> [OfficerAct] {
    try index.catchUp()
    return try index.acts().map(\.act).filter { $0.kind == kind }
  }
}

/// The code of the error that a call throws.
private func code(_ body: () throws -> Void) -> CaseworkError.Code? {
  do { try body() } catch let error as CaseworkError { return error.code } catch { Issue.record("\(error)") }
  return nil
}

@Suite struct CaseManagerTests {
  @Test func holdsCatchWhatArrivesLater() throws {
    let fixture = try ManagedFixture()
    let matter = try fixture.manager.openMatter(name: "M-1", title: " Project Heron ")
    #expect(matter.title == "Project Heron")
    let preview = try fixture.manager.previewHold(.conversation(CaseFixture.conversation))
    #expect(preview.messages == 2 && preview.attachments == 1 && preview.people == 1 && preview.conversations == 1)
    #expect(preview.predicate == "conv:\(CaseFixture.conversation)")
    #expect(preview.coverage.isComplete)
    let hold = try fixture.manager.placeHold(
      matter: "M-1", on: .conversation(CaseFixture.conversation), reason: "Regulator request 2025/417")
    #expect(hold.messages == 2)
    #expect(hold.placement.reason == "Regulator request 2025/417")
    try fixture.capture("mccc2", "a later message")
    try fixture.capture("mddd2", "elsewhere", conversation: CaseFixture.other)
    try fixture.index.catchUp()
    #expect(try fixture.manager.hold(hold.id).messages == 3)
    let again = try fixture.manager.previewHold(.query(try fixture.query("later")))
    #expect(again.messages == 1)
    #expect(again.alreadyHeldBy.map(\.matter) == ["M-1"] && again.alreadyHeldBy.map(\.messages) == [1])
    // Words hold each version: the edited one here.
    let words = try fixture.manager.placeHold(matter: "M-1", on: .query(try fixture.query("edited")), reason: "words")
    #expect(words.messages == 1)
    #expect(try fixture.manager.matter("M-1").holds.count == 2)
    #expect(try fixture.acts(.placeHold).count == 2)
  }

  @Test func whatCannotBeAHoldIsRefused() throws {
    let fixture = try ManagedFixture()
    #expect(code { try fixture.manager.openMatter(name: "M 1", title: "x") } == .badMatter)
    #expect(code { try fixture.manager.openMatter(name: "any", title: "x") } == .badMatter)
    #expect(code { try fixture.manager.openMatter(name: "M-1", title: " ") } == .badMatter)
    try fixture.manager.openMatter(name: "M-1", title: "x")
    #expect(code { try fixture.manager.openMatter(name: "M-1", title: "y") } == .matterExists)
    func place(_ text: String, matter: String = "M-1", reason: String = "r") -> CaseworkError.Code? {
      code { try fixture.manager.placeHold(matter: matter, on: .query(try fixture.query(text)), reason: reason) }
    }
    #expect(place("date:7d") == .badPredicate)
    #expect(place("tag:spam") == .badPredicate)
    #expect(place("edited -look") == .badPredicate)
    #expect(place("edited", reason: "  ") == .missingReason)
    #expect(place("edited", matter: "M-9") == .unknownMatter)
    #expect(code { try fixture.manager.placeHold(matter: "M-1", on: .messages([]), reason: "r") } == .badPredicate)
    let nobody = MessageID(suffix: "nobody")
    #expect(
      code { try fixture.manager.placeHold(matter: "M-1", on: .messages([nobody]), reason: "r") } == .unknownMessage)
    let nowhere = ConversationID(suffix: "nowhere")
    #expect(code { _ = try fixture.manager.previewHold(.conversation(nowhere)) } == .unknownConversation)
    #expect(try fixture.acts(.placeHold).isEmpty)
  }

  @Test func releaseIsRefusedAndRecorded() throws {
    let fixture = try ManagedFixture()
    try fixture.manager.openMatter(name: "M-1", title: "x")
    let hold = try fixture.manager.placeHold(
      matter: "M-1", on: .messages([MessageID(suffix: "maaaa")]), reason: "one message")
    #expect(hold.messages == 1)
    #expect(code { try fixture.manager.releaseHold(hold.id, reason: "settled") } == .needsSecondOfficer)
    #expect(try fixture.acts(.refuseRelease).map { $0.details["hold"]?.string } == [hold.id.text])
    #expect(try fixture.manager.hold(hold.id).releasedAt == nil)
    #expect(try fixture.index.holding(MessageID(suffix: "maaaa")).map(\.id) == [hold.id])
    #expect(code { try fixture.manager.releaseHold(HoldID(suffix: "none"), reason: "x") } == .unknownHold)
  }

  @Test func explainNamesRulesAndHolds() throws {
    let fixture = try ManagedFixture()
    let id = MessageID(suffix: "maaaa")
    let free = try fixture.manager.explain(id)
    #expect(free.keptUntil == nil && free.holds.isEmpty)
    #expect(free.rules.map(\.retentionClass) == ["default"] && free.rules.first?.months == ["2025-10"])
    try fixture.manager.openMatter(name: "M-1", title: "x")
    let hold = try fixture.manager.placeHold(matter: "M-1", on: .messages([id]), reason: "r")
    let held = try fixture.manager.explain(id)
    #expect(held.holds.map(\.id) == [hold.id])
    #expect(held.summary.contains(hold.id.text) && held.summary.contains("M-1"))
    #expect(code { _ = try fixture.manager.explain(MessageID(suffix: "nobody")) } == .unknownMessage)
  }

  @Test func exportIsRepeatableAndVerifies() throws {
    let fixture = try ManagedFixture()
    try fixture.manager.openMatter(name: "M-1", title: "Heron")
    try fixture.manager.openMatter(name: "M-2", title: "Nothing")
    try fixture.manager.placeHold(matter: "M-1", on: .conversation(CaseFixture.conversation), reason: "r")
    func out(_ name: String) -> String { fixture.base.directory.path(name) }
    let first = try fixture.manager.export(matter: "M-1", to: out("one"))
    #expect(first.messages == 2 && first.missing == 0 && first.attachments == 1)
    #expect(first.rawDeliveries == 1 && first.withheldDeliveries == 1)
    #expect(try BundleVerifier.verify(first.path).problems == [])
    #expect(try fixture.acts(.export).map { $0.details["tagmanifest_sha256"]?.string } == [first.digest])
    // Views, searches and exports move nothing; what is captured later is not in an earlier checkpoint.
    try fixture.vault.acts.recordDurably(.search)
    let second = try fixture.manager.export(matter: "M-1", to: out("two"))
    #expect(second.checkpoint == first.checkpoint && second.digest == first.digest)
    #expect(try CaseFixture.contents(first.path) == CaseFixture.contents(second.path))
    try fixture.capture("mccc2", "a later message")
    let third = try fixture.manager.export(matter: "M-1", to: out("three"))
    #expect(third.messages == 3 && third.digest != first.digest)
    let fourth = try fixture.manager.export(matter: "M-1", to: out("four"), at: first.checkpointText)
    #expect(fourth.digest == first.digest)
    #expect(try CaseFixture.contents(first.path) == CaseFixture.contents(fourth.path))
    guard (try? CaseFixture.run(["python3", "-c", ""]))?.status == 0 else { return }
    let good = try CaseFixture.run([
      "python3", first.path + "/verify.py", "--fingerprint", fixture.vault.locked.fingerprint,
    ])
    #expect(good.status == 0, "\(good.output)")
    #expect(good.output.contains("by Maria Keller"))
    let wrong = try CaseFixture.run(["python3", first.path + "/verify.py", "--fingerprint", "0000-1111"])
    #expect(wrong.status == 1)
    // The custody record of another bundle, or a changed one, does not fit.
    let other = try CaseFixture.run(["python3", first.path + "/verify.py", "--custody", third.custodyPath])
    #expect(other.status == 1, "\(other.output)")
    let custody = try String(contentsOfFile: first.custodyPath, encoding: .utf8)
    let forged = fixture.base.directory.path("forged.json")
    try custody.replacingOccurrences(of: "Maria Keller", with: "Mario Keller").write(
      toFile: forged, atomically: true, encoding: .utf8)
    let changed = try CaseFixture.run(["python3", first.path + "/verify.py", "--custody", forged])
    #expect(changed.status == 1 && changed.output.contains("signature does not hold"), "\(changed.output)")
  }

  @Test func exportRefusesBadPlacesAndEmptyScopes() throws {
    let fixture = try ManagedFixture()
    try fixture.manager.openMatter(name: "M-1", title: "Heron")
    let out = fixture.base.directory.path("out")
    #expect(code { _ = try fixture.manager.export(matter: "M-1", to: out) } == .emptyScope)
    #expect(code { _ = try fixture.manager.export(matter: "M-9", to: out) } == .unknownMatter)
    try fixture.manager.placeHold(matter: "M-1", on: .query(try fixture.query("unheardof")), reason: "r")
    #expect(code { _ = try fixture.manager.export(matter: "M-1", to: out) } == .emptyScope)
    try fixture.manager.placeHold(matter: "M-1", on: .query(try fixture.query("edited")), reason: "r")
    #expect(code { _ = try fixture.manager.export(matter: "M-1", to: fixture.base.root + "/out") } == .badDestination)
    #expect(code { _ = try fixture.manager.export(matter: "M-1", to: fixture.base.root) } == .badDestination)
    #expect(code { _ = try fixture.manager.export(matter: "M-1", to: out + "/no/such") } == .badDestination)
    #expect(code { _ = try fixture.manager.export(matter: "M-1", to: out, at: "nonsense") } == .badCheckpoint)
    #expect(!FileManager.default.fileExists(atPath: out))
    #expect(try fixture.acts(.export).isEmpty)
    // What an export left that died while it wrote its custody record; that of another bundle stays.
    let other = out + "-2.custody.json.new-1"
    for left in [out + ".custody.json.new-2hnz807zqp0bq", other] {
      try "half".write(toFile: left, atomically: false, encoding: .utf8)
    }
    let report = try fixture.manager.export(matter: "M-1", to: out)
    let names = try FileManager.default.contentsOfDirectory(atPath: (out as NSString).deletingLastPathComponent)
    #expect(names.filter { $0.contains(".new-") } == [(other as NSString).lastPathComponent])
    #expect(report.messages == 1, "a hold on words takes the message with all its versions")
    #expect(code { _ = try fixture.manager.export(matter: "M-1", to: out) } == .badDestination)
  }

  @Test func nothingFoundIsSigned() throws {
    let fixture = try ManagedFixture()
    let typed = "UNHEARDOF  date:last-month"
    let options = QueryOptions(today: CivilDate(year: 2025, month: 10, day: 14))
    let query = try QueryParser.read(typed, options: options)
    #expect(code { _ = try fixture.manager.nothingFoundStatement(typed: typed, query: query) } == .badPredicate)
    let fixed = query.fixingRelativeDates(options)
    let statement = try fixture.manager.nothingFoundStatement(typed: typed, query: fixed)
    let text = String(decoding: statement.body, as: UTF8.self)
    for part in [
      #""query":"UNHEARDOF  date:last-month""#, "date:2025-09-01..2025-09-30", #""total":0"#, "log holdfast/",
    ] {
      #expect(text.contains(part), "\(part) is missing in \(text)")
    }
    let path = fixture.base.directory.path("statement.txt")
    try statement.write(to: path)
    #expect(code { try statement.write(to: path) } == .badDestination)
    #expect(try fixture.acts(.statement).count == 1)
    let found = try fixture.query("edited")
    #expect(code { _ = try fixture.manager.nothingFoundStatement(typed: "edited", query: found) } == .somethingFound)
    guard (try? CaseFixture.run(["openssl", "version"]))?.status == 0 else { return }
    let arguments = SignedStatement.instructions(path).split(separator: " ").map(String.init)
    #expect(try CaseFixture.run(arguments).status == 0)
    try (text + " ").write(toFile: path, atomically: true, encoding: .utf8)
    #expect(try CaseFixture.run(arguments).status != 0)
  }
}
