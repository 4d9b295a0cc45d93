import Records
import SearchIndex
import TerminalKit

/// What is known to be missing, and what has been filled since.
struct GapsScreen: Screen {
  private(set) var list = ListSelection<GapSummary, String> { $0.id }

  init() {}

  var title: String { "Gaps" }
  var commands: [CommandID] { [.open, .refresh] + Scroller.motions + [.back] }

  private static func height(_ body: Size) -> Int { max(1, body.rows - 7) }

  mutating func appear(_ session: SessionState) -> [Effect] { [.ask(.gaps)] }
  mutating func archiveChanged(_ session: SessionState) -> [Effect] { [.ask(.gaps)] }

  func refusal(of command: CommandID, _ session: SessionState) -> String? {
    guard command == .open else { return nil }
    return list.selected?.conversation == nil ? "This gap is in no conversation that is known." : nil
  }

  mutating func run(_ command: CommandID, _ session: SessionState) -> [Effect] {
    switch command {
    case .back: return [.pop]
    case .refresh: return [.ask(.gaps)]
    case .open:
      guard let gap = list.selected, let conversation = gap.conversation else { return [] }
      if let message = gap.message { return [.push(BrowseScreen(opening: conversation, at: message))] }
      return [.push(BrowseScreen(opening: conversation, at: gap.at))]
    default:
      list.run(command, height: Self.height(session.body))
      return []
    }
  }

  mutating func receive(_ answer: Answer, to request: Request, _ session: SessionState) -> [Effect] {
    guard case .gaps(let all) = answer else { return [] }
    // What is still missing comes first, newest first.
    let sorted = all.sorted { left, right in
      if left.isFilled != right.isFilled { return !left.isFilled }
      return (right.at, right.id) < (left.at, left.id)
    }
    list.take(sorted, height: Self.height(session.body))
    return []
  }

  mutating func fail(_ failure: ConsoleFailure, of request: Request, _ session: SessionState) -> [Effect] {
    list.fail(failure)
  }

  func draw(on canvas: inout Canvas, _ session: SessionState) {
    canvas.cursor(x: 0, y: 0)
    let nothing = (
      what: "Nothing is known to be missing.",
      why: "A gap is what a provider, a session or an export says it has and has not given: it is shown here, never "
        + "passed over."
    )
    guard let gaps = list.shown(waiting: "looking for gaps…", nothing: nothing, on: &canvas) else { return }
    let open = gaps.count { !$0.isFilled }
    let filled = gaps.count - open
    canvas.text(
      Numerals.count(open, "gap") + (filled > 0 ? " · \(Numerals.grouped(filled)) filled since" : ""), x: 1, y: 0,
      style: open > 0 ? .gap : .dim)
    let foot = 4
    canvas.within(Rect(x: 0, y: 2, width: canvas.width, height: max(1, canvas.height - 2 - foot - 1))) { canvas in
      list.draw(on: &canvas, glyphs: session.glyphs) { Self.draw($0, y: $1, on: &$2, session) }
    }
    canvas.rule(y: canvas.height - foot - 1)
    canvas.within(Rect(x: 0, y: canvas.height - foot, width: canvas.width, height: foot)) {
      drawDetail(on: &$0, session)
    }
  }

  private static func draw(_ gap: GapSummary, y: Int, on canvas: inout Canvas, _ session: SessionState) {
    let time = session.zone.civil(gap.at)
    let when =
      Wording.span(from: gap.from, until: gap.until, session.zone, isDated: true)
      ?? "\(Numerals.shortDay(time.date)) \(Numerals.minute(time))"
    let columns = canvas.width >= 100 ? (reason: 40, place: 66) : (reason: 27, place: 50)
    canvas.text(when, x: 2, y: y, style: .time, limit: columns.reason - 3)
    let edge = canvas.right(gap.isFilled ? "filled" : "", before: canvas.width - 1, y: y, style: .ok)
    canvas.text(
      gap.reason, x: columns.reason, y: y, style: gap.isFilled ? .dim : .gap, limit: columns.place - columns.reason - 2)
    canvas.text(place(gap), x: columns.place, y: y, style: gap.isFilled ? .dim : .text, limit: edge - columns.place - 1)
  }

  /// The conversation, else the account.
  private static func place(_ gap: GapSummary) -> String {
    if let title = gap.conversationTitle, !title.isEmpty { return title }
    if let conversation = gap.conversation { return Wording.short(conversation) }
    return gap.account.isEmpty ? Wording.provider(gap.provider) : "account \(gap.account)"
  }

  private func drawDetail(on canvas: inout Canvas, _ session: SessionState) {
    guard let gap = list.selected else { return }
    let y = canvas.wrapped(
      gap.detail.isEmpty ? gap.reason : gap.detail, x: 1, y: 0, width: canvas.width - 2, maximumLines: 2)
    var words = [Wording.provider(gap.provider)]
    if !gap.account.isEmpty { words.append("account \(gap.account)") }
    words.append(Wording.place(gap.record))
    if let from = gap.from {
      let until = gap.until.map { Numerals.full(session.zone.civil($0)) } ?? "no recorded end"
      words.insert("\(Numerals.full(session.zone.civil(from))) to \(until)", at: 0)
    }
    canvas.wrapped(words.joined(separator: " · "), x: 1, y: y, style: .dim, width: canvas.width - 2, maximumLines: 2)
  }
}
