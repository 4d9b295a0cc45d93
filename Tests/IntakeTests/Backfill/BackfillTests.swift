import Foundation
import Records
import Sealing
import Storage
import TestSupport
import Testing
import Vault

@testable import Capture
@testable import Intake

/// Archives of other systems, taken in: every record counts once, whatever is wrong and however often it is interrupted.
@Suite struct BackfillTests {
  private static let limits = Backfill.Limits(decided: 2_000, sealed: 9_000, remembered: 40)

  private func backfill(_ vault: UnlockedVault, _ limits: Backfill.Limits = limits) -> Backfill {
    Backfill(vault: vault, limits: limits) { try VaultKnowledge(vault) }
  }

  /// An import whose report was taken note of.
  private func take(_ vault: UnlockedVault, _ path: String, _ options: ImportOptions) throws -> BackfillReport {
    let backfill = backfill(vault)
    let report = try backfill.run(path, options: options)
    try backfill.forget(path, options: options)
    return report
  }

  private func options(_ keys: ArchiveKeys? = ArchiveMaker.keys) -> ImportOptions {
    ImportOptions(account: "900", archiveKeys: keys)
  }

  private func made(_ test: IntakeCase, _ seed: UInt64, _ count: Int) throws -> ArchiveMaker {
    var maker = ArchiveMaker(seed: seed)
    let records = maker.records(count)
    try maker.write(records) { name, text in _ = try test.write(name, text) }
    return maker
  }

  private func check(_ report: BackfillReport, _ truth: BackfillTotals, _ place: SourceLocation = #_sourceLocation) {
    let totals = report.totals
    #expect(totals.isBalanced, sourceLocation: place)
    #expect(totals.records == truth.records && totals.messages == truth.messages, sourceLocation: place)
    #expect(totals.events == truth.events && totals.duplicates == truth.duplicates, sourceLocation: place)
    #expect(totals.exceptions == truth.exceptions && totals.reasons == truth.reasons, sourceLocation: place)
    #expect(totals.messagesWithExceptions == truth.messagesWithExceptions, sourceLocation: place)
  }

  private func readable(_ vault: UnlockedVault) throws -> [String] {
    try VaultKnowledge(vault).messages.compactMap(\.event.providerMessageID)
  }

  /// The property: source = messages + events + duplicates + exceptions, each as it was made.
  @Test(arguments: 0..<6) func everyRecordIsAccountedFor(_ round: Int) throws {
    var generator = SeededGenerator.reported()
    let test = try IntakeCase()
    let maker = try made(test, generator.next(), 120)
    let plan = try backfill(test.vault).plan(test.folder, options: options())
    check(plan, maker.truth)
    #expect(try VaultKnowledge(test.vault).deliveries.isEmpty)
    let report = try take(test.vault, test.folder, options())
    check(report, maker.truth)
    #expect(!report.isResumed && report.restarted == nil && report.files == plan.files)
    let after = try VaultKnowledge(test.vault)
    #expect(after.deliveries.values.allSatisfy { $0 == 1 })
    #expect(Set(after.messages.compactMap(\.event.providerMessageID)) == maker.readable)
    #expect(after.messages.count == maker.readable.count)
    #expect(try test.vault.locked.verify().problems.isEmpty)
    // Again: everything is there, and what is wrong is wrong still.
    let again = try take(test.vault, test.folder, options())
    #expect(again.totals.isBalanced && again.totals.messages == 0 && again.totals.events == 0)
    #expect(again.totals.exceptions == maker.truth.exceptions)
    #expect(try VaultKnowledge(test.vault).deliveries == after.deliveries)
    #expect(try readable(test.vault).count == after.messages.count)
  }

