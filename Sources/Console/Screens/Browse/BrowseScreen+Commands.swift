import Records
import SearchIndex
import TerminalKit

extension BrowseScreen {
  mutating func run(_ command: CommandID, _ session: SessionState) -> [Effect] {
    switch command {
    case .goto: return openPrompt()
    case .confirm: return confirm(session)
    case .filter:
      focus = .filter
      return []
    case .heldOnly:
      list.heldOnly.toggle()
      return reloadList()
    case .refresh: return refresh()
    case .hold: return holdTarget.map { [.push(HoldScreen(target: $0))] } ?? []
    case .unmarkAll:
      marks = []
      return []
    case .back: return goBack()
    case .nextPane where focus == .timeline, .left: return enterList()
    case .nextPane, .right: return enterTimeline(session)
    case .open:
      guard focus == .timeline else { return enterTimeline(session) }
      return timeline?.selectedItem?.messageID.map { [.push(MessageScreen($0))] } ?? []
    case .mark: return mark(session)
    case .person: return goToPerson()
    case .members: return goToMembers(session)
    case .quoted: return goToQuoted(session)
    case .nextDay: return nextDay(session)
    case .previousDay: return previousDay(session)
    case .nextHeld: return goToHeld(isForward: true, session)
    case .previousHeld: return goToHeld(isForward: false, session)
    default: return focus == .timeline ? read(command, session) : browse(command, session)
    }
  }

  mutating func runWithArgument(_ command: CommandID, _ argument: String, _ session: SessionState) -> [Effect] {
    guard command == .goto else { return run(command, session) }
    guard let date = DateWords.day(argument, today: session.zone.civil(session.now).date) else {
      return [.say(.error("‘\(argument)’ is no day. Write it as 2024-05-14, 2024-05 or 14 May 2024."))]
    }
    focus = .timeline
    return go(to: date, session)
  }

  func refusal(of command: CommandID, _ session: SessionState) -> String? {
    let item = timeline?.selectedItem
    switch command {
    case .open where focus == .timeline:
      if item == nil { return "There is nothing to open." }
      return item?.messageID == nil ? "This is an event, not a message: all of it is shown here." : nil
    case .open, .right: return list.selectedRow == nil && !isReading ? "There is no conversation to open." : nil
    case .mark: return item?.messageID == nil ? "Only messages can be marked." : nil
    case .person: return refusalOfPerson
    case .members: return timeline?.selectedItem == nil ? "There is no message yet whose day could be meant." : nil
    case .hold: return holdTarget == nil ? "Select a message or a conversation to hold." : nil
    case .goto, .refresh: return timeline == nil ? "There is no conversation yet." : nil
    case .quoted:
      guard let reply = item?.reply else { return "This message answers no other." }
      return reply.message == nil ? "The message that this one answers is not in the archive." : nil
    case .nextHeld, .previousHeld:
      return summary?.held == 0 ? "No message of this conversation is under a hold." : nil
    default: return nil
    }
  }

  /// What `h` would hold: the marked messages, else what is selected.
  var holdTarget: HoldTarget? {
    if !marks.isEmpty { return .messages(marks) }
    if focus == .timeline { return timeline?.selectedItem?.messageID.map { .messages([$0]) } }
    return list.selectedRow.map { .conversation($0.id, title: BrowseScreen.name(of: $0)) }
  }

  // MARK: - Panes

  private mutating func browse(_ command: CommandID, _ session: SessionState) -> [Effect] {
    let page = max(1, (visibleRows(session) ?? 2) - 1)
    switch command {
    case .down: list.move(by: 1)
    case .up: list.move(by: -1)
    case .pageDown: list.move(by: page)
    case .pageUp: list.move(by: -page)
    case .top: list.move(by: -list.rows.count)
    case .bottom: list.move(by: list.rows.count)
    default: return []
    }
    return follow(session)
  }

  mutating func enterTimeline(_ session: SessionState) -> [Effect] {
    let effects = preview()
    guard timeline != nil else { return effects }
    focus = .timeline
    settle(session)
    return effects + askForFlags()
  }

  private mutating func enterList() -> [Effect] {
    guard !isSingle else { return [] }
    focus = .list
    return []
  }

  private mutating func goBack() -> [Effect] {
    if seeking != nil {
      seeking = nil
      return [.say(.plain("Stopped looking."))]
    }
    if focus == .timeline, !isSingle { return enterList() }
    guard focus == .list, list.isFiltered else { return [.pop] }
    return clearFilter()
  }

  mutating func clearFilter() -> [Effect] {
    focus = .list
    guard list.isFiltered else { return [] }
    list.editor.clear()
    list.heldOnly = false
    return reloadList(restoring: true)
  }

  private mutating func refresh() -> [Effect] {
    var effects = isSingle ? [] : reloadList(restoring: true)
    guard let window = timeline, window.isLoaded, let item = window.selectedItem else { return effects }
    let isAtEnd = window.isAtEnd || !isReading
    effects += load(
      isAtEnd ? .newest : .item(item.id, at: item.at), window.conversation, before: 100, after: isAtEnd ? 0 : 100,
      .reload)
    if isSingle { effects.append(.ask(.conversation(window.conversation), replacing: false)) }
    return effects
  }

  private mutating func mark(_ session: SessionState) -> [Effect] {
    guard let id = timeline?.selectedItem?.messageID else { return [] }
    if let index = marks.firstIndex(of: id) {
      marks.remove(at: index)
    } else {
      marks.append(id)
    }
    return read(.down, session)
  }

  // MARK: - Text

  private mutating func openPrompt() -> [Effect] {
    focusBehindPrompt = focus == .filter ? .list : focus
    focus = .prompt
    prompt.clear()
    promptProblem = nil
    return []
  }

  private mutating func confirm(_ session: SessionState) -> [Effect] {
    let text = prompt.text.trimmingBlanks
    guard !text.isEmpty else {
      focus = focusBehindPrompt
      return []
    }
    guard let date = DateWords.day(text, today: session.zone.civil(session.now).date) else {
      promptProblem = "no such day"
      return []
    }
    focus = .timeline
    return go(to: date, session)
  }

  mutating func type(_ key: Key, _ session: SessionState) -> (isTaken: Bool, effects: [Effect]) {
    switch focus {
    case .prompt:
      switch key {
      case .enter: return (true, confirm(session))
      case .escape: focus = focusBehindPrompt
      default:
        guard prompt.handle(key) else { return (false, []) }
        promptProblem = nil
      }
      return (true, [])
    case .filter: return filter(key, session)
    case .list, .timeline: return (false, [])
    }
  }

  private mutating func filter(_ key: Key, _ session: SessionState) -> (isTaken: Bool, effects: [Effect]) {
    switch key {
    case .escape: return (true, clearFilter())
    case .enter:
      focus = .list
      return (true, enterTimeline(session))
    case .tab:
      focus = .list
      return (true, [])
    case .down: return (true, browse(.down, session))
    case .up: return (true, browse(.up, session))
    default:
      let before = list.editor.text
      guard list.editor.handle(key) else { return (false, []) }
      return (true, list.editor.text == before ? [] : reloadList())
    }
  }

  mutating func paste(_ text: String, _ session: SessionState) -> [Effect] {
    switch focus {
    case .prompt: prompt.paste(text)
    case .filter:
      list.editor.paste(text)
      return reloadList()
    case .list, .timeline: break
    }
    return []
  }
}
