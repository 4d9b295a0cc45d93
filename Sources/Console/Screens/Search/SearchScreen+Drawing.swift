import Records
import SearchIndex
import TerminalKit

extension SearchScreen {
  func draw(on canvas: inout Canvas, _ session: SessionState) {
    drawQuery(on: &canvas, session)
    let top = drawHint(on: &canvas, session)
    let (_, below) = Layout.splitTop(canvas.bounds, top)
    let (body, bottom) = Layout.splitBottom(below, 1)
    canvas.within(bottom) { drawTruth(on: &$0, session) }
    guard canvas.width >= Self.wide, !hits.isEmpty else {
      canvas.rule(y: top - 1)
      canvas.within(body) { drawResults(on: &$0, session) }
      return
    }
    let left = canvas.width * 3 / 5
    canvas.rule(y: top - 1)
    canvas.mark("┬", x: left, y: top - 1)
    canvas.verticalRule(x: left, y: body.y, height: body.height)
    canvas.within(Rect(x: 0, y: body.y, width: left, height: body.height)) { drawResults(on: &$0, session) }
    canvas.within(Rect(x: left + 1, y: body.y, width: canvas.width - left - 1, height: body.height)) {
      ContextPane(context: context, hit: selected).draw(on: &$0, session)
    }
  }

  // MARK: - The query

  private func drawQuery(on canvas: inout Canvas, _ session: SessionState) {
    let edge = canvas.right(counted + " ", y: 0, style: pending == nil ? .number : .dim, limit: canvas.width / 2)
    canvas.text("/", x: 1, y: 0, style: .accent)
    editor.draw(
      on: &canvas, x: 3, y: 0, width: max(8, edge - 5), style: .input, ghost: ghost, isFocused: focus == .query)
  }

  /// `14 messages in 3 conversations`, `1,000+ messages`, `searching…`.
  private var counted: String {
    var words = ""
    if !marks.isEmpty { words += "\(Numerals.grouped(marks.count)) marked · " }
    guard let results, results.query == query else {
      return words + (pending != nil ? "searching…" : "")
    }
    guard let count = results.total else { return words + "counting…" }
    words += Numerals.grouped(count.count) + (count.isExact ? "" : "+")
    words += count.count == 1 && count.isExact ? " message" : " messages"
    if results.next == nil, results.hits.count > 1 {
      let conversations = results.summary.conversations
      words += " in " + Numerals.count(conversations, "conversation")
    }
    return words
  }

  // MARK: - The line below it

  /// Draws what is wrong with the query, what the field under the caret means, or when the hits were; returns the row
  /// after the line across the page.
  private func drawHint(on canvas: inout Canvas, _ session: SessionState) -> Int {
    if let fault, fault.query == query { return drawFault(fault, on: &canvas) }
    if focus == .query, let help = QueryCompletion.help(for: editor.textBeforeCursor) {
      canvas.text(help, x: 3, y: 1, style: .dim)
    } else if !named.isEmpty {
      let x = canvas.text(named, x: 3, y: 1, style: .text, limit: canvas.width - 4)
      drawDays(x: x + 3, on: &canvas, session)
    } else if hits.count >= 4 {
      drawDays(x: 3, on: &canvas, session)
    } else if focus == .query, query.count < Self.shortest {
      canvas.text(
        "words · \"a phrase\" · -without · from: with: date: has: type: · Tab completes", x: 3, y: 1, style: .dim)
    }
    return 3
  }

  /// Points under the column of the fault, the words beside it or below it.
  private func drawFault(_ fault: Fault, on canvas: inout Canvas) -> Int {
    // What is only unfinished is no error yet.
    let isUnfinished =
      focus == .query && (fault.column ?? 0) + fault.length >= query.count && editor.cursor >= query.count
    let style: Style = isUnfinished ? .dim : .error
    let lead = editor.text.prefix { $0.isWhitespace }.count
    let before = TextSafety.width(of: String(editor.text.prefix(lead + (fault.column ?? 0))))
    let fits = TextSafety.width(of: editor.text) < canvas.width / 2
    var x = 3
    var y = 1
    if fault.column != nil, fits {
      let marked = String(editor.text.dropFirst(lead + (fault.column ?? 0)).prefix(max(1, fault.length)))
      let length = max(1, TextSafety.width(of: marked))
      canvas.rule(y: 1, x: 3 + before, width: length, style: isUnfinished ? .dim : .error)
      x = 3 + before + length + 1
      if TextSafety.width(of: fault.message) > canvas.width - x - 1 {
        x = 3
        y = 2
      }
    }
    let words = fault.column != nil && !fits ? "column \((fault.column ?? 0) + 1): \(fault.message)" : fault.message
    let after = canvas.wrapped(words, x: x, y: y, style: style, width: canvas.width - x - 1, maximumLines: 3)
    return max(3, after + 1)
  }