  /// Stopped anywhere, again and again: the counts of the last run are those of an undisturbed one.
  @Test(arguments: [3, 5, 9, 14, 22, 31, 47]) func interruptedAnywhere(_ step: Int) throws {
    var generator = SeededGenerator.reported()
    let test = try IntakeCase()
    let maker = try made(test, generator.next(), 90)
    var report: BackfillReport?
    var interruptions = 0
    while report == nil {
      // Each life is longer than the one before, so that the import comes to its end.
      let faulty = FaultyFiles(
        fault: .init(call: step + interruptions * (2 + step / 2), errorNumber: 28, persistent: true))
      if let vault = try? test.reopened(files: faulty) {
        report = try? backfill(vault).run(test.folder, options: options())
      }
      if report == nil { interruptions += 1 }
      try #require(interruptions < 400)
    }
    #expect(interruptions > 0)
    check(try #require(report), maker.truth)
    let after = try VaultKnowledge(test.reopened())
    #expect(Set(after.messages.compactMap(\.event.providerMessageID)) == maker.readable)
    #expect(Set(after.deliveries.keys).count == Int(maker.truth.records - maker.truth.duplicates))
    #expect(try test.vault.locked.verify().problems.isEmpty)
  }

  @Test func aReportThatNobodySawIsGivenAgain() throws {
    let test = try IntakeCase()
    let maker = try made(test, 15, 80)
    check(try backfill(test.vault).run(test.folder, options: options()), maker.truth)
    let again = try backfill(test.vault).run(test.folder, options: options())
    #expect(again.isResumed)
    check(again, maker.truth)
    try backfill(test.vault).forget(test.folder, options: options())
    #expect(try backfill(test.vault).run(test.folder, options: options()).totals.messages == 0)
    #expect(try readable(test.vault).count == maker.readable.count)
  }

  @Test func cancelledAndGoneOnWith() throws {
    let test = try IntakeCase()
    let maker = try made(test, 11, 600)
    let cancel = CancellationFlag()
    #expect(throws: CancellationError.self) {
      try backfill(test.vault).run(
        test.folder, options: options(), progress: { _ in cancel.cancel() }, cancel: cancel)
    }
    let between = try readable(test.vault).count
    let report = try take(test.vault, test.folder, options())
    #expect(report.isResumed && between < maker.readable.count)
    check(report, maker.truth)
    #expect(try readable(test.vault).count == maker.readable.count)
  }

