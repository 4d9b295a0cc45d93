import Foundation
import Intake
import Records
import Storage
import TestSupport
import Testing
import Vault

@Suite struct ImportTests {
  @Test func messagesAndReceipts() throws {
    let test = try IntakeCase()
    let lines = [IntakeCase.meta("w1", "one"), IntakeCase.meta("w2", "two"), IntakeCase.status("w9", "read")]
    let path = try test.write("a.jsonl", lines.joined(separator: "\n"))
    let report = try test.run([path])
    let file = try #require(report.files.first)
    #expect(report.files.count == 1)
    #expect(file.format == "meta-webhook")
    #expect([file.deliveries, file.messages, file.events, file.duplicates, file.gaps] == [3, 2, 1, 0, 0])
    #expect(file.exceptions.isEmpty)
    let known = try VaultKnowledge(test.vault)
    #expect(known.deliveries.values.sorted() == [1, 1, 1])
    #expect(Set(known.bodies.values.map { String(decoding: $0, as: UTF8.self) }) == Set(lines))
    #expect(known.messages.map { $0.event.content?.text } == ["one", "two"])
    #expect(known.eventPeriods.allSatisfy { $0.month == YearMonth("2026-01") && $0.retentionClass == .standard })
    let act = try #require(known.acts.first { $0.kind == .importFiles })
    #expect(act.details["messages"]?.integer == 2)
    #expect(act.officer == test.vault.officer.id)
  }

  @Test func importingAgainAddsOnlyTheAct() throws {
    let test = try IntakeCase()
    try test.write("a.jsonl", [IntakeCase.meta("w1", "one"), IntakeCase.status("w1", "sent")].joined(separator: "\n"))
    _ = try test.run([test.folder])
    let before = try VaultKnowledge(test.vault)
    let again = try test.run([test.folder])
    let after = try VaultKnowledge(test.vault)
    #expect(again.total.messages == 0)
    #expect(again.total.events == 0)
    #expect(again.total.duplicates == 2)
    #expect(after.events == before.events)
    #expect(after.deliveries == before.deliveries)
    #expect(after.acts.filter { $0.kind == .importFiles }.count == 2)
  }

  @Test func duplicatesAndContradictions() throws {
    let test = try IntakeCase()
    let lines = [
      IntakeCase.meta("w1", "one"), IntakeCase.meta("w1", "one"), IntakeCase.meta("w1", "one") + " ",
      IntakeCase.meta("w1", "one", at: 1_767_366_760), IntakeCase.meta("w1", "forged", at: 1_767_366_761),
    ]
    let path = try test.write("a.jsonl", lines.joined(separator: "\n"))
    let file = try #require(try test.run([path]).files.first)
    #expect(file.deliveries == 5)
    #expect(file.messages == 1)
    #expect(file.duplicates == 3)
    #expect(file.exceptions.count == 1)
    let known = try VaultKnowledge(test.vault)
    #expect(known.deliveries.count == 3)
    #expect(Set(known.messages.map { $0.event.content?.text }) == ["one", "forged"])
    #expect(Set(known.messages.map { $0.event.messageID }).count == 1)
  }

  @Test func batchOverSeveralMonths() throws {
    let test = try IntakeCase()
    let times: [Int64] = [1_746_000_000, 1_760_000_000, 1_753_000_000, 5]
    let messages = times.enumerated().map {
      #"{"from":"447700900123","id":"w\#($0)","timestamp":"\#($1)","type":"text","text":{"body":"x"}}"#
    }
    let body =
      #"{"object":"whatsapp_business_account","entry":[{"id":"7","changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"9"},"messages":[\#(messages.joined(separator: ","))]}}]}]}"#
    let path = try test.write("a.json", body)
    _ = try test.run([path])
    let known = try VaultKnowledge(test.vault)
    #expect(Set(known.eventPeriods.map(\.month.description)) == ["2025-04", "2025-10", "2025-07", "2026-01"])
    #expect(known.periods.values.map(\.month.description) == ["2026-01"])
    #expect(try test.vault.locked.verify().problems.isEmpty)
  }

