import Intake
import Records
import TerminalKit

/// What arrived and could not be filed.
struct DeadLettersScreen: Screen {
  private(set) var list = ListSelection<DeadLetter, DeadLetterID> { $0.id }

  init() {}

  var title: String { "Dead letters" }
  var commands: [CommandID] { [.open, .retry, .annotate, .refresh] + Scroller.motions + [.back] }

  private static func height(_ body: Size) -> Int { max(1, body.rows - 2) }

  mutating func appear(_ session: SessionState) -> [Effect] { [.ask(.deadLetters)] }
  mutating func uncovered(_ session: SessionState) -> [Effect] { [.ask(.deadLetters)] }

  func refusal(of command: CommandID, _ session: SessionState) -> String? {
    switch command {
    case .open, .retry, .annotate: return list.selected == nil ? "There is no dead letter." : nil
    default: return nil
    }
  }

  mutating func run(_ command: CommandID, _ session: SessionState) -> [Effect] {
    switch command {
    case .back: return [.pop]
    case .refresh: return [.ask(.deadLetters)]
    case .open: return list.selected.map { [.push(DeadLetterScreen($0.id))] } ?? []
    case .retry: return list.selected.map { [.ask(.retryDeadLetter($0.id))] } ?? []
    case .annotate: return list.selected.map { [.push(DeadLetterNoteScreen($0.id))] } ?? []
    default:
      list.run(command, height: Self.height(session.body))
      return []
    }
  }

  mutating func receive(_ answer: Answer, to request: Request, _ session: SessionState) -> [Effect] {
    switch answer {
    case .deadLetters(let all):
      // Newest first.
      list.take(Array(all.reversed()), height: Self.height(session.body), otherwise: list.index)
      return []
    case .filed(let words): return [.say(.plain(words)), .ask(.deadLetters)]
    default: return []
    }
  }

  mutating func fail(_ failure: ConsoleFailure, of request: Request, _ session: SessionState) -> [Effect] {
    if case .deadLetters = request { return list.fail(failure) }
    return [.say(.error(failure.message))]
  }

  func draw(on canvas: inout Canvas, _ session: SessionState) {
    canvas.cursor(x: 0, y: 0)
    let nothing = (
      what: "Everything that arrived was filed.",
      why: "What a gateway cannot file after five tries, and what did not prove where it came from, is kept sealed and "
        + "listed here."
    )
    guard let letters = list.shown(waiting: "looking for dead letters…", nothing: nothing, on: &canvas) else { return }
    let quarantined = letters.count { $0.isQuarantined }
    var words = Numerals.count(letters.count - quarantined, "delivery", "deliveries") + " not filed"
    if quarantined > 0 { words += " · \(Numerals.grouped(quarantined)) kept out at the door" }
    canvas.text(words, x: 1, y: 0, style: letters.count > quarantined ? .warning : .dim)
    canvas.within(Rect(x: 0, y: 2, width: canvas.width, height: max(1, canvas.height - 2))) { canvas in
      list.draw(on: &canvas, glyphs: session.glyphs) { Self.draw($0, y: $1, on: &$2, session) }
    }
  }

  private static func draw(_ letter: DeadLetter, y: Int, on canvas: inout Canvas, _ session: SessionState) {
    let time = session.zone.civil(letter.at)
    canvas.right("\(Numerals.shortDay(time.date)) \(Numerals.minute(time))", before: 19, y: y, style: .time)
    var facts = [Numerals.bytes(Int64(letter.size))]
    if letter.tries > 0 { facts.insert(Numerals.count(letter.tries, "try", "tries"), at: 0) }
    if letter.notes > 0, canvas.width >= 100 { facts.insert(Numerals.count(letter.notes, "note"), at: 0) }
    let edge = canvas.right(facts.joined(separator: " · "), before: canvas.width - 1, y: y, style: .dim)
    canvas.text(
      reason(letter.reason), x: 21, y: y, style: letter.isQuarantined ? .dim : .warning, limit: min(25, edge - 22))
    canvas.text(letter.endpoint, x: 47, y: y, limit: edge - 48)
  }

  static func reason(_ reason: DeadLetter.Reason) -> String {
    switch reason {
    case .unreadable: return "could not be read"
    case .crashed: return "the gateway died over it"
    case .unauthenticated: return "did not prove its origin"
    default: return reason.rawValue
    }
  }
}