  @Test func aFolderThatChangedIsReadFromTheStart() throws {
    let test = try IntakeCase()
    let maker = try made(test, 12, 600)
    let cancel = CancellationFlag()
    #expect(throws: CancellationError.self) {
      try backfill(test.vault).run(
        test.folder, options: options(), progress: { _ in cancel.cancel() }, cancel: cancel)
    }
    try test.write("aaa.json", "[]")
    let report = try take(test.vault, test.folder, options())
    #expect(!report.isResumed && report.restarted != nil && report.totals.isBalanced)
    #expect(report.totals.records == maker.truth.records && report.totals.exceptions == maker.truth.exceptions)
    #expect(Set(try readable(test.vault)) == maker.readable)
    #expect(try readable(test.vault).count == maker.readable.count)
  }

  @Test func aLaterKeyCompletesWithoutDoubling() throws {
    let test = try IntakeCase()
    let maker = try made(test, 13, 150)
    let locked = try take(test.vault, test.folder, options(nil))
    #expect(locked.totals.isBalanced && (locked.totals.reasons["no-key"] ?? 0) >= Int64(maker.sealed))
    let before = try VaultKnowledge(test.vault)
    #expect(before.deliveries.count == Int(maker.truth.records - maker.truth.duplicates))
    let opened = try take(test.vault, test.folder, options())
    #expect(opened.totals.isBalanced && opened.totals.messages == Int64(maker.sealed))
    #expect(opened.totals.exceptions == maker.truth.exceptions)
    let after = try VaultKnowledge(test.vault)
    #expect(after.deliveries == before.deliveries)
    #expect(Set(after.messages.compactMap(\.event.providerMessageID)) == maker.readable)
    #expect(after.messages.count == maker.readable.count)
    let third = try take(test.vault, test.folder, options())
    #expect(third.totals.messages == 0 && third.totals.isBalanced)
    #expect(try VaultKnowledge(test.vault).messages.count == after.messages.count)
  }

  @Test func anExceptionNamesFilePlaceAndReason() throws {
    let test = try IntakeCase()
    let bad =
      #"{"message_uuid":"u1","provider_msg_id":"wamid.1","timestamp":1700000000,"direction":"inbound","sender_id":"447700900123","payload":{"type":"text","body_encrypted":{"content":"00ff","iv":"000102030405060708090a0b","tag":"000102030405060708090a0b0c0d0e0f","salt":"01"},"has_media":false}}"#
    try test.write(
      "year=2023/month=11/day=14/a.jsonl",
      "{\"archive_id\":\"x\",\"event_type\":\"message.read\",\"payload\":{\"message_id\":\"w\"}}\n" + bad + "\n")
    let report = try take(test.vault, test.folder, options())
    let listed = try #require(report.totals.listed.first { $0.what.contains("does not open") })
    #expect(listed.place == "year=2023/month=11/day=14/a.jsonl, line 2, byte 76, payload.body_encrypted", "\(listed)")
    #expect(report.json["reasons"]?["bad-tag"]?.integer == 1)
  }

  @Test func whatIsNoRecordIsNamed() throws {
    let test = try IntakeCase()
    var maker = ArchiveMaker(seed: 5)
    let record = maker.records(30).first { $0.contains("archive_id") && !$0.contains("moon") } ?? ""
    try test.write("year=2023/month=11/a.json", record)
    try test.write("year=2023/month=11/notes.txt", "remember the milk")
    try test.write("year=2023/month=11/empty.json", "")
    try test.write("year=2023/month=11/none.json", "[]")
    try test.write("secret/b.json", record.replacingOccurrences(of: "archive_id\":\"a", with: "archive_id\":\"b"))
    let outside = test.directory.path("outside.json")
    try Data(record.utf8).write(to: URL(fileURLWithPath: outside))
    symlink(outside, test.folder + "/year=2023/link.json")
    symlink(test.folder + "/secret", test.folder + "/year=2023/month=11/loop")
    symlink("..", test.folder + "/year=2023/up")
    let report = try take(test.vault, test.folder + "/year=2023", options())
    #expect(report.totals.isBalanced && report.totals.records == 6 && report.totals.exceptions == 5)
    #expect(report.totals.reasons == ["not-a-record-file": 2, "unreadable-file": 3], "\(report.totals.reasons)")
    #expect(Backfill.recognises(test.folder) && Backfill.recognises(test.folder + "/year=2023"))
    #expect(Backfill.recognises(test.folder + "/year=2023/month=11/a.json"))
    let plain = try test.write("other/meta.json", IntakeCase.meta("w1", "hello"))
    #expect(!Backfill.recognises(plain) && !Backfill.recognises(test.directory.path("nowhere")))
  }

  @Test func whatIsKeptOfAnInterruptedImportIsSealed() throws {
    let test = try IntakeCase()
    _ = try made(test, 14, 400)
    let cancel = CancellationFlag()
    _ = try? backfill(test.vault).run(
      test.folder, options: options(), progress: { _ in cancel.cancel() }, cancel: cancel)
    let folder = test.vault.state.path + "/imports"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(names.count == 1)
    let path = folder + "/" + (names.first ?? "")
    let bytes = try #require(FileManager.default.contents(atPath: path))
    #expect(bytes.range(of: Data("part-".utf8)) == nil && bytes.range(of: Data("year=".utf8)) == nil)
    // Damaged, it is as if it were not there.
    try Data(bytes.prefix(60)).write(to: URL(fileURLWithPath: path))
    let report = try take(test.vault, test.folder, options())
    #expect(!report.isResumed && report.totals.isBalanced)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
  }

  @Test func stateIsReadAsItWasWritten() throws {
    var state = BackfillState()
    state.safe.mark = BackfillMark(
      files: 3, place: .init(offset: 99, line: 4, inArray: true, isCoarse: true), fileDigest: "ab", walkDigest: "cd",
      memory: .init(sequence: 12, checksums: 9), bytes: 1234)
    state.decided.totals.count(.exception)
    state.decided.totals.note("bad-tag")
    state.decided.totals.list("what\u{1B}[31m", at: String(repeating: "ü", count: 500))
    let bytes = CanonicalJSON.encode(state.json)
    #expect(BackfillState(try JSONReader.parse(bytes)) == state)
    #expect(state.decided.totals.listed.first?.what.contains("\u{1B}") == false)
    for value in ["{}", "[]", "null", #"{"format":1}"#] {
      #expect(BackfillState(try JSONReader.parse(Array(value.utf8))) == nil)
    }
  }
}

extension VaultKnowledge {
  func isReadable(message: MessageID) throws -> Bool {
    events.contains { $0.event.kind == .message && $0.event.messageID == message }
  }
}
