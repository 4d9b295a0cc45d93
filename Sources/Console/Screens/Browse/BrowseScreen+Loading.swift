import Records
import SearchIndex

extension BrowseScreen {
  /// Asks for a window of a timeline in place of what is shown or on its way.
  mutating func load(
    _ anchor: TimelineAnchor, _ conversation: ConversationID, before: Int, after: Int, _ purpose: TimelineLoad.Purpose
  ) -> [Effect] {
    if timeline?.conversation != conversation { timeline = TimelineWindow(conversation) }
    let load = TimelineLoad(
      conversation: conversation, anchor: anchor, before: before, after: after, purpose: purpose)
    timeline?.pending = load
    seeking = nil
    // A replacing request would also drop the answer that the list waits for.
    return [.ask(load.request, replacing: list.pending == nil)]
  }

  /// Asks for a further window, without giving up what is on its way.
  mutating func loadAlso(_ load: TimelineLoad?) -> [Effect] {
    guard let load else { return [] }
    timeline?.pending = load
    return [.ask(load.request, replacing: false)]
  }

  /// Asks for the list anew; what the timeline waited for is dropped, and asked for again with the answer.
  mutating func reloadList(restoring: Bool = false) -> [Effect] {
    timeline?.pending = nil
    return [.ask(list.reload(restoring: restoring))]
  }

  /// Shows the timeline of the selected conversation, at its newest message.
  mutating func preview() -> [Effect] {
    guard !isSingle else { return [] }
    guard let row = list.selectedRow else {
      if list.pending == nil {
        timeline = nil
        summary = nil
      }
      return []
    }
    if timeline?.conversation == row.id, timeline?.isLoaded == true || timeline?.pending != nil { return [] }
    summary = row
    return load(.newest, row.id, before: 80, after: 0, .open)
  }

  /// What the list and the timeline need after the selection has moved.
  mutating func follow(_ session: SessionState) -> [Effect] {
    var effects: [Effect] = []
    if let visible = visibleRows(session) { list.top = list.scrolled(visible: visible) }
    effects += preview()
    if let request = list.needed() { effects.append(.ask(request, replacing: false)) }
    effects += loadAlso(timeline?.needed)
    return effects
  }

  /// Fixes the row that the selected item is seen in, before something is added around it.
  mutating func settle(_ session: SessionState) {
    guard let flow = flow(session), let window = timeline, let index = window.selectedIndex else { return }
    timeline?.row = flow.place(selected: index, row: window.row).row
  }

  // MARK: - Answers

  mutating func receive(_ answer: Answer, to request: Request, _ session: SessionState) -> [Effect] {
    switch (answer, request) {
    case (.conversations(let page), .conversations(let filter, let after)):
      guard list.receive(page, filter: filter, after: after) else { return [] }
      let changes = note(list.selectedRow)
      var effects = follow(session) + changes
      if list.wantsRefresh {
        list.wantsRefresh = false
        if let request = list.refresh() { effects.append(.ask(request, replacing: false)) }
      }
      return effects
    case (.conversation(let found), _):
      guard let found, found.id == timeline?.conversation else { return [] }
      list.update(found)
      return note(found)
    case (.flaggedPeople(let people), .flaggedPeople):
      flagged = people
      return []
    case (.nearestHeld(let found), .nearestHeld(let seek)): return arrive(at: found, seek)
    case (.timeline(let page), _):
      guard let load = timeline?.pending, load.isAsked(by: request) else { return [] }
      timeline?.pending = nil
      return receive(page, for: load, session)
    default: return []
    }
  }

  mutating func fail(_ failure: ConsoleFailure, of request: Request, _ session: SessionState) -> [Effect] {
    switch request {
    case .conversations: list.pending = nil
    // The marks are an addition: without them the timeline is as good as ever.
    case .flaggedPeople: return []
    case .nearestHeld(let seek): if seeking == seek { seeking = nil }
    case .timeline:
      guard let load = timeline?.pending, load.isAsked(by: request) else { return [] }
      timeline?.pending = nil
      // The newest messages are better than an empty pane.
      if timeline?.isLoaded == false, load.anchor != .newest {
        return [.say(.error(failure.message))] + self.load(.newest, load.conversation, before: 100, after: 0, .open)
      }
    default: break
    }
    return [.say(.error(failure.message))]
  }

  private mutating func receive(_ page: TimelinePage, for load: TimelineLoad, _ session: SessionState) -> [Effect] {
    settle(session)
    var effects: [Effect] = []
    let height = flow(session)?.height ?? 12
    switch load.purpose {
    case .open:
      timeline?.replace(page)
      timeline?.row = load.anchor == .newest ? .max : height / 3
    case .reload:
      let kept = timeline?.selected
      timeline?.replace(page, selecting: load.anchor == .newest ? nil : kept)
      if load.anchor == .newest { timeline?.row = .max }
    case .date(let date):
      timeline?.replace(page)
      timeline?.row = 0
      effects += tell(of: date, session)
    case .dayBefore(let date):
      effects += arrive(page, before: date, session)
    case .older: timeline?.prepend(page)
    case .newer: timeline?.append(page)
    case .check:
      let follows = !isReading
      timeline?.merge(page, follows: follows)
    }
    settle(session)
    if timeline?.wantsCheck == true { effects += check() }
    return effects + loadAlso(timeline?.needed)
  }

  private func tell(of date: CivilDate, _ session: SessionState) -> [Effect] {
    guard let item = timeline?.selectedItem else { return [] }
    let found = session.zone.civil(item.at).date
    guard found != date else { return [] }
    let words = "No messages on \(Numerals.shortDay(date)); "
    return [
      .say(.plain(words + (found > date ? "the next are on " : "the last are on ") + Numerals.shortDay(found) + "."))
    ]
  }

  // MARK: - Changes

  mutating func uncovered(_ session: SessionState) -> [Effect] { archiveChanged(session) }

  mutating func archiveChanged(_ session: SessionState) -> [Effect] {
    var effects: [Effect] = []
    if !isSingle, let request = list.refresh() { effects.append(.ask(request, replacing: false)) }
    // A conversation far down the list is not among its first rows.
    if let conversation = timeline?.conversation { effects.append(.ask(.conversation(conversation), replacing: false)) }
    return effects
  }

  /// Remembers what is known of the shown conversation, and reads its timeline again when that has changed.
  ///
  /// Looking at a timeline is itself recorded, so it is never read again without a reason.
  private mutating func note(_ new: ConversationSummary?) -> [Effect] {
    guard let new, new.id == timeline?.conversation else { return [] }
    let old = summary
    summary = new
    guard let old, old != new else { return [] }
    if old.held != new.held || old.matters != new.matters { timeline?.wantsWhole = true }
    return check()
  }

  /// Asks whether the items held have changed: those around the selection, or all of them after a hold.
  private mutating func check() -> [Effect] {
    guard let window = timeline, window.isLoaded, let index = window.selectedIndex else { return [] }
    guard window.pending == nil else {
      timeline?.wantsCheck = true
      return []
    }
    timeline?.wantsCheck = false
    timeline?.wantsWhole = false
    let item = window.items[index]
    let after = window.items.count - 1 - index
    return loadAlso(
      TimelineLoad(
        conversation: window.conversation, anchor: .item(item.id, at: item.at),
        before: window.wantsWhole ? index : min(40, index), after: window.wantsWhole ? after + 20 : 60, purpose: .check)
    )
  }
}
