import Records
import SearchIndex
import TerminalKit

extension BrowseScreen {
  /// Selects an item that is held, where the eye finds it: nothing scrolls more than it must.
  mutating func select(_ index: Int, row: Int? = nil, _ session: SessionState) -> [Effect] {
    guard let flow = flow(session), let window = timeline, window.items.indices.contains(index) else { return [] }
    let old = window.selectedIndex ?? index
    let seen = flow.place(selected: old, row: window.row).placed.first { $0.index == index }
    let wanted = row ?? seen.map { $0.y + $0.block.lead } ?? (index > old ? flow.height : 0)
    timeline?.select(index)
    timeline?.row = flow.place(selected: index, row: wanted).row
    return loadAlso(timeline?.needed)
  }

  /// Moves in the timeline.
  mutating func read(_ command: CommandID, _ session: SessionState) -> [Effect] {
    guard let window = timeline, let index = window.selectedIndex, let flow = flow(session) else { return [] }
    switch command {
    case .down: return select(min(index + 1, window.items.count - 1), session)
    case .up: return select(max(index - 1, 0), session)
    case .pageDown: return select(flow.page(from: index, down: true), row: window.row, session)
    case .pageUp: return select(flow.page(from: index, down: false), row: window.row, session)
    case .top:
      guard window.hasOlder else { return select(0, row: 0, session) }
      return load(.oldest, window.conversation, before: 0, after: 100, .open)
    case .bottom:
      guard window.hasNewer else { return select(window.items.count - 1, row: .max, session) }
      return load(.newest, window.conversation, before: 100, after: 0, .open)
    default: return []
    }
  }

  // MARK: - Days

  /// Goes to the first item on a day or after it.
  mutating func go(to date: CivilDate, _ session: SessionState) -> [Effect] {
    guard let conversation = timeline?.conversation else { return [] }
    return load(.date(session.zone.start(of: date)), conversation, before: 100, after: 100, .date(date))
  }

  /// Goes to the next day that has items.
  mutating func nextDay(_ session: SessionState) -> [Effect] {
    guard let window = timeline, let index = window.selectedIndex else { return [] }
    let date = session.zone.civil(window.items[index].at).date
    if let next = window.items[index...].firstIndex(where: { session.zone.civil($0.at).date > date }) {
      return select(next, row: 0, session)
    }
    guard window.hasNewer else { return [.say(.plain("This is the last day."))] }
    let next = session.zone.start(of: CivilDate(daysSinceEpoch: date.daysSinceEpoch + 1))
    return load(.date(next), window.conversation, before: 100, after: 100, .open)
  }

  /// Goes to the first item of the day before.
  mutating func previousDay(_ session: SessionState) -> [Effect] {
    guard let window = timeline, let index = window.selectedIndex else { return [] }
    let date = session.zone.civil(window.items[index].at).date
    if let effects = select(lastDayBefore: date, session) { return effects }
    guard window.hasOlder else { return [.say(.plain("This is the first day."))] }
    return load(.date(session.zone.start(of: date)), window.conversation, before: 200, after: 50, .dayBefore(date))
  }

  /// Shows a page that ends with a day, and goes to the day before it.
  mutating func arrive(_ page: TimelinePage, before date: CivilDate, _ session: SessionState) -> [Effect] {
    timeline?.replace(page)
    if let effects = select(lastDayBefore: date, session) { return effects }
    return [.say(.plain("This is the first day."))]
  }

  /// Selects the first item of the last day before another; nil when there is none among the items held.
  private mutating func select(lastDayBefore date: CivilDate, _ session: SessionState) -> [Effect]? {
    guard let window = timeline else { return nil }
    let days = window.items.map { session.zone.civil($0.at).date }
    guard let last = days.lastIndex(where: { $0 < date }) else { return nil }
    let first = days[...last].firstIndex(of: days[last]) ?? last
    if first == 0, window.hasOlder {
      // The day began earlier than what is held.
      let start = session.zone.start(of: days[last])
      return load(.date(start), window.conversation, before: 100, after: 100, .open)
    }
    return select(first, row: 0, session)
  }

  // MARK: - Quotes and holds

  /// Goes to the message that the selected one answers.
  mutating func goToQuoted(_ session: SessionState) -> [Effect] {
    guard let window = timeline, let message = window.selectedItem?.reply?.message else { return [] }
    if let index = window.index(of: .message(message)) {
      return select(index, row: flow(session).map { $0.height / 3 }, session)
    }
    return load(.message(message), window.conversation, before: 100, after: 100, .open)
  }

  /// Goes to the nearest held message before or after the selected one.
  mutating func goToHeld(isForward: Bool, _ session: SessionState) -> [Effect] {
    guard let window = timeline, let index = window.selectedIndex else { return [] }
    let found =
      isForward
      ? window.items[(index + 1)...].firstIndex { !$0.held.isEmpty }
      : window.items[..<index].lastIndex { !$0.held.isEmpty }
    if let found { return select(found, session) }
    guard isForward ? window.hasNewer : window.hasOlder, let seek = HeldSeek(window, isForward: isForward) else {
      return [noMoreHeld(isForward)]
    }
    seeking = seek
    return [.ask(.nearestHeld(seek), replacing: false)]
  }

  /// Shows the held message that was looked for; nothing when the officer has gone elsewhere meanwhile.
  mutating func arrive(at found: MessageID?, _ seek: HeldSeek) -> [Effect] {
    guard seeking == seek, timeline?.conversation == seek.conversation else { return [] }
    seeking = nil
    guard let found else { return [noMoreHeld(seek.isForward)] }
    return load(.message(found), seek.conversation, before: 100, after: 100, .open)
  }

  private func noMoreHeld(_ isForward: Bool) -> Effect {
    .say(.plain("No message \(isForward ? "after" : "before") this one is under a hold."))
  }
}
