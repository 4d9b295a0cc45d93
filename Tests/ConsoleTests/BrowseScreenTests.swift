import Records
import TerminalKit
import TestSupport
import Testing

@testable import Console
@testable import SearchIndex

@Suite struct BrowseScreenTests {
  typealias Fixtures = BrowseFixtures

  /// A conversation of made-up messages, with some long ones and some far apart.
  private func talk(_ numbers: Range<Int>, seed: UInt64 = 7) -> [TimelineItem] {
    let letters = Array("abcdefghijklmnopqrstuvwxyz234567")
    return numbers.map { number in
      var generator = SeededGenerator(seed: seed &+ UInt64(number))
      let suffix = String([letters[number / 1024], letters[number / 32 % 32], letters[number % 32]])
      let words = String(repeating: "word ", count: Int.random(in: 1...40, using: &generator))
      let text = Int.random(in: 0..<20, using: &generator) == 0 ? String(repeating: "line\n", count: 60) : words
      var item = Fixtures.item(suffix, "2024-05-14T08:14:00Z", text, number % 11 == 5 ? .system : .message)
      item.at = Instant(seconds: 1_715_000_000 + Int64(number) * 4000)
      item.sentAt = item.at
      return item
    }
  }

  /// Answers whatever a screen asks of one long conversation, as the index does.
  private struct Archive {
    var items: [TimelineItem]

    func page(_ anchor: TimelineAnchor, _ before: Int, _ after: Int) -> TimelinePage {
      let place: Int
      switch anchor {
      case .newest: place = items.count - 1
      case .oldest: place = 0
      case .message(let id): place = items.firstIndex { $0.messageID == id } ?? 0
      case .item(let id, _): place = items.firstIndex { $0.id == id } ?? 0
      case .date(let at): place = items.firstIndex { $0.at >= at } ?? items.count - 1
      }
      let extra = anchor == .newest ? after : 0
      let from = max(0, place - before - extra)
      let until = min(items.count, place + after + 1)
      return TimelinePage(
        conversation: Fixtures.anaChat, items: Array(items[from..<until]), anchorIndex: place - from,
        hasOlder: from > 0, hasNewer: until < items.count,
        messagesBefore: Int64(items[..<from].count { $0.messageID != nil }),
        messagesTotal: Int64(items.count { $0.messageID != nil }), coverage: Fixtures.coverage)
    }

    func answer(_ effects: [Effect], _ screen: inout BrowseScreen, _ session: SessionState) {
      var asked = Fixtures.requests(effects)
      while !asked.isEmpty {
        let request = asked.removeFirst()
        switch request {
        case .conversations:
          asked += Fixtures.requests(screen.receive(.conversations(Fixtures.page()), to: request, session))
        case .conversation:
          asked += Fixtures.requests(screen.receive(.conversation(Fixtures.conversations[0]), to: request, session))
        case .timeline(_, let anchor, let before, let after):
          let page = page(anchor, before, after)
          asked += Fixtures.requests(screen.receive(.timeline(page), to: request, session))
        case .nearestHeld(let seek):
          let held = items.filter { !$0.held.isEmpty && !seek.known.contains($0.messageID ?? MessageID(suffix: "")) }
          let found =
            seek.isForward ? held.first { $0.at >= seek.edge } : held.last { $0.at <= seek.edge }
          asked += Fixtures.requests(screen.receive(.nearestHeld(found?.messageID), to: request, session))
        default: break
        }
      }
    }
  }

  private func open(_ archive: Archive, _ session: SessionState) -> BrowseScreen {
    var screen = BrowseScreen()
    archive.answer(screen.appear(session), &screen, session)
    archive.answer(screen.run(.open, session), &screen, session)
    return screen
  }

  /// The row of the body in which the cursor is, if any.
  private func cursor(_ screen: BrowseScreen, _ session: SessionState) -> Point? {
    Fixtures.frame(screen, session).cursor
  }