  @Test func everyPathIsAccountedFor() throws {
    let test = try IntakeCase()
    try test.write("good.json", IntakeCase.meta("w1", "one"))
    try test.write("deep/er/more.json", IntakeCase.meta("w2", "two"))
    try test.write("empty.txt", "")
    try test.write("picture.png", [0x89, 0x50, 0x4E, 0x47, 0, 0])
    try test.write("empty.zip", Array("PK\u{5}\u{6}".utf8) + [UInt8](repeating: 0, count: 18))
    try test.write("cut.zip", Array("PK\u{3}\u{4}cut".utf8))
    try test.write("prose.txt", "Dear Sir or Madam,\nthis is no chat.\n")
    try test.write("list.json", "[]")
    try test.write("other.json", #"{"name":"package","version":1}"#)
    try test.write(".hidden", "x")
    try FileManager.default.createSymbolicLink(atPath: test.folder + "/link", withDestinationPath: "/etc")
    try FileManager.default.createDirectory(atPath: test.directory.path("void"), withIntermediateDirectories: true)
    let report = try test.run([test.folder, test.folder + "/absent", test.directory.path("void"), "/dev/null"])
    var found: [String: ImportReport.File] = [:]
    for file in report.files { found[String(file.path.split(separator: "/").last ?? "")] = file }
    #expect(found["good.json"]?.messages == 1)
    #expect(found["more.json"]?.messages == 1)
    for name in [
      "empty.txt", "picture.png", "empty.zip", "cut.zip", "prose.txt", "list.json", "link", "absent", "void", "null",
    ] {
      #expect(found[name]?.exceptions.isEmpty == false, "\(name)")
      #expect(found[name]?.messages == 0, "\(name)")
    }
    #expect(found["other.json"]?.gaps == 1)
    #expect(found[".hidden"] == nil)
  }

  @Test func brokenPayloadsAreKept() throws {
    let test = try IntakeCase()
    let path = try test.write(
      "a.jsonl", IntakeCase.meta("w1", "one") + "\n{\"broken\":\n" + IntakeCase.meta("w2", "two"))
    let file = try #require(try test.run([path]).files.first)
    #expect(file.messages == 2)
    #expect(file.deliveries == 3)
    #expect(file.exceptions.count == 1)
    #expect(file.exceptions.first?.place.hasPrefix("line 2") == true)
    #expect(try VaultKnowledge(test.vault).bodies.values.contains(Array("{\"broken\":".utf8)))
  }

  @Test func planSealsNothing() throws {
    let test = try IntakeCase()
    try test.write("a.jsonl", [IntakeCase.meta("w1", "one"), IntakeCase.meta("w1", "one")].joined(separator: "\n"))
    let before = try VaultKnowledge(test.vault)
    let importer = Importer(vault: test.vault, known: before)
    let plan = try importer.plan([test.folder], options: ImportOptions())
    #expect(try VaultKnowledge(test.vault).acts.count == before.acts.count)
    #expect(try VaultKnowledge(test.vault).deliveries.isEmpty)
    #expect(plan == (try test.run([test.folder])))
  }

  @Test func cancelledImportKeepsWhatItRead() throws {
    let test = try IntakeCase()
    let lines = (0..<2000).map { IntakeCase.meta("w\($0)", "text \($0)") }
    let path = try test.write("a.jsonl", lines.joined(separator: "\n"))
    let cancel = CancellationFlag()
    let importer = Importer(vault: test.vault, known: NothingKnown())
    #expect(throws: CancellationError.self) {
      try importer.run([path], options: ImportOptions(), progress: { _ in cancel.cancel() }, cancel: cancel)
    }
    let known = try VaultKnowledge(test.vault)
    #expect(!known.deliveries.isEmpty && known.deliveries.count < 2000)
    #expect(known.acts.contains { $0.details["cancelled"]?.bool == true })
    let rest = try test.run([path])
    #expect(Int(rest.total.messages) == 2000 - known.messages.count)
    #expect(try VaultKnowledge(test.vault).messages.count == 2000)
  }

  @Test func reportAsJSON() throws {
    var file = ImportReport.File(path: "a", format: "wasender")
    file.deliveries = 3
    file.exceptions = [.init(place: "line 1", what: "odd")]
    #expect(
      String(decoding: CanonicalJSON.encode(ImportReport(files: [file]).json), as: UTF8.self)
        == #"{"files":[{"deliveries":3,"duplicates":0,"events":0,"exceptions":[{"what":"odd","where":"line 1"}],"format":"wasender","gaps":0,"media":0,"messages":0,"path":"a"}]}"#
    )
  }

  @Test func nothingInClear() throws {
    let test = try IntakeCase()
    let path = try test.write("a.json", IntakeCase.meta("w1", "CanaryPhrase7731"))
    _ = try test.run([path])
    for root in ["vault", "state"] {
      let names = FileManager.default.enumerator(atPath: test.directory.path(root))
      while let name = names?.nextObject() as? String {
        #expect(!name.contains("447700900123"))
        guard let data = FileManager.default.contents(atPath: test.directory.path(root) + "/" + name) else { continue }
        #expect(data.range(of: Data("CanaryPhrase7731".utf8)) == nil)
        #expect(data.range(of: Data("447700900123".utf8)) == nil)
      }
    }
  }

  @Test func progressEndsAtTheTotal() throws {
    let test = try IntakeCase()
    let path = try test.write("a.json", IntakeCase.meta("w1", "one"))
    var last: Storage.Progress?
    _ = try Importer(vault: test.vault, known: NothingKnown()).run(
      [path], options: ImportOptions(), progress: { last = $0 })
    #expect(last?.done == last?.total)
    #expect(last?.total == Int64(IntakeCase.meta("w1", "one").utf8.count))
  }
}
