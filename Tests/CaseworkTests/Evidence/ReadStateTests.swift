import Records
import Testing

@testable import Casework

/// What had been read at a moment: what receipts say, and what they cannot.
@Suite struct ReadStateTests {
  static let lee = Party(phone: "442079460123", name: "J. Lee")
  static let ana = Party(phone: "34612555092", name: "Ana Ruiz")

  static func at(_ clock: String) -> Instant { Instant(rfc3339: "2024-05-14T\(clock)Z") ?? Instant(milliseconds: 0) }

  static func step(
    _ what: String, _ clock: String, by party: Party? = lee, captured: String? = nil, isDated: Bool = true
  ) -> CaseMessage.Step {
    CaseMessage.Step(
      what: what, party: party, at: at(clock), capturedAt: captured.map { at($0) } ?? at(clock), isDated: isDated)
  }

  static func entry(_ name: String, _ clock: String, isOurs: Bool? = true, _ receipts: [CaseMessage.Step] = [])
    -> ReadTrail.Entry
  {
    ReadTrail.Entry(
      message: MessageID(suffix: name), at: at(clock), isOurs: isOurs, words: "words of \(name)", receipts: receipts)
  }

  static func state(
    _ entries: [ReadTrail.Entry], at clock: String = "09:20:00", by reader: ReadState.Reader = .otherSide,
    kind: ConversationReference.Kind = .direct, provider: Provider = .meta, bound: ReadTrail.Bound = .none,
    precision: MessageEvent.Precision = .second, isDated: Bool = true
  ) -> ReadState {
    ReadState(
      ReadTrail(entries: entries, bound: bound),
      at: ReadMoment(act: .written, at: at(clock), isDated: isDated, precision: precision), by: reader, kind: kind,
      provider: provider, excluding: MessageID(suffix: "self"))
  }

  static let words = EvidenceWords(stamp: { String($0.rfc3339.dropFirst(11).prefix(8)) }, name: { $0?.name })

  private func codes(_ state: ReadState) -> [String] { state.doubts.map(\.code) }

