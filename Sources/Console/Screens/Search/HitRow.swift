import Records
import SearchIndex
import TerminalKit

/// A hit as one line: when, who, where, what, and its states in words.
struct HitRow {
  /// Where the columns of a list begin: the same on each of its rows.
  struct Columns: Hashable {
    static let when = 2
    static let whenWidth = 17
    var conversation: Int
    var conversationWidth: Int
    var text: Int

    init(width: Int, titleWidth: Int) {
      conversation = Self.when + Self.whenWidth + 2
      conversationWidth = max(8, min(titleWidth, width >= 90 ? 24 : width >= 64 ? 16 : 11))
      text = conversation + conversationWidth + 2
    }
  }

  var hit: SearchHit
  var isMarked: Bool

  func draw(on canvas: inout Canvas, y: Int, columns: Columns, _ session: SessionState) {
    if isMarked {
      canvas.overlay(.rowMarked, on: Rect(x: 0, y: y, width: canvas.width, height: 1))
      canvas.text(session.glyphs[.marked], x: 1, y: y, style: .accent)
    }
    let time = session.zone.civil(hit.at)
    let when = "\(Numerals.shortDay(time.date)) \(Numerals.minute(time))"
    canvas.right(when, before: Columns.when + Columns.whenWidth, y: y, style: .time, limit: Columns.whenWidth)
    canvas.text(
      hit.conversationTitle, x: columns.conversation, y: y, style: .strong, limit: columns.conversationWidth)
    let edge = drawStates(on: &canvas, y: y, columns: columns, session)
    var x = columns.text
    // In a direct conversation the other side's name stands there already.
    let sender = hit.senderName
    if sender != hit.conversationTitle, edge - x > 24 {
      x = canvas.text(sender, x: x, y: y, style: Wording.ink(hit.sender), limit: min(14, (edge - x) / 3))
      x = canvas.text(": ", x: x, y: y, style: .dim)
    }
    let room = edge - x - 2
    guard room > 0 else { return }
    let style: Style = hit.isStruck ? .deleted : .text
    if hit.text.isEmpty {
      canvas.text("(\(Wording.kind(hit.kind)))", x: x, y: y, style: .dim, limit: room)
      return
    }
    let words = MarkedText.snippet(hit.text, hit.highlights, width: room, style: style)
    let mark = words.containsRightToLeft ? SafeText.rightToLeftMark.count + 1 : 0
    let after = canvas.text(words, x: x, y: y, limit: max(1, room - mark))
    if mark > 0 { canvas.text(SafeText.rightToLeftMark, x: after + 1, y: y, style: .dim, limit: mark) }
  }

  /// Draws the states at the right edge, and returns where they begin.
  private func drawStates(on canvas: inout Canvas, y: Int, columns: Columns, _ session: SessionState) -> Int {
    var states = SafeText()
    func add(_ text: String, _ style: Style) {
      if states.width > 0 { states.append("  ") }
      states.append(text, style: style)
    }
    if hit.sentAt == nil { add("undated", .warning) }
    if hit.versions > 1 { add("v\(hit.version) of \(hit.versions)", .edited) }
    if hit.isDeleted { add((hit.isStruck ? "" : "perhaps ") + session.glyphs[.deleted], .warning) }
    if !hit.held.isEmpty {
      let isRoomy = canvas.width - columns.text >= 50
      let words = hit.held.count > 1 && isRoomy ? "\(hit.held[0]) +\(hit.held.count - 1)" : hit.held[0]
      add(isRoomy ? "\(session.glyphs[.hold]) \(words)" : session.glyphs[.hold], .hold)
    }
    guard states.width > 0 else { return canvas.width }
    return canvas.right(states, before: canvas.width - 1, y: y, limit: max(8, (canvas.width - columns.text) / 2))
  }
}

extension SearchHit {
  /// Who sent it: the name that the message gives, else the best that is known of them, else the number.
  var senderName: String {
    if sender?.name?.isEmpty ?? true, direction != .outbound, let known = PersonWords.known(person) { return known }
    return Wording.name(sender, direction)
  }
}