  @Test(arguments: [(40, 10), (120, 32)])
  func everyItemIsReachedOnceInOrder(_ columns: Int, _ rows: Int) {
    let session = Fixtures.session(columns, rows)
    let archive = Archive(items: talk(0..<700))
    var screen = open(archive, session)
    archive.answer(screen.run(.top, session), &screen, session)
    var visited: [TimelineItem.ID] = []
    for _ in 0..<700 {
      guard let id = screen.timeline?.selected else { break }
      visited.append(id)
      archive.answer(screen.run(.down, session), &screen, session)
      #expect((screen.timeline?.items.count ?? 0) <= TimelineWindow.most)
    }
    #expect(visited == archive.items.map(\.id))
    // And back again.
    var back: [TimelineItem.ID] = []
    for _ in 0..<700 {
      guard let id = screen.timeline?.selected else { break }
      back.append(id)
      archive.answer(screen.run(.up, session), &screen, session)
    }
    #expect(back == archive.items.map(\.id).reversed())
  }

  @Test func theSelectionIsAlwaysSeen() {
    var generator = SeededGenerator.reported()
    let archive = Archive(items: talk(0..<500))
    var session = Fixtures.session(120, 32)
    var screen = open(archive, session)
    let moves: [CommandID] = [.down, .up, .pageDown, .pageUp, .top, .bottom, .nextDay, .previousDay, .mark]
    for step in 0..<400 {
      guard let move = moves.randomElement(using: &generator) else { continue }
      archive.answer(screen.run(move, session), &screen, session)
      if step % 5 == 0 {
        let size = (Int.random(in: 40...170, using: &generator), Int.random(in: 10...50, using: &generator))
        session = Fixtures.session(size.0, size.1)
      }
      let selected = screen.timeline?.selected
      #expect(cursor(screen, session) != nil, "after \(move) at \(session.body)")
      #expect(screen.timeline?.selected == selected)
    }
  }

  @Test func pagesNeverMoveWhatIsUnderTheCursor() {
    let session = Fixtures.session(120, 32)
    let archive = Archive(items: talk(0..<900))
    var screen = open(archive, session)
    for _ in 0..<40 {
      let effects = screen.run(.up, session)
      let selected = screen.timeline?.selected
      let before = Fixtures.frame(screen, session)
      archive.answer(effects, &screen, session)
      #expect(screen.timeline?.selected == selected)
      let after = Fixtures.frame(screen, session)
      // The last line tells the place among all, which a page may make more exact.
      #expect(before.cursor == after.cursor)
      #expect(before.textRows.dropLast() == after.textRows.dropLast())
    }
  }

  @Test func whatArrivesMovesNothing() {
    let session = Fixtures.session(120, 32)
    var archive = Archive(items: talk(0..<300))
    var screen = open(archive, session)
    for _ in 0..<5 { archive.answer(screen.run(.up, session), &screen, session) }
    let before = Fixtures.frame(screen, session)
    archive.items += talk(300..<303)
    // The conversation has changed, so its timeline is looked at again.
    var changed = Fixtures.conversations[0]
    changed.messages += 3
    let asked = screen.receive(.conversation(changed), to: .conversation(changed.id), session)
    #expect(!asked.isEmpty)
    archive.answer(asked, &screen, session)
    let after = Fixtures.frame(screen, session)
    #expect(before.cursor == after.cursor)
    #expect(before.textRows[3..<20] == after.textRows[3..<20])
    #expect(after.textRows.last?.contains("newer messages") == true)
    #expect(screen.timeline?.items.last?.id == archive.items.last?.id)
    archive.answer(screen.run(.bottom, session), &screen, session)
    #expect(screen.timeline?.selected == archive.items.last?.id)
    #expect(screen.timeline?.hasNews == false)
    // Told again without a change, nothing is read: reading is recorded, and would tell again for ever.
    #expect(screen.receive(.conversation(changed), to: .conversation(changed.id), session).isEmpty)
  }

