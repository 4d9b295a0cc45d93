import Records
import TerminalKit

/// The whole state of the console: a value. Events go in, actions come out, and it can draw itself at any size.
struct ConsoleModel: Sendable {
  /// A screen on the stack, with what it asked for.
  struct Slot: Sendable {
    let number: Int
    var screen: any Screen
    var generations: [Request.Lane: Int] = [:]
  }

  var session: SessionState
  private(set) var stack: [Slot] = []
  var overlay: Overlay?
  /// The keys of a sequence that is not complete.
  var pending: [Key] = []
  var notice: Notice?
  private(set) var isUnlocked = false
  private var nextNumber = 1
  /// The slot number of requests that belong to no screen: imports and checks from the palette.
  static let own = 0
  private var ownGeneration = 0
  private var size = Size(columns: 80, rows: 24)

  /// A locked console.
  init(session: SessionState, size: Size) {
    self.session = session
    resize(to: size)
    _ = push(UnlockScreen(vaultTitle: session.vaultTitle, fingerprint: session.fingerprint))
  }

  /// The topmost screen.
  var top: any Screen { stack.last?.screen ?? UnlockScreen(vaultTitle: "", fingerprint: "") }

  /// The commands that the topmost screen has.
  var commands: [CommandID] { top.commands }

  /// Opens with a passphrase that nobody needs to type.
  mutating func open(_ passphrase: Passphrase) -> [Action] {
    guard var screen = top as? UnlockScreen, let index = stack.indices.last else { return [] }
    let effects = screen.open(passphrase)
    stack[index].screen = screen
    return perform(effects, from: stack[index].number)
  }

  // MARK: - Events

  /// Takes what the terminal reports.
  mutating func handle(_ event: TerminalEvent) -> [Action] {
    switch event {
    case .key(let key): return handle(key)
    case .paste(let text): return paste(text)
    case .resize(let size):
      resize(to: size)
      return []
    case .mouse: return []
    case .ended: return [.quit]
    }
  }

  /// How often the topmost screen wants to look again.
  var interval: Duration? { isUnlocked ? top.interval : nil }

  /// Lets the topmost screen look again.
  mutating func tick() -> [Action] {
    guard interval != nil, let index = stack.indices.last else { return [] }
    return update(index) { $0.tick($1) }
  }

  /// Takes what a thread reports.
  mutating func handle(_ event: ConsoleEvent) -> [Action] {
    switch event {
    case .archiveChanged:
      guard isUnlocked, let index = stack.indices.last else { return [] }
      return update(index) { $0.archiveChanged($1) }
    case .progress(let title, let progress, let ticket):
      guard ticket.lane == .job else { return [] }
      let startedAt = session.job?.startedAt ?? session.now
      session.job = JobState(
        title: title, done: progress.done, total: progress.total, unit: progress.unit, startedAt: startedAt,
        now: session.now)
      return []
    case .answer(let answer, let request, let ticket):
      if ticket.lane == .job { session.job = nil }
      guard let index = current(ticket) else { return orphan(answer) }
      return update(index) { $0.receive(answer, to: request, $1) }
    case .failure(let failure, let request, let ticket):
      if ticket.lane == .job { session.job = nil }
      guard failure.kind != .cancelled else { return [] }
      guard let index = current(ticket) else {
        notice = .error(failure.message)
        return []
      }
      return update(index) { $0.fail(failure, of: request, $1) }
    }
  }

  /// The stack index of the screen that a ticket belongs to; nil when it is gone or has asked again since.
  private func current(_ ticket: Ticket) -> Int? {
    stack.firstIndex { $0.number == ticket.screen && $0.generations[ticket.lane] == ticket.generation }
  }

  /// Takes the answer to a job whose screen is gone, or that had none.
  private mutating func orphan(_ answer: Answer) -> [Action] {
    guard isUnlocked else { return [] }
    switch answer {
    case .imported(let lines):
      notice = .plain(lines.first ?? "Nothing to import.")
      if lines.count > 1, overlay == nil, !top.takesText { return push(ReportScreen(title: "Import", lines: lines)) }
    case .verified(let report):
      let lines = ReportText.lines(of: report)
      notice = report.ok ? .plain(lines[0]) : .error(lines[0])
      if !report.ok, overlay == nil { return push(ReportScreen(title: "Verification", lines: lines)) }
    case .exported(_, let folder): notice = .plain("The bundle is in \(folder).")
    default: break
    }
    return []
  }

  // MARK: - Keys

  private mutating func handle(_ key: Key) -> [Action] {
    if key == .control("c"), overlay == nil, pending.isEmpty { return isUnlocked ? ask(.leaving) : [.quit] }
    if let overlay { return handle(key, in: overlay) }
    notice = nil
    if pending.isEmpty, top.takesText, let index = stack.indices.last {
      let (isTaken, actions) = type(key, index)
      if isTaken { return actions }
    }
    if top.takesText, key.typed != nil { return [] }
    guard isUnlocked else { return key == .escape ? [.quit] : [] }
    pending.append(key)
    switch KeyMap.match(pending, commands: commands) {
    case .prefix: return []
    case .command(let id):
      pending = []
      return run(id)
    case .nothing:
      let isAlone = pending.count == 1
      pending = []
      if isAlone, let index = stack.indices.last { return type(key, index).1 }
      // The sequence came to nothing: its last key counts for itself.
      return isAlone || key == .escape ? [] : handle(key)
    }
  }

