import Casework
import Records
import TerminalKit

extension HoldScreen {
  private static let column = 11

  func draw(on canvas: inout Canvas, _ session: SessionState) {
    let width = min(canvas.width - 2, 100)
    var y = canvas.wrapped(
      "Holds what matches now and what arrives later, until released by two officers.", x: 1, y: 1, style: .strong,
      width: width)
    y += 1
    label("Scope", y: y, on: &canvas)
    y = canvas.wrapped(scope, x: Self.column, y: y, width: width - Self.column, maximumLines: 4)
    if let preview {
      y = canvas.wrapped(
        preview.plainWords, x: Self.column, y: y, style: .dim, width: width - Self.column, maximumLines: 3)
    }
    label("Matter", y: y, on: &canvas)
    switch field {
    case .matter: drawMatters(y: y, width: width, on: &canvas, session)
    case .title: drawTitle(y: y, width: width, on: &canvas)
    case .reason, .confirmation: drawRest(y: y, width: width, on: &canvas, session)
    }
  }

  private func label(_ text: String, y: Int, on canvas: inout Canvas) { canvas.text(text, x: 1, y: y, style: .dim) }

  /// What the hold is on, in words.
  private var scope: String {
    switch target {
    case .messages(let ids):
      let names = ids.prefix(3).map { Wording.short($0) }.joined(separator: ", ")
      return Numerals.count(ids.count, "message") + ": " + names + (ids.count > 3 ? " and \(ids.count - 3) more" : "")
    case .conversation(_, let title): return "the whole conversation \(title)"
    // Once it is known, what is sealed and not what was typed.
    case .query(let query):
      return preview.map { "whatever matches exactly: \($0.predicate)" } ?? "whatever this search finds: \(query)"
    }
  }

  private func drawMatters(y: Int, width: Int, on canvas: inout Canvas, _ session: SessionState) {
    filter.draw(on: &canvas, x: Self.column, y: y, width: min(40, width - Self.column), style: .input)
    let choices = choices
    let top = y + 2
    guard matters != nil else {
      canvas.text("reading the matters…", x: Self.column, y: top, style: .dim)
      return
    }
    if choices.isEmpty {
      canvas.text("No matter is open. Type a name, such as M-221, to open one.", x: Self.column, y: top, style: .dim)
    }
    let height = max(1, canvas.height - top - 2)
    let first = Layout.scroll(0, toShow: row, height: height, count: choices.count)
    let names = choices.map { choice -> Int in
      if case .matter(let name, _, _) = choice { return TextSafety.width(of: name) }
      return 0
    }
    let nameWidth = min(24, max(6, names.max() ?? 0))
    for (offset, choice) in choices.dropFirst(first).prefix(height).enumerated() {
      let line = top + offset
      switch choice {
      case .matter(let name, let title, let holds):
        canvas.text(name, x: Self.column, y: line, style: .strong, limit: nameWidth)
        let words = holds == 0 ? "no holds" : Numerals.count(holds, "hold")
        let edge = canvas.right(words, before: Self.column + width - Self.column, y: line, style: .dim)
        let x = Self.column + nameWidth + 2
        canvas.text(title, x: x, y: line, limit: edge - x - 1)
      case .new(let name):
        let x = canvas.text("new matter ", x: Self.column, y: line, style: .accent)
        canvas.text(name, x: x, y: line, style: .strong, limit: width - x)
      }
      guard first + offset == row else { continue }
      canvas.text(session.glyphs[.selected], x: Self.column - 2, y: line, style: .accent)
      canvas.overlay(.rowSelected, on: Rect(x: Self.column - 2, y: line, width: width - Self.column + 2, height: 1))
    }
    canvas.text("Enter picks · type to filter, or the name of a new matter", x: 1, y: canvas.height - 1, style: .dim)
  }

  private func drawTitle(y: Int, width: Int, on canvas: inout Canvas) {
    let x = canvas.text(filter.text, x: Self.column, y: y, style: .strong, limit: 32)
    canvas.text("  new", x: x, y: y, style: .accent)
    label("Title", y: y + 1, on: &canvas)
    newTitle.draw(on: &canvas, x: Self.column, y: y + 1, width: width - Self.column, style: .input)
    canvas.text(
      isOpening ? "opening the matter…" : "Enter opens the matter; the hold is the next step.", x: 1, y: y + 3,
      style: .dim)
  }

