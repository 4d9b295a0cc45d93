import Records
import SearchIndex
import TerminalKit

/// What officers did, newest first: the audit trail.
struct ActivityScreen: Screen {
  private(set) var list = ListSelection<ActEntry, ActID> { $0.act.id }
  private var names = Names()

  init() {}

  var title: String { "Activity" }
  var commands: [CommandID] { [.open, .refresh] + Scroller.motions + [.back] }

  mutating func appear(_ session: SessionState) -> [Effect] { [.ask(.acts)] }
  mutating func archiveChanged(_ session: SessionState) -> [Effect] { [.ask(.acts)] }

  private static func height(_ body: Size) -> Int { max(1, body.rows - 2) }

  func refusal(of command: CommandID, _ session: SessionState) -> String? {
    command == .open && list.selected == nil ? "There is nothing to open." : nil
  }

  mutating func run(_ command: CommandID, _ session: SessionState) -> [Effect] {
    switch command {
    case .back: return [.pop]
    case .refresh: return [.ask(.acts)]
    case .open:
      guard let entry = list.selected else { return [] }
      return [
        .push(
          ReportScreen(title: "Act \(Wording.short(entry.act.id))", lines: ActWords.lines(entry, session.zone, names)))
      ]
    default:
      list.run(command, height: Self.height(session.body))
      return []
    }
  }

  mutating func receive(_ answer: Answer, to request: Request, _ session: SessionState) -> [Effect] {
    guard case .acts(let all, let names) = answer else { return [] }
    self.names = names
    // Sorted by time here, whatever order they came in; ties by id, so that the order is always the same.
    let sorted = all.sorted { ($1.act.doneAt, $1.act.id) < ($0.act.doneAt, $0.act.id) }
    let wasAtTop = list.index == 0
    list.take(sorted, height: Self.height(session.body))
    // Who stands at the newest wants to see what is new.
    if wasAtTop { list.run(.top, height: Self.height(session.body)) }
    return []
  }

  mutating func fail(_ failure: ConsoleFailure, of request: Request, _ session: SessionState) -> [Effect] {
    list.fail(failure)
  }

  func draw(on canvas: inout Canvas, _ session: SessionState) {
    canvas.cursor(x: 0, y: 0)
    let nothing = (what: "No act is recorded yet.", why: "What officers do is sealed and listed here.")
    guard let acts = list.shown(waiting: "reading the audit trail…", nothing: nothing, on: &canvas) else { return }
    canvas.text("\(Numerals.count(acts.count, "act")), newest first", x: 1, y: 0, style: .dim)
    canvas.right("sealed and signed as they were done ", y: 0, style: .dim, limit: max(0, canvas.width - 28))
    let isWide = canvas.width >= 90
    let officerWidth = isWide ? 18 : 10
    canvas.within(Rect(x: 0, y: 2, width: canvas.width, height: canvas.height - 2)) { canvas in
      list.draw(on: &canvas, glyphs: session.glyphs) { entry, y, canvas in
        let act = entry.act
        let time = session.zone.civil(act.doneAt)
        let when = "\(Numerals.shortDay(time.date)) \(isWide ? time.clock : Numerals.minute(time))"
        let edge = 2 + (isWide ? 20 : 17)
        canvas.right(when, before: edge, y: y, style: .time)
        canvas.text(
          names.officer(act.officer), x: edge + 2, y: y, style: Style.sender(hash: Self.hash(act.officer)),
          limit: officerWidth)
        let style: Style = act.kind == .refuseRelease ? .warning : Self.quiet.contains(act.kind) ? .dim : .text
        let x = edge + officerWidth + 3
        canvas.text(ActWords.sentence(act, names), x: x, y: y, style: style, limit: canvas.width - x - 1)
      }
    }
  }

  /// What happens all the time; the rest stands out against it.
  private static let quiet: Set<OfficerAct.Kind> = [.unlock, .lock, .view, .search, .explain]

  private static func hash(_ officer: OfficerID) -> UInt64 {
    officer.text.utf8.reduce(5381) { $0 &* 33 &+ UInt64($1) }
  }
}