  private mutating func type(_ key: Key, _ index: Int) -> (Bool, [Action]) {
    let (isTaken, effects) = stack[index].screen.type(key, session)
    return (isTaken, perform(effects, from: stack[index].number))
  }

  private mutating func paste(_ text: String) -> [Action] {
    switch overlay {
    case .palette(var state):
      state.editor.paste(text)
      overlay = .palette(state)
      return []
    case .help, .leaving: return []
    case nil: break
    }
    guard let index = stack.indices.last else { return [] }
    guard top.takesText else {
      notice = .warning("Pasted text is never run as commands.")
      return []
    }
    guard text.count <= LineEditor.maximumLength else {
      notice = .warning(
        "Nothing was pasted: it is longer than \(Numerals.grouped(LineEditor.maximumLength)) characters.")
      return []
    }
    return update(index) { $0.paste(text, $1) }
  }

  private mutating func ask(_ new: Overlay) -> [Action] {
    overlay = new
    return []
  }

  private mutating func handle(_ key: Key, in shown: Overlay) -> [Action] {
    switch shown {
    case .leaving:
      overlay = nil
      return key.typed == "y" || key == .control("c") ? [.quit] : []
    case .palette(let state): return handle(key, palette: state)
    case .help(let state): return handle(key, help: state)
    }
  }

  private mutating func handle(_ key: Key, palette old: PaletteState) -> [Action] {
    var state = old
    let matches = state.matches(commands)
    switch key {
    case .escape, .control("c"): overlay = nil
    case .down, .control("n"):
      state.selection = min(matches.count - 1, state.selection + 1)
      overlay = .palette(state)
    case .up, .control("p"):
      state.selection = max(0, state.selection - 1)
      overlay = .palette(state)
    case .tab:
      if matches.indices.contains(state.selection) {
        state.editor.text = matches[state.selection].name + " "
        state.selection = 0
      }
      overlay = .palette(state)
    case .enter:
      overlay = nil
      guard matches.indices.contains(state.selection) else {
        let name = state.parts.name
        notice =
          Command.all.contains { $0.name == name }
          ? .warning("‘\(name)’ does nothing on this page.") : .error("No command is called ‘\(name)’.")
        return []
      }
      return run(matches[state.selection].id, argument: state.parts.argument)
    case .backspace where state.editor.isEmpty: overlay = nil
    default:
      if state.editor.handle(key) { state.selection = 0 }
      overlay = .palette(state)
    }
    return []
  }

  private mutating func handle(_ key: Key, help old: HelpState) -> [Action] {
    var state = old
    switch key {
    case .escape, .control("c"):
      overlay = nil
      return []
    case .down: state.first += 1
    case .up: state.first = max(0, state.first - 1)
    case .pageDown: state.first += 10
    case .pageUp: state.first = max(0, state.first - 10)
    case .character("?") where state.editor.isEmpty:
      overlay = nil
      return []
    default:
      if state.editor.handle(key) { state.first = 0 }
    }
    overlay = .help(state)
    return []
  }

  // MARK: - Commands

  /// Runs a command by its id, as a key or the palette asks.
  mutating func run(_ id: CommandID, argument: String = "") -> [Action] {
    guard let index = stack.indices.last else { return [] }
    if let reason = stack[index].screen.refusal(of: id, session) {
      notice = .warning(reason)
      return []
    }
    if stack[index].screen.commands.contains(id) {
      return update(index) { screen, session in
        argument.isEmpty ? screen.run(id, session) : screen.runWithArgument(id, argument, session)
      }
    }
    return runEverywhere(id, argument.trimmingBlanks)
  }

  private mutating func runEverywhere(_ id: CommandID, _ argument: String) -> [Action] {
    switch id {
    case .back: return stack.count > 1 ? pop() : ask(.leaving)
    case .quit: return ask(.leaving)
    case .help: return ask(.help(HelpState()))
    case .palette: return ask(.palette(PaletteState()))
    case .lock: return [.lock]
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    case .search: return push(SearchScreen(query: argument))
    case .conversations: return reset(BrowseScreen())
    case .matters: return reset(MattersScreen())
    case .activity: return reset(ActivityScreen())
    case .gaps: return reset(GapsScreen())
    case .status: return reset(StatusScreen())
    case .health: return reset(HealthScreen())
    case .deadLetters: return reset(DeadLettersScreen())
    case .people: return reset(PeopleScreen())
    case .verify: return startOwn(.verify)
    case .importFiles:
      guard !argument.isEmpty else { return needArgument(id) }
      return startOwn(.importFiles([argument]))
    case .theme: return argument.isEmpty ? needArgument(id) : [.setTheme(argument)]
    case .zone:
      guard let zone = NamedZone(argument) else {
        notice = .error("‘\(argument)’ is not a time zone. Name one as :zone Europe/London, or UTC.")
        return []
      }
      session.zone = zone
      notice = .plain("Times are shown in \(zone.name).")
      return []
    case .saveScreen: return argument.isEmpty ? needArgument(id) : [.saveScreen(argument)]
    default:
      notice = .warning("‘\(Command.of(id).title)’ is not possible here.")
      return []
    }
  }