  /// Who they are whom the query names by an id: `p-u2fen2jb… is Ana Ruiz (+34 612 555 092)`.
  private var named: String {
    guard let results, results.query == query else { return "" }
    return results.people.map { "\(Wording.short($0.id)) is \(PersonWords.reference($0.person))" }
      .joined(separator: " · ")
  }

  /// When the hits that are here were sent: `3 Mar 2024 ▁▂ ▅█ 12 Nov 2025`.
  private func drawDays(x start: Int, on canvas: inout Canvas, _ session: SessionState) {
    guard hits.count >= 4, let summary = results?.summary, let first = summary.first, let last = summary.last,
      first < last
    else {
      return
    }
    let from = Numerals.shortDay(session.zone.civil(first).date)
    let until = Numerals.shortDay(session.zone.civil(last).date)
    guard canvas.width - start >= HitSummary.bars + from.count + until.count + 3 else { return }
    var x = canvas.text(from, x: start, y: 1, style: .dim) + 1
    canvas.text(Sparkline.text(summary.counts), x: x, y: 1, style: .accent)
    x += HitSummary.bars + 1
    canvas.text(until, x: x, y: 1, style: .dim)
  }

  // MARK: - The hits

  private func drawResults(on canvas: inout Canvas, _ session: SessionState) {
    guard let results else {
      if query.count < Self.shortest {
        SearchGuide.draw(on: &canvas)
      } else if pending != nil {
        canvas.text("searching…", x: 3, y: 1, style: .dim)
      }
      return
    }
    guard !results.hits.isEmpty else { return drawNothing(results, on: &canvas, session) }
    let layout = HitRow.Columns(width: canvas.width, titleWidth: results.summary.titleWidth)
    list.draw(count: results.hits.count, on: &canvas, isFocused: focus == .results, glyphs: session.glyphs) {
      index, y, canvas in
      let hit = results.hits[index]
      HitRow(hit: hit, isMarked: marks.contains(hit.id)).draw(on: &canvas, y: y, columns: layout, session)
    }
    let end = results.hits.count - list.shown(count: results.hits.count, height: canvas.height)
    if results.isLoading, end < canvas.height { canvas.text("loading more…", x: 3, y: end, style: .dim) }
  }

  private func drawNothing(_ results: Results, on canvas: inout Canvas, _ session: SessionState) {
    if focus == .results { canvas.cursor(x: 3, y: 1) }
    canvas.text("Nothing matches  ", x: 3, y: 1, style: .strong)
    canvas.text(results.query, x: 20, y: 1, limit: canvas.width - 21)
    var y = canvas.wrapped(
      "Searched \(Wording.coverage(results.coverage)), every version of every message, deleted ones too. "
        + (results.coverage.newestCapturedAt.map {
          "The newest of them was captured \(Numerals.full(session.zone.civil($0)))."
        } ?? "The archive is empty."), x: 3, y: 3, style: .dim, width: min(76, canvas.width - 4))
    y += 1
    if let number = SearchGuide.number(typed: results.query) {
      let x = canvas.text("phone:\(number)", x: 3, y: y, style: .footerKey)
      canvas.text(" finds who has this number.", x: x, y: y)
      y += 2
    }
    if isStating {
      canvas.text("writing the statement…", x: 3, y: y, style: .dim)
    } else if results.coverage.isComplete {
      let x = canvas.text(focus == .query ? "Tab, then w" : "w", x: 3, y: y, style: .footerKey)
      canvas.text(" writes a signed statement that it finds nothing.", x: x, y: y, style: .text)
    } else {
      canvas.text(
        "\(Numerals.count(results.coverage.lag, "record")) not indexed yet: this may change.", x: 3, y: y,
        style: .warning)
    }
  }

  /// What the answer was drawn from.
  private func drawTruth(on canvas: inout Canvas, _ session: SessionState) {
    let zone = session.zone.label(at: session.now)
    guard let coverage = results?.coverage else {
      canvas.text("nothing searched yet · dates are \(zone)", x: 1, y: 0, style: .dim)
      return
    }
    let style: Style = coverage.isComplete ? .dim : .warning
    let words = "searched \(Wording.coverage(coverage)) · \(zone)"
    let x = canvas.text(words, x: 1, y: 0, style: style)
    if hasNews { canvas.text(" · more has arrived: R shows it", x: x, y: 0, style: .accent) }
  }
}
