import Capture
import Intake
import Records
import Testing

/// An import takes one snapshot of what is known, and asks only that.
@Suite struct SnapshotTests {
  private struct Known: KnownDeliveries {
    let real: VaultKnowledge
    var isSnapshot = false

    func snapshot() throws -> any KnownDeliveries { Known(real: real, isSnapshot: true) }

    func contains(delivery: DeliveryID) throws -> Bool {
      #expect(isSnapshot)
      return try real.contains(delivery: delivery)
    }

    func contains(message: MessageID) throws -> Bool {
      #expect(isSnapshot)
      return try real.contains(message: message)
    }
  }

  @Test func importAsksTheSnapshot() throws {
    let test = try IntakeCase()
    let path = try test.write("a.jsonl", IntakeCase.meta("wamid.A", "one") + "\n" + IntakeCase.meta("wamid.B", "two"))
    let first = try test.run([path], known: Known(real: VaultKnowledge(test.vault)))
    #expect(first.total.messages == 2 && first.total.duplicates == 0)
    let again = try test.run([path], known: Known(real: VaultKnowledge(test.vault)))
    #expect(again.total.messages == 0 && again.total.duplicates == 2)
  }
}
