import Casework
import Records
import SearchIndex
import TerminalKit

/// Makes the lines of items: a pure function of the item, the one before it, and the width.
struct TimelineLines {
  let columns: TimelineColumns
  let zone: NamedZone
  let glyphs: GlyphSet
  /// The most lines of one message; the whole of it is one key away.
  let mostLines: Int
  /// Whether the hold's matter is named on each message: only where there is more than one.
  let namesMatters: Bool
  /// Whether the conversation goes on before the first item held.
  let hasOlder: Bool
  /// Whose names or numbers are odd: a mark stands before them.
  var flagged: FlaggedPeople?

  /// Silence within a day is told from two hours on, across days from two days on.
  private static let silence: (sameDay: Int64, acrossDays: Int64) = (7200, 2 * 86_400)

  /// The lines of an item.
  func block(_ item: TimelineItem, after previous: TimelineItem?) -> TimelineBlock {
    var block = TimelineBlock()
    let time = zone.civil(item.at)
    addSeparators(before: item, at: time, after: previous, to: &block)
    block.lead = block.rows.count
    if item.category == .message {
      addMessage(item, at: time, to: &block)
    } else {
      addEvent(item, at: time, to: &block)
    }
    return block
  }

  /// `Tue 14 May 2024`, as it stands above a day.
  func day(_ date: CivilDate) -> TextLine { SafeText(Numerals.day(date), style: .dim).line }

  // MARK: - Separators

  private func addSeparators(
    before item: TimelineItem, at time: CivilTime, after previous: TimelineItem?, to block: inout TimelineBlock
  ) {
    guard let previous else {
      if !hasOlder { block.rows.append(TimelineBlock.Row(kind: .day, centered: day(time.date))) }
      return
    }
    let isSameDay = zone.civil(previous.at).date == time.date
    let seconds = max(0, item.at.seconds.subtractingReportingOverflow(previous.at.seconds).partialValue)
    if seconds >= (isSameDay ? Self.silence.sameDay : Self.silence.acrossDays) {
      let sign = glyphs[.gap]
      // Whole minutes or days: seconds would only be noise here.
      let rounded = seconds - seconds % (seconds >= 86_400 ? 86_400 : 60)
      let words = "\(sign) no messages for \(Numerals.duration(Double(rounded))) \(sign)"
      block.rows.append(
        TimelineBlock.Row(kind: .silence, pieces: [(columns.text, SafeText(words, style: .dim).line)]))
    }
    if !isSameDay { block.rows.append(TimelineBlock.Row(kind: .day, centered: day(time.date))) }
  }

  // MARK: - Messages

  private func addMessage(_ item: TimelineItem, at time: CivilTime, to block: inout TimelineBlock) {
    var lines: [TextLine] = []
    if let reply = item.reply { lines.append(quote(reply)) }
    if let media = item.media {
      lines += TextLayout.wrap(attachment(media, item.contentKind), width: columns.textWidth, maximumLines: 2)
    }
    lines += words(item)
    let sender = sender(of: item)
    add(lines, sender: sender, time: time, isDated: item.sentAt != nil, to: &block)
    addStates(TimelineStates(item, at: time, zone: zone, glyphs: glyphs, namesMatters: namesMatters).pieces, to: &block)
  }

  private func sender(of item: TimelineItem) -> SafeText {
    guard let party = item.sender, flagged?.contains(party) == true else {
      return SenderWords.fitted(item.sender, item.direction, to: columns.senderWidth)
    }
    var text = SafeText(glyphs[.flagged] + " ", style: .warning)
    text.append(SenderWords.fitted(party, item.direction, to: columns.senderWidth - text.width))
    return text
  }

  private func quote(_ reply: TimelineItem.Reply) -> TextLine {
    let sign = glyphs[.reply]
    guard let quoted = reply.quoted, !quoted.isEmpty else {
      let words = reply.message == nil ? "a message that is not in the archive" : "a message without words"
      return SafeText("\(sign) \(words)", style: .quote).truncated(to: columns.textWidth)
    }
    let room = columns.textWidth - TextSafety.width(of: sign) - 3
    let shown = SafeText(String(quoted.prefix(max(8, room + 1))), style: .quote).truncated(to: room)
    return SafeText("\(sign) “\(shown.text)”", style: .quote).truncated(to: columns.textWidth)
  }