  @Test func answersThatNobodyWaitsForAreDropped() {
    let session = Fixtures.session(120, 32)
    let archive = Archive(items: talk(0..<100))
    var screen = open(archive, session)
    let other = Fixtures.conversations[1].id
    _ = screen.run(.left, session)
    let asked = Fixtures.requests(screen.run(.down, session))
    #expect(asked.count == 1)
    // The answer for the conversation that was left comes late.
    var late = archive.page(.newest, 80, 0)
    _ = screen.receive(.timeline(late), to: .timeline(Fixtures.anaChat, .newest, before: 80, after: 0), session)
    #expect(screen.timeline?.conversation == other)
    #expect(screen.timeline?.isLoaded == false)
    late.conversation = other
    _ = screen.receive(.timeline(late), to: asked[0], session)
    #expect(screen.timeline?.isLoaded == true)
  }

  @Test func opensAtAMessageAndGoesBack() {
    let session = Fixtures.session(80, 24)
    let archive = Archive(items: talk(0..<600))
    let target = MessageID(suffix: "aka")
    var screen = BrowseScreen(opening: Fixtures.anaChat, at: target)
    archive.answer(screen.appear(session), &screen, session)
    #expect(screen.timeline?.selected == .message(target))
    #expect(screen.title == "Ana Ruiz")
    // The kernel goes back: the screen has nothing of its own to close.
    #expect(!screen.commands.contains(.back))
    guard case .push(let opened)? = screen.run(.open, session).first else {
      Issue.record("nothing was opened")
      return
    }
    #expect(opened is MessageScreen)
  }

