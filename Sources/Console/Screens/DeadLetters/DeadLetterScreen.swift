import Intake
import Records
import TerminalKit

/// One dead letter, opened: what went wrong, what officers noted, and the bytes as they arrived.
struct DeadLetterScreen: Screen {
  let id: DeadLetterID
  private(set) var letter: OpenDeadLetter?
  private(set) var problem: String?
  private(set) var isFiling = false
  private var scroller = Scroller()
  /// No more of a body is set than this.
  private static let most = 65_536

  init(_ id: DeadLetterID) { self.id = id }

  var title: String { "Letter \(Wording.short(id))" }
  var commands: [CommandID] { [.retry, .annotate] + Scroller.motions + [.back] }

  mutating func appear(_ session: SessionState) -> [Effect] { [.ask(.deadLetter(id))] }
  mutating func uncovered(_ session: SessionState) -> [Effect] { [.ask(.deadLetter(id))] }

  mutating func run(_ command: CommandID, _ session: SessionState) -> [Effect] {
    switch command {
    case .back: return [.pop]
    case .retry:
      guard !isFiling else { return [] }
      isFiling = true
      return [.ask(.retryDeadLetter(id))]
    case .annotate: return [.push(DeadLetterNoteScreen(id))]
    default:
      let count = letter.map { paper($0, session.body.columns, session).lines.count } ?? 0
      _ = scroller.run(command, count: count, height: session.body.rows - 1)
      return []
    }
  }

  mutating func receive(_ answer: Answer, to request: Request, _ session: SessionState) -> [Effect] {
    switch answer {
    case .deadLetter(let opened):
      letter = opened
      problem = nil
      return []
    case .filed(let words): return [.pop, .say(.plain(words))]
    default: return []
    }
  }

  mutating func fail(_ failure: ConsoleFailure, of request: Request, _ session: SessionState) -> [Effect] {
    isFiling = false
    guard letter == nil else { return [.say(.error(failure.message))] }
    problem = failure.message
    return []
  }

  private func paper(_ opened: OpenDeadLetter, _ width: Int, _ session: SessionState) -> Paper {
    var paper = Paper(width: width)
    let letter = opened.letter
    paper.fact("Put aside", Numerals.full(session.zone.civil(letter.at)), style: .time)
    paper.fact("Why", DeadLettersScreen.reason(letter.reason), style: .warning)
    paper.fact("Error", opened.error.isEmpty ? "none was noted" : opened.error)
    if !letter.endpoint.isEmpty { paper.fact("Account", letter.endpoint) }
    if letter.tries > 0 { paper.fact("Tried", Numerals.count(letter.tries, "time")) }
    if let captured = opened.captured {
      paper.fact("Captured", Numerals.full(session.zone.civil(captured.capturedAt)), style: .time)
      var text = SafeText("\(Wording.provider(captured.provider)) · \(captured.route.rawValue)  ")
      for glyph in [ProvenancePaper.signature(captured.authenticity)] { text.append(glyph) }
      paper.fact("From", text)
    }
    if !opened.notes.isEmpty {
      paper.space()
      paper.add("Notes", style: .strong)
      for note in opened.notes {
        paper.fact(Numerals.shortDay(session.zone.civil(note.at).date), note.text, at: 14)
      }
    }
    paper.space()
    let body = opened.captured?.body ?? opened.bytes
    paper.add("Bytes as they arrived", style: .strong)
    paper.add(Numerals.bytes(Int64(body.count)), style: .dim)
    for header in opened.captured?.headers.prefix(100) ?? [] {
      paper.add("\(header.name): \(header.value)", style: .dim)
    }
    for line in String(decoding: body.prefix(Self.most), as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    {
      paper.add(String(line))
    }
    if body.count > Self.most { paper.add("… \(Numerals.bytes(Int64(body.count - Self.most))) more", style: .dim) }
    return paper
  }

  func draw(on canvas: inout Canvas, _ session: SessionState) {
    canvas.cursor(x: 0, y: 0)
    guard let letter else {
      if let problem {
        canvas.wrapped(problem, x: 3, y: 1, style: .error, width: canvas.width - 4)
      } else {
        canvas.text("opening…", x: 3, y: 1, style: .dim)
      }
      return
    }
    let paper = paper(letter, canvas.width, session)
    let height = canvas.height - 1
    let first = scroller.shown(count: paper.lines.count, height: height)
    canvas.within(Rect(x: 0, y: 0, width: canvas.width, height: height)) { paper.draw(from: first, on: &$0) }
    if isFiling {
      canvas.text("filing it…", x: 1, y: canvas.height - 1, style: .progress)
    } else {
      canvas.position(first: first, height: height, count: paper.lines.count, glyphs: session.glyphs)
    }
  }
}
