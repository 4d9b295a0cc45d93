import Records
import Testing

@testable import Casework

/// Who deleted a message, for whom and when, as far as the provider says.
@Suite struct DeletionTests {
  typealias Support = ReadStateTests

  private func message(
    _ steps: [CaseMessage.Step], in kind: ConversationReference.Kind = .direct, sender: Party? = Support.ana
  ) -> CaseMessage {
    var message = EarlierReadingTests.message(kind: kind)
    message.sender = sender
    message.revocations = steps
    return message
  }

  private func step(
    _ clock: String = "09:12:00", by party: Party? = Support.ana, what: String = "revoke", isDated: Bool = true,
    isUncertain: Bool = false
  ) -> CaseMessage.Step {
    CaseMessage.Step(
      what: what, party: party, at: Support.at(clock), capturedAt: Support.at("09:12:30"), isDated: isDated,
      isUncertain: isUncertain)
  }

  private func line(_ message: CaseMessage, _ index: Int = 0) throws -> String {
    let all = Deletion.all(of: message)
    try #require(all.indices.contains(index))
    return Support.words.line(all[index])
  }

  @Test func bySender() throws {
    #expect(
      try line(message([step()]))
        == "deleted for everyone by Ana Ruiz, its sender, at 09:12:00 (captured 09:12:30)")
    #expect(try line(message([step(by: nil)])).hasPrefix("deleted for everyone by Ana Ruiz, its sender"))
  }

  @Test func byAnAdminOfTheGroup() throws {
    #expect(
      try line(message([step(by: Support.lee)], in: .group))
        == "deleted for everyone by J. Lee, not its sender but an admin of the group, at 09:12:00 (captured 09:12:30)")
    #expect(try line(message([step(by: nil)], in: .group)).contains("its sender or an admin (the provider"))
    let lid = Party(lid: "77")
    #expect(Deletion.all(of: message([step(by: lid)], in: .group))[0].doer == .somebody(lid), "nothing to compare")
    #expect(Deletion.all(of: message([step(by: lid)]))[0].doer == .sender(lid), "in a direct chat only the sender can")
  }

  @Test func withoutATime() throws {
    #expect(
      try line(message([step("09:12:30", isDated: false)]))
        == "deleted for everyone by Ana Ruiz, its sender, no time given (captured 09:12:30)")
  }

  @Test func uncertain() throws {
    let line = try line(message([step(isUncertain: true)]))
    #expect(line.hasPrefix("perhaps deleted for everyone by"))
    #expect(line.hasSuffix("the message may have been edited, not deleted"))
  }

  /// Providers tell of one deletion twice; a certain telling settles an uncertain one.
  @Test func oneDeletionToldTwice() throws {
    let all = Deletion.all(of: message([step("09:12:01", by: nil, isUncertain: true), step("09:12:00")]))
    #expect(all.count == 1)
    #expect(all[0].tellings == 2 && !all[0].isUncertain && all[0].at == Support.at("09:12:00"))
  }

  @Test func onADevice() throws {
    let all = Deletion.all(of: message([step(by: nil, what: "local-deletion"), step("09:13:00")]))
    #expect(all.map(\.scope) == [.everyone, .device])
    #expect(
      Support.words.line(all[1]) == "removed on a device by the account holder at 09:12:00 (captured 09:12:30)")
  }
}
