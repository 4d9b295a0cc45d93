import Intake
import Records
import Storage
import TestSupport
import Testing
import Vault

/// An import that fails anywhere is completed by running it again.
@Suite struct InterruptedImportTests {
  @Test(arguments: [1, 2, 3, 5, 8, 11, 14, 18, 22, 27, 33, 40]) func failedCall(_ call: Int) throws {
    let test = try IntakeCase(files: UnsyncedFiles())
    var lines = (0..<40).map { IntakeCase.meta("w\($0)", "text \($0)", at: 1_760_000_000 + Int64($0) * 200_000) }
    let batch = (40..<60).map {
      #"{"from":"447700900123","id":"w\#($0)","timestamp":"\#(1_740_000_000 + $0 * 300_000)","type":"text","text":{"body":"text \#($0)"}}"#
    }
    lines.append(
      #"{"object":"whatsapp_business_account","entry":[{"id":"7","changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"900"},"messages":[\#(batch.joined(separator: ","))]}}]}]}"#
    )
    let path = try test.write("a.jsonl", lines.joined(separator: "\n"))
    let faulty = FaultyFiles(
      over: UnsyncedFiles(), fault: .init(call: call, errorNumber: 28, persistent: true))
    // The vault opened by a process whose disk is full from some call on.
    _ = try? test.run([path], on: try test.reopened(files: faulty), known: NothingKnown())

    let vault = try test.reopened(files: UnsyncedFiles())
    // The writer adopts what was published and not logged; only then does the index see it.
    try vault.writer(kind: .importer).close()
    let between = try VaultKnowledge(vault)
    for (delivery, _) in between.deliveries {
      let events = between.events.filter { $0.delivery == delivery }
      #expect(!events.isEmpty)
      if between.bodies[delivery] == Array(lines[40].utf8) { #expect(events.count == 20) }
    }
    _ = try test.run([path], on: vault, known: between)
    let after = try VaultKnowledge(vault)
    #expect(after.deliveries.count == 41)
    #expect(after.deliveries.values.allSatisfy { $0 == 1 })
    #expect(Set(after.messages.compactMap { $0.event.messageID }).count == 60)
    #expect(Set(after.messages.compactMap { $0.event.content?.text }).count == 60)
    #expect(try vault.locked.verify().problems.isEmpty)
  }
}
