import Records
import TerminalKit

/// The frame around every screen: where am I, what can I do now, and the truth about the archive.
enum Chrome {
  /// The part of the screen that belongs to the topmost screen.
  static func body(of size: Size) -> Rect {
    let (_, rest) = Layout.splitTop(Rect(size), hasRules(size) ? 2 : 1)
    return Layout.splitBottom(rest, hasRules(size) ? 3 : 2).rest
  }

  private static func hasRules(_ size: Size) -> Bool { size.rows >= 16 }

  /// Draws everything.
  static func draw(_ model: ConsoleModel, _ size: Size) -> Frame {
    var canvas = Canvas(size)
    guard size.isUsable else {
      canvas.text("Too small: needs 40 × 10", x: 0, y: 0, style: .warning)
      return canvas.frame
    }
    if model.isUnlocked {
      drawHeader(model, on: &canvas)
      canvas.within(body(of: size)) { model.top.draw(on: &$0, model.session) }
      drawFooter(model, on: &canvas)
    } else {
      model.top.draw(on: &canvas, model.session)
    }
    switch model.overlay {
    case .palette(let state): PaletteView.draw(state, model, on: &canvas)
    case .help(let state): HelpView.draw(state, model, on: &canvas)
    case .leaving, nil: break
    }
    return canvas.frame
  }

  private static func drawHeader(_ model: ConsoleModel, on canvas: inout Canvas) {
    let session = model.session
    let zone = session.zone.label(at: session.now)
    let who = [session.officerName, zone].filter { !$0.isEmpty }.joined(separator: " · ")
    let edge = canvas.width >= 60 ? canvas.right(who, before: canvas.width - 1, y: 0, style: .header) : canvas.width
    var x = 1
    let titles = path(
      [session.vaultTitle] + model.stack.map(\.screen.title), room: edge - 2, session.glyphs)
    for (index, title) in titles.enumerated() {
      if index > 0 { x = canvas.text(" \(session.glyphs[.path]) ", x: x, y: 0, style: .header, limit: edge - x - 1) }
      let isLast = index == titles.count - 1
      x = canvas.text(title, x: x, y: 0, style: isLast ? .headerPath : .header, limit: max(0, edge - x - 1))
    }
    if hasRules(canvas.size) { canvas.rule(y: 1) }
  }

  /// The titles that fit: where one is comes first, then where one began; what lies between gives way to dots.
  static func path(_ titles: [String], room: Int, _ glyphs: GlyphSet) -> [String] {
    func width(_ titles: [String]) -> Int {
      titles.reduce(0) { $0 + TextSafety.width(of: $1) }
        + (titles.count - 1) * (2 + TextSafety.width(of: glyphs[.path]))
    }
    if width(titles) <= room { return titles }
    var between = titles.dropFirst().dropLast(1)
    while let last = titles.last, titles.count > 1 {
      between = between.dropFirst()
      let shorter = [titles[0], glyphs[.ellipsis]] + between + [last]
      if width(shorter) <= room { return shorter }
      if between.isEmpty { return [glyphs[.ellipsis], last] }
    }
    return titles
  }

  private static func drawFooter(_ model: ConsoleModel, on canvas: inout Canvas) {
    let hints = canvas.height - 2
    if hasRules(canvas.size) { canvas.rule(y: hints - 1) }
    if case .leaving = model.overlay {
      canvas.text("Leave the console?", x: 1, y: hints, style: .strong)
      canvas.text("y leaves · any other key stays", x: 21, y: hints, style: .footerText)
      canvas.cursor(x: 1, y: hints)
    } else if !model.pending.isEmpty {
      drawPending(model, y: hints, on: &canvas)
    } else {
      drawHints(model, y: hints, on: &canvas)
    }
    drawStatus(model, y: hints + 1, on: &canvas)
  }

  private static func drawHints(_ model: ConsoleModel, y: Int, on canvas: inout Canvas) {
    var x = 1
    func draw(_ key: String, _ title: String) -> Bool {
      guard x + TextSafety.width(of: key) + 1 + TextSafety.width(of: title) < canvas.width else { return false }
      x = canvas.text(key, x: x, y: y, style: .footerKey)
      x = canvas.text(" " + title, x: x, y: y, style: .footerText) + 3
      return true
    }
    if let footer = model.top.footer {
      for (key, title) in footer where !draw(key, title) { return }
      return
    }
    let most = canvas.width >= 100 ? 6 : 4
    let possible = model.commands.filter {
      !Command.of($0).keys.isEmpty && !quiet.contains($0) && model.top.refusal(of: $0, model.session) == nil
    }
    var end: [CommandID] = model.top.takesText ? [.back] : [.search, .palette, .help]
    end.removeAll { possible.prefix(most).contains($0) }
    for id in possible.prefix(most) + end {
      let command = Command.of(id)
      guard draw(command.hint, command.title) else { break }
    }
  }

  /// Motions that nobody needs to be told of in the footer.
  private static let quiet: Set<CommandID> = [
    .down, .up, .pageDown, .pageUp, .top, .bottom, .left, .right, .nextField,
  ]

  private static func drawPending(_ model: ConsoleModel, y: Int, on canvas: inout Canvas) {
    let typed = model.pending.map(\.description).joined(separator: " ")
    var x = canvas.text(typed, x: 1, y: y, style: .accent) + 2
    for (key, title) in KeyMap.continuations(of: model.pending, commands: model.commands) {
      guard x + key.count + title.count + 1 < canvas.width else { break }
      x = canvas.text(key, x: x, y: y, style: .footerKey)
      x = canvas.text(" " + title, x: x, y: y, style: .footerText) + 3
    }
  }

  private static func drawStatus(_ model: ConsoleModel, y: Int, on canvas: inout Canvas) {
    if let notice = model.notice {
      let style: Style = notice.weight == .plain ? .text : notice.weight == .warning ? .warning : .error
      canvas.text(" " + notice.text + " ", x: 0, y: y, style: style)
      return
    }
    if let job = model.session.job {
      canvas.text(job.line, x: 1, y: y, style: .progress)
      return
    }
    guard let coverage = model.session.coverage else { return }
    let counted = "indexed \(Numerals.grouped(coverage.indexed)) of \(Numerals.grouped(coverage.records))"
    let style: Style = coverage.isComplete ? .status : .warning
    var x = canvas.text(counted, x: 1, y: y, style: style)
    if coverage.pending > 0 {
      x = canvas.text(" · \(Numerals.grouped(coverage.pending)) not yet in ledger", x: x, y: y, style: .status)
    }
    x = canvas.text(" · views are logged", x: x, y: y, style: .status)
    // A part of a checkpoint says nothing: what does not fit is left out.
    let logs = coverage.checkpoint.split(separator: " ").count
    let most = canvas.width - x - 1
    let words = [Wording.checkpoint(coverage), "checkpoint of \(Numerals.count(logs, "ledger"))"].first {
      TextSafety.width(of: $0) + 3 <= most
    }
    if let words { canvas.text(" · " + words, x: x, y: y, style: .status) }
  }
}
