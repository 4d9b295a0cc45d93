import Records
import SearchIndex
import TerminalKit

/// The head of the timeline's pane: whose conversation it is, how long, and what holds it.
struct TimelineHead {
  let summary: ConversationSummary
  /// The odd names and numbers of its people, in words; nil where there are none.
  let flags: String?
  let session: SessionState

  func draw(on canvas: inout Canvas, rows: Int) {
    let edge = canvas.width - 1
    var left = canvas.right(facts, before: edge, y: 0, limit: max(0, edge - 12))
    left -= 2
    var name = SafeText(BrowseScreen.name(of: summary), style: .strong)
    if name.containsRightToLeft { name.append(" " + SafeText.rightToLeftMark, style: .dim) }
    let x = canvas.text(name, x: 1, y: 0, limit: left - 1)
    if let who, x + 3 + TextSafety.width(of: who) <= left { canvas.text(who, x: x + 3, y: 0, style: .number) }
    guard rows > 1 else { return }
    let start = canvas.right(span, before: edge, y: 1, style: .number, limit: edge - 1)
    canvas.text(others, x: 1, y: 1, style: .dim, limit: start - 3)
  }

  private var facts: SafeText {
    var text = SafeText()
    if let flags { text.append("\(session.glyphs[.flagged]) \(flags)   ", style: .warning) }
    text.append(Numerals.count(summary.messages, "message"), style: .number)
    if summary.gaps > 0 { text.append("   \(Numerals.grouped(summary.gaps)) \(session.glyphs[.flagged])", style: .gap) }
    if summary.held > 0 {
      let matters = summary.matters
      let named = matters.count > 2 ? "\(matters.count) matters" : matters.joined(separator: " ")
      text.append("   ")
      text.append(session.glyphs[.hold] + (named.isEmpty ? "" : " " + named), style: .hold)
    }
    return text
  }

  /// The number in a direct conversation, how many people in any other.
  private var who: String? {
    if summary.kind != .direct { return summary.participants > 0 ? BrowseScreen.people(of: summary) : nil }
    guard let phone = summary.phone, !BrowseScreen.isUnnamed(summary) else { return nil }
    return Numerals.phone(phone)
  }

  private var others: String {
    let dot = " \(session.glyphs[.bullet]) "
    let past = summary.names.filter { $0 != summary.title }
    var words = "\(summary.kind.rawValue)\(dot)\(summary.provider)\(dot)\(summary.account)"
    if !past.isEmpty {
      words = "also seen as " + past.prefix(3).map { "“\($0)”" }.joined(separator: ", ") + dot + words
    }
    return words
  }

  private var span: String {
    guard let first = summary.firstAt, let last = summary.lastAt else { return "" }
    let (from, until) = (session.zone.civil(first).date, session.zone.civil(last).date)
    return from == until ? Numerals.shortDay(from) : "\(Numerals.shortDay(from)) – \(Numerals.shortDay(until))"
  }
}