  @Test func goesToDaysAndHeldMessages() {
    let session = Fixtures.session(120, 32)
    var items = talk(0..<2000)
    items[1700].held = [TimelineItem.HeldBy(matter: "M-1", hold: HoldID(suffix: "a"))]
    items[40].held = items[1700].held
    let archive = Archive(items: items)
    var screen = open(archive, session)
    archive.answer(screen.run(.previousHeld, session), &screen, session)
    #expect(screen.timeline?.selected == items[1700].id)
    archive.answer(screen.run(.previousHeld, session), &screen, session)
    #expect(screen.timeline?.selected == items[40].id)
    archive.answer(screen.run(.nextHeld, session), &screen, session)
    #expect(screen.timeline?.selected == items[1700].id)
    let asked = Fixtures.requests(screen.run(.previousHeld, session))
    guard asked.count == 1, case .nearestHeld(let seek) = asked[0] else {
      Issue.record("one question leads to a held message however far away: \(asked)")
      return
    }
    // Whoever moves on meanwhile is not taken away from there.
    archive.answer(screen.run(.bottom, session), &screen, session)
    let place = screen.timeline?.selected
    archive.answer(screen.receive(.nearestHeld(items[40].messageID), to: .nearestHeld(seek), session), &screen, session)
    #expect(screen.timeline?.selected == place)

    archive.answer(screen.runWithArgument(.goto, "2024-06", session), &screen, session)
    let first = screen.timeline?.selectedItem.map { session.zone.civil($0.at) }
    #expect(first?.date == CivilDate(year: 2024, month: 6, day: 1))
    archive.answer(screen.run(.previousDay, session), &screen, session)
    let before = screen.timeline?.selectedItem
    #expect(before.map { session.zone.civil($0.at).date } == CivilDate(year: 2024, month: 5, day: 31))
    #expect(
      items.first { session.zone.civil($0.at).date == CivilDate(year: 2024, month: 5, day: 31) }?.id == before?.id)
    archive.answer(screen.run(.nextDay, session), &screen, session)
    #expect(screen.timeline?.selectedItem.map { session.zone.civil($0.at) } == first)
  }

  @Test func holdsTakeTheMarkedMessagesFirst() {
    let session = Fixtures.session(120, 32)
    var screen = Fixtures.screen(session)
    #expect(screen.holdTarget == .conversation(Fixtures.anaChat, title: "Ana Ruiz"))
    _ = screen.run(.open, session)
    #expect(screen.holdTarget == .messages([MessageID(suffix: "n")]))
    _ = screen.run(.up, session)
    _ = screen.run(.mark, session)
    #expect(screen.holdTarget == .messages([MessageID(suffix: "m")]))
    #expect(screen.timeline?.selected == .message(MessageID(suffix: "n")))
    _ = screen.run(.unmarkAll, session)
    for _ in 0..<3 { _ = screen.run(.up, session) }
    // The group change is no message.
    #expect(screen.timeline?.selected == .event("e-k"))
    #expect(screen.holdTarget == nil)
    #expect(screen.refusal(of: .hold, session) != nil)
    #expect(screen.refusal(of: .open, session) != nil)
  }

  @Test func aHoldIsSeenOnEveryMessage() {
    let session = Fixtures.session(120, 32)
    var archive = Archive(items: talk(0..<500))
    var screen = open(archive, session)
    for _ in 0..<100 { archive.answer(screen.run(.up, session), &screen, session) }
    for index in archive.items.indices where archive.items[index].messageID != nil {
      archive.items[index].held = [TimelineItem.HeldBy(matter: "M-1", hold: HoldID(suffix: "a"))]
    }
    var changed = Fixtures.conversations[0]
    changed.held = 450
    let asked = Fixtures.requests(screen.uncovered(session))
    #expect(asked.count == 2)
    archive.answer(
      screen.receive(.conversation(changed), to: .conversation(changed.id), session), &screen, session)
    #expect(screen.timeline?.items.allSatisfy { $0.messageID == nil || !$0.held.isEmpty } == true)
    #expect(screen.timeline?.hasNews == false)
  }

  @Test func filtersAsYouType() {
    let session = Fixtures.session(80, 24)
    var screen = Fixtures.screen(session)
    _ = screen.run(.filter, session)
    #expect(screen.takesText)
    let asked = Fixtures.requests(screen.type(.character("d"), session).effects)
    guard case .conversations("d", nil)? = asked.first else {
      Issue.record("the filter asked for \(asked)")
      return
    }
    // An answer for another filter is not shown.
    _ = screen.receive(.conversations(Fixtures.page([])), to: .conversations(filter: "x", after: nil), session)
    #expect(!screen.list.rows.isEmpty)
    _ = screen.receive(.conversations(Fixtures.page([Fixtures.conversations[1]])), to: asked[0], session)
    #expect(screen.list.selected == Fixtures.conversations[1].id)
    let cleared = screen.type(.escape, session)
    #expect(cleared.isTaken)
    #expect(Fixtures.requests(cleared.effects).count == 1)
    #expect(screen.list.editor.isEmpty)
    #expect(screen.focus == .list)
  }

  @Test(arguments: [
    ("2024-05-14", "2024-05-14"), ("2024-05", "2024-05-01"), ("2024", "2024-01-01"), ("14 May", "2025-05-14"),
    ("14 may 2024", "2024-05-14"), ("May 14, 2024", "2024-05-14"), ("May 2024", "2024-05-01"),
    ("14.5.2024", "2024-05-14"), ("14/05/2024", "2024-05-14"), ("today", "2025-11-12"), ("yesterday", "2025-11-11"),
    ("12 dec", "2024-12-12"), ("29 feb", "2024-02-29"),
  ])
  func readsDays(_ text: String, _ day: String) {
    #expect(DateWords.day(text, today: CivilDate(year: 2025, month: 11, day: 12)!)?.description == day)
  }

  @Test(arguments: [
    "", "x", "2024-13", "2024-02-30", "32 May", "14 mayy", "99999999999999999999", "1-2-3-4", "may may 2024",
  ])
  func refusesOtherDays(_ text: String) {
    #expect(DateWords.day(text, today: CivilDate(year: 2025, month: 11, day: 12)!) == nil)
  }

  @Test func drawsAnythingAtAnySize() {
    var items = Fixtures.talk
    items[3].text = String(repeating: "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F466}\u{0301}x", count: 3000)
    items[4].text = String(repeating: "\n", count: 5000)
    items[5].at = Instant(milliseconds: .max)
    items[6].at = Instant(milliseconds: .min)
    for (columns, rows) in [(40, 10), (41, 13), (59, 16), (60, 22), (95, 24), (96, 11), (300, 100)] {
      let session = Fixtures.session(columns, rows)
      var screen = Fixtures.screen(session, timeline: Fixtures.timeline(items))
      _ = screen.run(.open, session)
      for _ in items {
        #expect(cursor(screen, session) != nil)
        _ = screen.run(.up, session)
      }
    }
  }
}