  private mutating func needArgument(_ id: CommandID) -> [Action] {
    var state = PaletteState()
    state.editor.text = id.rawValue + " "
    return ask(.palette(state))
  }

  private mutating func startOwn(_ request: Request) -> [Action] {
    guard session.job == nil else {
      notice = .warning("Another job runs: \(session.job?.title ?? ""). Wait for it to end.")
      return []
    }
    ownGeneration += 1
    session.job = JobState(
      title: "Starting", done: 0, total: nil, unit: "", startedAt: session.now, now: session.now)
    return [.start(request, Ticket(screen: ConsoleModel.own, lane: .job, generation: ownGeneration))]
  }

  // MARK: - Effects

  /// Lets a screen change, and carries out what it wants.
  private mutating func update(_ index: Int, _ body: (inout any Screen, SessionState) -> [Effect]) -> [Action] {
    let effects = body(&stack[index].screen, session)
    return perform(effects, from: stack[index].number)
  }

  private mutating func perform(_ effects: [Effect], from number: Int) -> [Action] {
    var actions: [Action] = []
    for effect in effects {
      switch effect {
      case .ask(let request, let isReplacing): actions += start(request, number, isReplacing)
      case .cancel(let lane): actions.append(.cancel(screen: number, lane: lane))
      case .push(let screen): actions += push(screen)
      case .pop: actions += pop()
      case .reset(let screen): actions += reset(screen)
      case .say(let words): notice = words
      case .setZone(let zone): session.zone = zone
      case .setTheme(let name): actions.append(.setTheme(name))
      case .saveScreen(let path): actions.append(.saveScreen(path))
      case .copy(let text): actions.append(.copy(text))
      case .unlocked(let officer, let title):
        session.officerName = officer
        if !title.isEmpty { session.vaultTitle = title }
        isUnlocked = true
        stack = []
        actions += push(BrowseScreen())
      case .lock: actions.append(.lock)
      case .suspend: actions.append(.suspend)
      case .redraw: actions.append(.redraw)
      case .quit: actions.append(.quit)
      }
    }
    return actions
  }

  private mutating func start(_ request: Request, _ number: Int, _ isReplacing: Bool) -> [Action] {
    guard let index = stack.firstIndex(where: { $0.number == number }) else { return [] }
    let lane = request.lane
    if isReplacing || stack[index].generations[lane] == nil { stack[index].generations[lane, default: 0] += 1 }
    let ticket = Ticket(screen: number, lane: lane, generation: stack[index].generations[lane] ?? 0)
    if lane == .job {
      session.job = JobState(
        title: "Starting", done: 0, total: nil, unit: "", startedAt: session.now, now: session.now)
    }
    return (isReplacing ? [.cancel(screen: number, lane: lane)] : []) + [.start(request, ticket)]
  }

  private mutating func push(_ screen: any Screen) -> [Action] {
    stack.append(Slot(number: nextNumber, screen: screen))
    nextNumber += 1
    pending = []
    return update(stack.count - 1) { $0.appear($1) }
  }

  private mutating func pop() -> [Action] {
    guard stack.count > 1, let gone = stack.popLast() else { return [] }
    pending = []
    // A job goes on without its screen; what was only for looking at stops.
    return [Request.Lane.view, .search, .count].map { .cancel(screen: gone.number, lane: $0) }
      + update(stack.count - 1) { $0.uncovered($1) }
  }

  private mutating func reset(_ screen: any Screen) -> [Action] {
    var actions: [Action] = []
    for slot in stack {
      actions += [Request.Lane.view, .search, .count].map { .cancel(screen: slot.number, lane: $0) }
    }
    stack = []
    return actions + push(screen)
  }

  private mutating func resize(to new: Size) {
    size = new
    session.body = Chrome.body(of: new).size
  }

  /// Unlocks straight into a screen, for tests of the kernel.
  mutating func enter(_ screen: some Screen) {
    isUnlocked = true
    stack = []
    _ = push(screen)
  }

  /// Forgets everything that was shown, and asks for the passphrase again.
  mutating func lock() {
    let fresh = ConsoleModel(
      session: SessionState(
        vaultTitle: session.vaultTitle, fingerprint: session.fingerprint, zone: session.zone, glyphs: session.glyphs,
        now: session.now, folder: session.folder), size: size)
    self = fresh
  }

  // MARK: - Drawing

  /// The picture of the console.
  func draw(_ size: Size) -> Frame { Chrome.draw(self, size) }
}

extension String {
  /// Without blanks at either end.
  var trimmingBlanks: String {
    var slice = Substring(self)
    while slice.first == " " { slice.removeFirst() }
    while slice.last == " " { slice.removeLast() }
    return String(slice)
  }
}
