import Records
import SearchIndex
import TerminalKit

/// The selected hit among the messages before and after it.
struct ContextPane {
  var context: SearchScreen.Context?
  var hit: SearchHit?

  /// The rows of one item.
  private struct Block {
    var item: TimelineItem
    var lines: [TextLine]
    var day: String?
    var isHit: Bool
    var name: String
    var height: Int { lines.count + (day == nil ? 0 : 1) }
  }

  func draw(on canvas: inout Canvas, _ session: SessionState) {
    guard let hit else { return }
    let held = Wording.held(hit.held, session.glyphs)
    let edge = canvas.right(held.isEmpty ? "" : held + " ", y: 0, style: .hold, limit: canvas.width / 2)
    canvas.text(hit.conversationTitle, x: 1, y: 0, style: .strong, limit: edge - 2)
    guard let context, context.hit == hit.id else {
      canvas.text("Enter opens it in its conversation.", x: 1, y: 2, style: .dim)
      return
    }
    if let problem = context.problem {
      canvas.wrapped(problem, x: 1, y: 2, style: .error, width: canvas.width - 2)
      return
    }
    guard let page = context.page else {
      canvas.text("opening the conversation…", x: 1, y: 2, style: .dim)
      return
    }
    canvas.within(Rect(x: 0, y: 1, width: canvas.width, height: canvas.height - 1)) {
      draw(page, hit, on: &$0, session)
    }
  }

  private func draw(_ page: TimelinePage, _ hit: SearchHit, on canvas: inout Canvas, _ session: SessionState) {
    let nameWidth = min(14, max(8, canvas.width / 5))
    let textX = 8 + nameWidth + 1
    var blocks: [Block] = []
    var lastDay: CivilDate?
    for item in page.items {
      let day = session.zone.civil(item.at).date
      let isHit = item.messageID == hit.id
      blocks.append(
        Block(
          item: item, lines: lines(item, isHit ? hit : nil, width: canvas.width - textX - 1, session),
          day: day == lastDay ? nil : Numerals.day(day), isHit: isHit,
          name: isHit ? hit.senderName : Wording.name(item.sender, item.direction)))
      lastDay = day
    }
    // The hit stands at a third of the height, or as near as what lies around it allows.
    let above = blocks.prefix { !$0.isHit }.reduce(0) { $0 + $1.height }
    let total = blocks.reduce(0) { $0 + $1.height }
    let skip = min(max(0, above - canvas.height / 3), max(0, total - canvas.height))
    var y = -skip
    for block in blocks {
      if let day = block.day {
        canvas.center(day, y: y, style: .dim)
        y += 1
      }
      draw(block, y: y, nameWidth: nameWidth, textX: textX, on: &canvas, session)
      y += block.lines.count
    }
  }

  private func draw(
    _ block: Block, y: Int, nameWidth: Int, textX: Int, on canvas: inout Canvas, _ session: SessionState
  ) {
    let item = block.item
    canvas.text(Numerals.minute(session.zone.civil(item.at)), x: 1, y: y, style: .time)
    if item.category == .message {
      canvas.text(
        block.name, x: 8, y: y, style: Wording.ink(item.sender), limit: nameWidth)
    }
    canvas.lines(block.lines, x: textX, y: y)
    guard block.isHit else { return }
    for row in 0..<block.lines.count { canvas.text(session.glyphs[.selected], x: 0, y: y + row, style: .accent) }
  }

  private func lines(_ item: TimelineItem, _ hit: SearchHit?, width: Int, _ session: SessionState) -> [TextLine] {
    let isSurelyDeleted = item.isDeleted && item.deletion?.isUncertain != true
    let plain: Style = item.category == .message ? .text : item.category == .gap ? .gap : .dim
    let style = isSurelyDeleted ? .deleted : plain
    var text: SafeText
    if let hit, !hit.text.isEmpty {
      text = MarkedText.all(
        hit.text.count > 2000 ? String(hit.text.prefix(2000)) : hit.text, hit.highlights, style: style)
    } else if item.text.isEmpty {
      text = SafeText("(\(Wording.kind(item.contentKind)))", style: .dim)
    } else {
      text = SafeText(String(item.text.prefix(600)), style: style)
    }
    if text.containsRightToLeft { text.append(" " + SafeText.rightToLeftMark, style: .dim) }
    if item.isEdited { text.append("  v\(hit?.version ?? item.version) of \(item.versions)", style: .edited) }
    if item.isDeleted {
      text.append(item.deletion?.isUncertain == true ? "  perhaps" : " ", style: .warning)
      text.append(" \(session.glyphs[.deleted])", style: .warning)
    }
    return TextLayout.wrap(text, width: max(8, width), maximumLines: hit == nil ? 3 : 6)
  }
}