  @Test func countsWhatHadBeenReadBefore() {
    let state = Self.state([
      Self.entry("a", "09:10:00", [Self.step("delivered", "09:10:01"), Self.step("read", "09:11:00")]),
      Self.entry("b", "09:12:00", [Self.step("delivered", "09:12:01"), Self.step("read", "09:13:00")]),
      Self.entry("c", "09:14:00", [Self.step("delivered", "09:14:01"), Self.step("read", "09:25:00")]),
      Self.entry("d", "09:15:00", [Self.step("sent", "09:15:01")]),
      Self.entry("e", "09:16:00", [Self.step("failed", "09:16:01")]),
      Self.entry("theirs", "09:17:00", isOurs: false),
      Self.entry("self", "09:18:00", [Self.step("read", "09:19:00")]),
      Self.entry("later", "09:21:00", [Self.step("read", "09:21:10")]),
    ])
    #expect(state.looked == 5)
    #expect((state.read, state.delivered, state.failed, state.silent) == (2, 1, 1, 1))
    #expect(state.lastRead?.message == MessageID(suffix: "b"))
    #expect(state.lastRead?.at == Self.at("09:13:00"))
    #expect(state.unreadSince == 3)
    #expect(codes(state).isEmpty)
    #expect(
      Self.words.lines(state) == [
        "Of the 5 messages that our side had sent before: 2 reported read, 1 delivered and not reported read, 1 failed, "
          + "1 without a receipt.",
        "The last one reported read: “words of b” of 09:12:00, read by J. Lee at 09:13:00.",
        "3 after that were not reported read by then.",
      ])
  }

  @Test func nothingSentBefore() {
    let state = Self.state([Self.entry("theirs", "09:17:00", isOurs: false)])
    #expect(state.looked == 0 && codes(state).isEmpty)
    #expect(Self.words.lines(state) == ["Our side had sent nothing before this that could have been read."])
  }

  @Test func withoutReceiptsNothingIsClaimed() {
    let entries = [Self.entry("a", "09:10:00", [Self.step("sent", "09:10:01")]), Self.entry("b", "09:11:00")]
    let state = Self.state(entries)
    #expect(codes(state) == ["no-receipts"])
    #expect(state.read == 0 && state.silent == 2 && state.lastRead == nil)
    #expect(Self.words.lines(state) == ["Before it our side had sent 2 messages."])
    #expect(codes(Self.state(entries, provider: .chatExport)) == ["export-has-no-receipts"])
  }

  @Test func deliveredAndNeverReadMayBeTurnedOff() {
    let state = Self.state([Self.entry("a", "09:10:00", [Self.step("delivered", "09:10:01")])])
    #expect(codes(state) == ["reading-never-told"])
    #expect(state.doubts[0].words.contains("may be turned off"))
  }

  @Test func theVerySecondIsNotDecided() {
    let entries = [Self.entry("a", "09:10:00", [Self.step("read", "09:20:00")])]
    let state = Self.state(entries)
    #expect(state.read == 0 && state.undecided == 1)
    #expect(codes(state) == ["same-moment"])
    let minute = Self.state(
      [Self.entry("a", "09:10:00", [Self.step("read", "09:20:40")])], precision: .minute)
    #expect(minute.undecided == 1 && minute.doubts.first?.words.contains("very minute") == true)
  }

  @Test func aReceiptWithoutATimeCountsByItsCapture() {
    let before = Self.state([Self.entry("a", "09:10:00", [Self.step("read", "09:15:00", isDated: false)])])
    #expect(before.read == 1 && before.lastRead?.isDated == false)
    #expect(Self.words.lines(before)[1].contains("read by J. Lee by 09:15:00, when the receipt was captured"))
    let after = Self.state([Self.entry("a", "09:10:00", [Self.step("read", "09:30:00", isDated: false)])])
    #expect(after.read == 0 && after.undecided == 1)
    #expect(codes(after) == ["undated-receipts"])
  }

  @Test func lateAndBackwardReceiptsAreSaid() {
    let state = Self.state([
      Self.entry("a", "09:10:00", [Self.step("read", "09:11:00", captured: "12:11:00")]),
      Self.entry("b", "09:12:00", [Self.step("read", "09:09:00")]),
    ])
    #expect(state.read == 2, "the provider's time counts")
    #expect(codes(state) == ["late-receipts", "receipts-before-sending"])
    #expect(state.doubts[0].words.contains("up to 3 h after"))
  }

  /// What was taken in from files was captured late, all of it.
  @Test func backfillIsNotLate() {
    let entries = [Self.entry("a", "09:10:00", [Self.step("read", "09:11:00", captured: "12:11:00")])]
    let state = ReadState(
      ReadTrail(entries: entries, isBackfilled: true), at: ReadMoment(act: .written, at: Self.at("09:20:00")),
      by: .otherSide, kind: .direct, provider: .meta, excluding: nil)
    #expect(state.doubts.isEmpty && state.lastRead?.isLate == false)
    #expect(Self.words.lines(state)[1].hasSuffix("read by J. Lee at 09:11:00."))
    #expect(
      Self.words.lines(Self.state(entries))[1].hasSuffix("read by J. Lee at 09:11:00 (receipt captured 12:11:00)."))
  }

  @Test func whatIsTheSameIsSaidOnce() {
    let entries = [Self.entry("a", "09:10:00", [Self.step("read", "09:11:00")])]
    var second = Self.state(entries, at: "09:21:00")
    second.moment.act = .deletion
    let sections = Self.words.sections([Self.state(entries), second])
    #expect(
      sections.map(\.title) == [
        "Read when this was written, by the other side", "Read when this was deleted, by the other side",
      ])
    #expect(sections[1].lines == ["The same as when it was written."])
  }

  @Test func groupsNameMembersAndClaimNoMore() {
    let joe = Party(lid: "77", name: "Joe")
    let entries = [
      Self.entry("a", "09:10:00", [Self.step("read", "09:11:00"), Self.step("read", "09:11:30", by: joe)]),
      Self.entry("b", "09:12:00", [Self.step("read", "09:13:00"), Self.step("delivered", "09:13:00", by: joe)]),
    ]
    let state = Self.state(entries, kind: .group)
    #expect(state.people.map(\.party) == [Self.lee, joe])
    #expect(state.people.map(\.read) == [2, 1])
    #expect(codes(state) == ["group-names-some"])
    #expect(state.doubts[0].words.contains("whoever is not named may have read it too"))
    let unnamed = Self.state(
      [Self.entry("a", "09:10:00", [Self.step("read", "09:11:00", by: nil)])], kind: .group)
    #expect(codes(unnamed) == ["group-names-nobody"] && unnamed.people.isEmpty)
    #expect(Self.state(entries).people.isEmpty, "a direct chat has one other side")
  }

  @Test func ourOwnReadingIsSeldomTold() {
    let told = Self.state(
      [Self.entry("a", "09:10:00", isOurs: false, [Self.step("read", "09:11:00", by: nil)])], by: .ourSide)
    #expect(told.read == 1 && told.isTold)
    #expect(Self.words.lines(told)[0].hasPrefix("Of the 1 message that the other side had sent before"))
    let silent = Self.state([Self.entry("a", "09:10:00", isOurs: false)], by: .ourSide)
    #expect(codes(silent) == ["own-side-not-told"] && !silent.isTold)
  }

  @Test func boundsAreSaid() {
    let entries = [Self.entry("a", "09:10:00", [Self.step("read", "09:11:00")])]
    #expect(codes(Self.state(entries, bound: .recent)) == ["recent-only"])
    #expect(codes(Self.state(entries, bound: .bundle)) == ["bundle-only"])
    #expect(codes(Self.state(entries, isDated: false)) == ["moment-of-capture"])
  }

  /// Times that no clock ever showed.
  @Test func hostileTimesDoNotTrap() {
    let far = [Int64.min, .min + 1, -1, 0, .max - 1, .max].map { Instant(milliseconds: $0) }
    for at in far {
      for time in far {
        for captured in far {
          let step = CaseMessage.Step(what: "read", party: nil, at: time, capturedAt: captured)
          let trail = ReadTrail(entries: [
            .init(message: MessageID(suffix: "a"), at: time, isOurs: true, words: "", receipts: [step])
          ])
          let state = ReadState(
            trail, at: ReadMoment(act: .written, at: at, precision: .minute), by: .otherSide, kind: .group,
            provider: .meta, excluding: nil)
          #expect(Self.words.lines(state).count > 0)
        }
      }
    }
  }
}