  private func drawRest(y: Int, width: Int, on canvas: inout Canvas, _ session: SessionState) {
    let x = canvas.text(chosen ?? "", x: Self.column, y: y, style: .strong, limit: 32)
    if let title = matters?.first(where: { $0.name == chosen })?.title {
      canvas.text("  " + title, x: x, y: y, style: .dim, limit: width - x)
    }
    label("Reason", y: y + 1, on: &canvas)
    reason.draw(
      on: &canvas, x: Self.column, y: y + 1, width: width - Self.column, style: .input, isFocused: field == .reason)
    label("Now", y: y + 2, on: &canvas)
    let after = drawNow(y: y + 2, width: width, on: &canvas)
    guard let chosen, problem == nil else {
      canvas.text("Esc leaves, nothing placed", x: 1, y: after + 1, style: .dim)
      return
    }
    if isPlacing {
      canvas.text("sealing the hold…", x: 1, y: after + 1, style: .dim)
      return
    }
    var end = canvas.text("Type ", x: 1, y: after + 1, style: field == .confirmation ? .text : .dim)
    end = canvas.text(chosen, x: end, y: after + 1, style: .strong, limit: 32)
    end = canvas.text(" to place it:  ", x: end, y: after + 1, style: field == .confirmation ? .text : .dim)
    confirmation.draw(
      on: &canvas, x: end, y: after + 1, width: max(8, min(24, width - end)), style: .input,
      isFocused: field == .confirmation)
    let hint = "Esc leaves, nothing placed"
    if end + 26 + hint.count < width {
      canvas.right(hint, before: width, y: after + 1, style: .dim)
    } else {
      canvas.text(hint, x: 1, y: after + 3, style: .dim)
    }
  }

  /// Why the hold catches something else than the list shows, and how to hold what the list shows.
  private func exactWords(_ messages: Int64, _ listed: HoldPreview.Listed) -> String {
    let list = "completes the last word, like the search ‘\(listed.query)’; the hold does not"
    let remedy = "To hold what the list shows, go back and search for exactly that."
    guard listed.messages != messages else {
      return "Exact words: the list \(list). Both find the same now, but not all that may arrive. \(remedy)"
    }
    return
      "Exact words: \(Numerals.count(messages, "message")). The list shows \(Numerals.grouped(listed.messages)), as it "
      + "\(list). \(remedy)"
  }

  /// What it catches now; returns the row after.
  private func drawNow(y: Int, width: Int, on canvas: inout Canvas) -> Int {
    if let problem {
      return canvas.wrapped(problem, x: Self.column, y: y, style: .error, width: width - Self.column)
    }
    guard let preview else {
      canvas.text("counting…", x: Self.column, y: y, style: .dim)
      return y + 1
    }
    var words = [
      Numerals.count(preview.messages, "message"), Numerals.count(preview.attachments, "attachment"),
      Numerals.count(preview.conversations, "conversation"), Numerals.count(preview.people, "person", "people"),
    ]
    words += preview.alreadyHeldBy.map { "\(Numerals.grouped($0.messages)) already held by \($0.matter)" }
    var after = canvas.wrapped(
      words.joined(separator: " · "), x: Self.column, y: y, style: .number, width: width - Self.column,
      maximumLines: 3)
    if let listed = preview.listed {
      after = canvas.wrapped(
        exactWords(preview.messages, listed), x: Self.column, y: after, style: .warning,
        width: width - Self.column)
    }
    if preview.messages == 0 {
      after = canvas.wrapped(
        "Nothing matches yet: it will hold what arrives.", x: Self.column, y: after, style: .warning,
        width: width - Self.column)
    }
    if !preview.coverage.isComplete {
      after = canvas.wrapped(
        "counted in \(Wording.coverage(preview.coverage))", x: Self.column, y: after, style: .warning,
        width: width - Self.column)
    }
    return after
  }
}
