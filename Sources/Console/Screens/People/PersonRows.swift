import Records
import SearchIndex
import TerminalKit

/// Draws the rows of a person's page.
struct PersonRows {
  let sheet: PersonSheet
  let width: Int
  let marks: Set<ClaimKey>
  let session: SessionState

  private static let indent = 3

  // MARK: - Columns

  private var isWide: Bool { width >= 110 }
  private var isNarrow: Bool { width < 70 }
  private var valueWidth: Int { width >= 150 ? 50 : isWide ? 34 : isNarrow ? max(10, width - 17) : 21 }
  private var span: Int { Self.indent + valueWidth + 2 }
  private var messages: Int { span + 26 + 8 }
  private var kind: Int { messages + 2 }
  private var edge: Int { width - 1 }

  func draw(_ row: PersonSheet.Row, y: Int, on canvas: inout Canvas) {
    switch row {
    case .blank: break
    case .heading(let heading): draw(heading, y: y, on: &canvas)
    case .flag(_, let line, let isFirst):
      if isFirst { canvas.text(session.glyphs[.flagged], x: Self.indent, y: y, style: .warning) }
      canvas.line(line, x: Self.indent + 2, y: y)
    case .words(let line): canvas.line(line, x: Self.indent, y: y)
    case .claim(let index): draw(sheet.detail.claims[index], y: y, on: &canvas)
    case .change(let index): draw(sheet.detail.changes[index], y: y, on: &canvas)
    case .conversation(let index):
      if let conversations = sheet.conversations { draw(conversations[index], y: y, on: &canvas) }
    case .act(let index): draw(sheet.detail.history[index], y: y, on: &canvas)
    }
  }

  private func draw(_ heading: PersonSheet.Heading, y: Int, on canvas: inout Canvas) {
    canvas.text(heading.rawValue, x: 1, y: y, style: .strong)
    guard !isNarrow else { return }
    switch heading {
    case .names, .numbers, .ids:
      canvas.text("from – to", x: span, y: y, style: .dim)
      canvas.right("messages", before: messages, y: y, style: .dim)
      canvas.text("what it is", x: kind, y: y, style: .dim, limit: edge - kind)
    case .conversations:
      canvas.text("from – to", x: span, y: y, style: .dim)
      canvas.right("messages", before: messages, y: y, style: .dim)
    case .flags, .changes, .acts: break
    }
  }

  // MARK: - Rows

  private func draw(_ claim: PersonClaim, y: Int, on canvas: inout Canvas) {
    if let key = claim.key, marks.contains(key) {
      canvas.overlay(.rowMarked, on: Rect(x: 0, y: y, width: width, height: 1))
      canvas.text(session.glyphs[.marked], x: 1, y: y, style: .accent)
    }
    let isOver = claim.superseded != nil
    canvas.text(marked(PersonWords.value(claim), isOver ? .dim : .text), x: Self.indent, y: y, limit: valueWidth)
    guard !isNarrow else {
      canvas.right(day(claim.lastAt), before: edge, y: y, style: .time)
      return
    }
    canvas.text(PersonWords.span(claim.firstAt, claim.lastAt, session.zone), x: span, y: y, style: .time, limit: 26)
    canvas.right(Numerals.grouped(claim.messages), before: messages, y: y, style: .number)
    var words = (isOver ? "was " : "") + PersonWords.kind(claim.kind)
    if isWide {
      if let provider = claim.provider { words += " · \(Wording.provider(provider))" }
      if claim.mergedBy != nil { words += " · by a merge" }
    }
    canvas.text(words, x: kind, y: y, style: .dim, limit: edge - kind)
  }

  private func draw(_ change: IdentityClaim, y: Int, on canvas: inout Canvas) {
    let x = canvas.text(day(change.at), x: Self.indent, y: y, style: .time) + 2
    let before = change.previous.map { Self.words($0) + " became " } ?? ""
    canvas.text(
      "\(PersonWords.change(change.reason)): \(before)\(Self.words(change.current))", x: x, y: y, limit: edge - x)
  }

  private func draw(_ place: PersonConversation, y: Int, on canvas: inout Canvas) {
    let summary = place.conversation
    canvas.text(marked(BrowseScreen.name(of: summary), .text), x: Self.indent, y: y, limit: valueWidth)
    guard !isNarrow else {
      canvas.right(place.lastAt.map(day) ?? "", before: edge, y: y, style: .time)
      return
    }
    canvas.text(
      PersonWords.span(place.firstAt, place.lastAt, session.zone), x: span, y: y, style: .time, limit: 26)
    canvas.right(Numerals.grouped(place.messages), before: messages, y: y, style: .number)
    var words = summary.kind.rawValue
    if isWide { words += " · \(BrowseScreen.people(of: summary)) · \(Wording.provider(summary.provider))" }
    if summary.held > 0 {
      let x = canvas.text(session.glyphs[.hold], x: kind, y: y, style: .hold) + 1
      canvas.text(words, x: x, y: y, style: .dim, limit: edge - x)
    } else {
      canvas.text(words, x: kind, y: y, style: .dim, limit: edge - kind)
    }
  }

  private func draw(_ act: PersonAct, y: Int, on canvas: inout Canvas) {
    let x = canvas.text(day(act.at), x: Self.indent, y: y, style: .time) + 2
    let end = act.undoneBy == nil ? "" : "undone since"
    let limit = canvas.right(end, before: edge, y: y, style: .dim)
    let style: Style = act.undoneBy == nil ? .text : .dim
    let after = canvas.text(PersonWords.act(act), x: x, y: y, style: style, limit: limit - x - 1)
    canvas.text("  “\(act.reason)”", x: after, y: y, style: .dim, limit: limit - after - 1)
  }

  // MARK: - Words

  private func day(_ instant: Instant) -> String { Numerals.shortDay(session.zone.civil(instant).date) }

  private func marked(_ value: String, _ style: Style) -> SafeText {
    let text = SafeText(String(value.prefix(300)), style: style)
    guard text.containsRightToLeft else { return text }
    var result = SafeText(SafeText.rightToLeftMark + " ", style: .dim)
    result.append(text)
    return result
  }

  static func words(_ party: Party) -> String {
    let name = Wording.name(party)
    let claims = Wording.claims(party)
    return claims.isEmpty ? name : "\(name) \(claims)"
  }
}
