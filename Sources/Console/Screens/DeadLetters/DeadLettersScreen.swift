import Intake
import Records
import TerminalKit

/// What arrived and could not be filed, and what did not prove where it came from.
struct DeadLettersScreen: Screen {
  /// Which letters are shown.
  enum Shown: String, CaseIterable {
    case all, unfiled, quarantined

    func holds(_ letter: DeadLetter) -> Bool { self == .all || letter.isQuarantined == (self == .quarantined) }
  }

  private(set) var shown = Shown.all
  private var letters: [DeadLetter] = []
  private(set) var list = ListSelection<DeadLetter, DeadLetterID> { $0.id }

  init() {}

  var title: String { "Dead letters" }
  var commands: [CommandID] { [.open, .retry, .annotate, .nextKind, .refresh] + Scroller.motions + [.back] }

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
    case .nextKind:
      let all = Shown.allCases
      shown = all[((all.firstIndex(of: shown) ?? 0) + 1) % all.count]
      list.take(letters.filter(shown.holds), height: Self.height(session.body), otherwise: 0)
      return []
    default:
      list.run(command, height: Self.height(session.body))
      return []
    }
  }

  mutating func receive(_ answer: Answer, to request: Request, _ session: SessionState) -> [Effect] {
    switch answer {
    case .deadLetters(let all):
      // Newest first.
      letters = all.reversed()
      list.take(letters.filter(shown.holds), height: Self.height(session.body), otherwise: list.index)
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
      what: shown == .all ? "Everything that arrived was filed." : "There is no such letter: \(shownWords).",
      why: "What a gateway cannot file after five tries, and what did not prove where it came from, is kept sealed and "
        + "listed here."
    )
    guard list.shown(waiting: "looking for dead letters…", nothing: nothing, on: &canvas) != nil else { return }
    let quarantined = letters.count { $0.isQuarantined }
    var words = Numerals.count(letters.count - quarantined, "delivery", "deliveries") + " not filed"
    if quarantined > 0 { words += " · \(Numerals.grouped(quarantined)) without proof of origin (401)" }
    let end = canvas.text(words, x: 1, y: 0, style: letters.count > quarantined ? .warning : .dim)
    if shown != .all { canvas.text("shown: \(shownWords)", x: end + 2, y: 0, style: .accent) }
    canvas.within(Rect(x: 0, y: 2, width: canvas.width, height: max(1, canvas.height - 2))) { canvas in
      list.draw(on: &canvas, glyphs: session.glyphs) { Self.draw($0, y: $1, on: &$2, session) }
    }
  }

  private var shownWords: String {
    switch shown {
    case .all: "all"
    case .unfiled: "could not be filed"
    case .quarantined: "without proof of origin"
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

  static func reason(_ reason: DeadLetter.Reason) -> String { reason.words }
}