  private func attachment(_ media: TimelineItem.Media, _ kind: Content.Kind) -> SafeText {
    var text = SafeText("\(glyphs[.attachment]) \(kind.rawValue)", style: .dim)
    if let name = media.fileName, !name.isEmpty { text.append("  " + String(name.prefix(120))) }
    var facts: [String] = []
    if let size = media.size, size >= 0 { facts.append(Numerals.bytes(size)) }
    if let seconds = media.seconds, seconds > 0 { facts.append(Numerals.duration(Double(seconds))) }
    if !facts.isEmpty { text.append("  " + facts.joined(separator: " \(glyphs[.bullet]) "), style: .number) }
    switch media.state {
    case .stored: text.append("  stored", style: .dim)
    case .remote: text.append("  not fetched", style: .warning)
    case .missing:
      let reason = media.reason.map { ": " + String($0.prefix(200)) } ?? ""
      text.append("  missing" + reason, style: .gap)
    }
    return text
  }

  private func words(_ item: TimelineItem) -> [TextLine] {
    let isSure = item.isDeleted && item.deletion?.isUncertain != true
    let style: Style = isSure ? .deleted : .text
    var text = SafeText()
    if item.contentKind.rawValue == "deleted", item.text.isEmpty {
      return TextLayout.wrap(
        SafeText("deleted before the export: its words are not in it", style: .gap), width: columns.textWidth,
        maximumLines: mostLines)
    }
    if item.contentKind == .unsupported {
      text.append("unsupported: the provider does not tell what this message was  ", style: .gap)
      if let hint = DeletionCoverage.unsupported(item.provider) { text.append("(\(hint))  ", style: .dim) }
    } else if item.media == nil, item.contentKind != .text {
      text.append(item.contentKind.rawValue + "  ", style: .dim)
    }
    // A letter takes a cell at least, so that no more of a very long text is looked at than can be shown.
    let most = (mostLines + 1) * columns.textWidth
    text.append(String(item.text.prefix(most)), style: style)
    if text.glyphs.isEmpty {
      if item.media != nil { return [] }
      text.append(item.isStub ? "only an edit has arrived" : "no words", style: .dim)
    }
    var lines = TextLayout.wrap(text, width: columns.textWidth, maximumLines: mostLines + 1)
    if lines.count > mostLines {
      lines.removeLast()
      lines.append(SafeText("\(glyphs[.ellipsis]) Enter shows the whole message", style: .accent).line)
    }
    return lines
  }

  // MARK: - Events

  private func addEvent(_ item: TimelineItem, at time: CivilTime, to block: inout TimelineBlock) {
    var text = SafeText()
    let words = String(item.text.prefix((mostLines + 1) * columns.textWidth))
    switch item.category {
    case .gap:
      let span = Wording.span(item.attributes, zone).map { " " + $0 } ?? ""
      text.append("\(glyphs[.gap]) gap\(span): ", style: .gap)
      text.append(words.isEmpty ? "something is missing" : words, style: .gap)
      if item.isStub, let hint = DeletionCoverage.unsupported(item.provider) {
        text.append(" \(glyphs[.bullet]) \(hint)", style: .dim)
      }
    case .identity: text.append(words.isEmpty ? "identity changed" : words, style: .warning)
    default: text.append(words.isEmpty ? item.category.rawValue : words, style: .dim)
    }
    if text.containsRightToLeft { text.append("  " + SafeText.rightToLeftMark, style: .dim) }
    let lines = TextLayout.wrap(text, width: columns.textWidth, maximumLines: mostLines)
    add(lines, sender: SafeText("–", style: .dim), time: time, isDated: item.sentAt != nil, to: &block)
  }

  // MARK: - Rows

  private func add(
    _ lines: [TextLine], sender: SafeText, time: CivilTime, isDated: Bool, to block: inout TimelineBlock
  ) {
    for (index, line) in (lines.isEmpty ? [SafeText().line] : lines).enumerated() {
      var row = TimelineBlock.Row()
      if index == 0 {
        // The time of an undated message is our own clock's: its word says so among the states.
        row.pieces.append(
          (TimelineColumns.time, SafeText(Numerals.minute(time), style: isDated ? .time : .dim).line))
        row.pieces.append((columns.sender, sender.truncated(to: columns.senderWidth)))
      }
      row.pieces.append((columns.text, line))
      block.rows.append(row)
    }
  }

  /// Puts the states at the right edge: of the last line where they fit beside it, else of lines of their own.
  private func addStates(_ pieces: [SafeText], to block: inout TimelineBlock) {
    guard !pieces.isEmpty else { return }
    let room = columns.edge - columns.text
    var rows: [SafeText] = []
    for piece in pieces {
      if var last = rows.popLast() {
        if last.width + 2 + piece.width <= room {
          last.append("  ")
          last.append(piece)
          rows.append(last)
          continue
        }
        rows.append(last)
      }
      rows.append(piece)
    }
    if rows.count == 1, let last = block.rows.indices.last, last >= block.lead,
      let line = block.rows[last].pieces.last?.line, line.width + 2 + rows[0].width <= room
    {
      block.rows[last].right = rows[0].line
      return
    }
    for row in rows { block.rows.append(TimelineBlock.Row(right: row.truncated(to: room))) }
  }
}
