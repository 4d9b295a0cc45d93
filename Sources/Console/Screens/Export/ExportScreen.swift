import Casework
import Records
import SearchIndex
import TerminalKit

/// The form that writes a matter's case bundle, its progress, and what it came to.
struct ExportScreen: Screen {
  enum Stage: Sendable, Hashable {
    case form
    /// The folder is named; `y` writes it.
    case confirm
    case running
    /// Asked whether to stop.
    case stopping
    case done(ExportReport, folder: String)
  }

  let matter: MatterSummary
  let names: Names
  private(set) var stage = Stage.form
  private(set) var folder = LineEditor()
  private(set) var problem: String?
  private var scroller = Scroller()

  init(matter: MatterSummary, names: Names = Names()) {
    self.matter = matter
    self.names = names
  }

  var title: String { "Export \(matter.name)" }

  var takesText: Bool {
    switch stage {
    case .form, .confirm, .stopping: return true
    case .running, .done: return false
    }
  }

  var commands: [CommandID] {
    if case .done = stage { return Scroller.motions + [.back] }
    return stage == .form ? [.confirm, .back] : [.back]
  }

  // MARK: - Commands

  mutating func appear(_ session: SessionState) -> [Effect] {
    let day = session.zone.civil(session.now).date
    folder.text = "\(session.folder)/\(Self.folderName(matter.name))-\(day)"
    return []
  }

  /// A matter's name as part of a folder's name: letters, digits and hyphens only, whatever it holds.
  static func folderName(_ matter: String) -> String {
    var result = ""
    for scalar in matter.lowercased().unicodeScalars {
      let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
      if isPlain {
        result.unicodeScalars.append(scalar)
      } else if !result.isEmpty, result.last != "-" {
        result.append("-")
      }
    }
    while result.last == "-" { result.removeLast() }
    return result.isEmpty ? "matter" : result
  }

  mutating func run(_ command: CommandID, _ session: SessionState) -> [Effect] {
    switch (command, stage) {
    case (.back, .form), (.back, .done): return [.pop]
    case (.back, .confirm): stage = .form
    case (.back, .running): stage = .stopping
    case (.back, .stopping): stage = .running
    case (.confirm, .form):
      problem = nil
      if session.job != nil { return [.say(.warning("Another job runs: wait for it to end."))] }
      guard !folder.text.trimmingSpaces.isEmpty else { return [.say(.warning("Name the folder to write."))] }
      stage = .confirm
    case (_, .done(let report, let folder)):
      let lines = ExportSummary.paper(report, folder: folder, width: session.body.columns).lines.count
      _ = scroller.run(command, count: lines, height: session.body.rows - 1)
    default: break
    }
    return []
  }

  mutating func type(_ key: Key, _ session: SessionState) -> (isTaken: Bool, effects: [Effect]) {
    switch stage {
    case .form: return (folder.handle(key), [])
    case .confirm:
      if key == .escape { return (false, []) }
      guard key.typed == "y" else {
        stage = .form
        return (true, [])
      }
      stage = .running
      return (true, [.ask(.export(matter: matter.name, folder: folder.text.trimmingSpaces))])
    case .stopping:
      guard key.typed == "y" else {
        stage = .running
        return (true, [])
      }
      stage = .form
      problem = "The export was stopped. Name another folder, or remove what was written."
      return (true, [.cancel(.job)])
    case .running, .done: return (false, [])
    }
  }

  mutating func paste(_ text: String, _ session: SessionState) -> [Effect] {
    if stage == .form { folder.paste(text) }
    return []
  }

  // MARK: - Answers

  mutating func receive(_ answer: Answer, to request: Request, _ session: SessionState) -> [Effect] {
    guard case .exported(let report, let folder) = answer else { return [] }
    stage = .done(report, folder: folder)
    problem = nil
    return []
  }

  mutating func fail(_ failure: ConsoleFailure, of request: Request, _ session: SessionState) -> [Effect] {
    guard case .export = request else { return [.say(.error(failure.message))] }
    stage = .form
    problem = failure.message
    return []
  }

  // MARK: - Drawing

  func draw(on canvas: inout Canvas, _ session: SessionState) {
    if case .done(let report, let folder) = stage {
      let paper = ExportSummary.paper(report, folder: folder, width: canvas.width)
      let height = canvas.height - 1
      let first = scroller.shown(count: paper.lines.count, height: height)
      canvas.within(Rect(x: 0, y: 0, width: canvas.width, height: height)) { paper.draw(from: first, on: &$0) }
      canvas.position(first: first, height: height, count: paper.lines.count, glyphs: session.glyphs)
      canvas.cursor(x: 0, y: 0)
      return
    }
    let width = min(canvas.width, 100)
    var paper = Paper(width: width)
    scope(&paper, session)
    // What is asked stays in sight: the holds give way.
    let most = max(3, canvas.height - 9)
    canvas.within(Rect(x: 0, y: 1, width: width, height: most)) { paper.draw(from: 0, on: &$0) }
    drawForm(y: 1 + min(most, paper.lines.count) + 1, width: width, on: &canvas, session)
  }

  private func scope(_ paper: inout Paper, _ session: SessionState) {
    var head = SafeText(matter.name, style: .strong)
    head.append("  " + matter.title)
    paper.fact("Matter", head)
    let held = matter.holds.filter { $0.releasedAt == nil }
    paper.fact(
      "Scope",
      [
        Numerals.count(held.count, "hold"), Numerals.count(matter.messages, "message"),
        Numerals.count(matter.conversations, "conversation"),
      ].joined(separator: " · "), style: .number)
    for hold in held.prefix(6) {
      paper.fact("", HoldWords.predicate(hold, names), style: .dim)
      if let problem = hold.problem { paper.fact("", "cannot be evaluated: \(problem)", style: .error) }
    }
    if held.count > 6 { paper.fact("", "and \(held.count - 6) more holds", style: .dim) }
    paper.fact(
      "Bundle",
      "BagIt · HTML and text transcripts · NDJSON · media · raw deliveries of which all parts are in scope · proofs · "
        + "verify.py", style: .dim)
  }

  private func drawForm(y: Int, width: Int, on canvas: inout Canvas, _ session: SessionState) {
    canvas.text("Folder", x: 1, y: y, style: .dim)
    folder.draw(on: &canvas, x: 12, y: y, width: width - 13, style: .input, isFocused: stage == .form)
    let next = canvas.wrapped(
      "Anyone who has this bundle can read it. The folder is made readable by you only.", x: 1, y: y + 2,
      style: .warning, width: width - 2)
    let line = next + 1
    switch stage {
    case .form:
      if let problem {
        canvas.wrapped(problem, x: 1, y: line, style: .error, width: width - 2)
      } else {
        canvas.text("Enter goes on · Esc leaves, nothing written", x: 1, y: line, style: .dim)
      }
    case .confirm:
      let x = canvas.text("Export \(matter.name)?  ", x: 1, y: line, style: .strong, limit: width - 28)
      canvas.text("y writes it · any other key goes back", x: x, y: line, style: .footerText)
      canvas.cursor(x: 1, y: line)
    case .running, .stopping: drawProgress(y: line, width: width, on: &canvas, session)
    case .done: break
    }
  }

  private func drawProgress(y: Int, width: Int, on canvas: inout Canvas, _ session: SessionState) {
    if stage == .stopping {
      let x = canvas.text("Stop the export?  ", x: 1, y: y, style: .strong)
      canvas.text("y stops it · any other key goes on", x: x, y: y, style: .footerText)
    } else if let job = session.job, let total = job.total, total > 0 {
      let bar = max(10, min(40, width - 40))
      canvas.bar(Double(job.done) / Double(total), x: 1, y: y, width: bar)
      let words =
        "\(job.done * 100 / total) %   \(Numerals.grouped(job.done)) of \(Numerals.grouped(total)) \(job.unit)"
      let x = canvas.text(words, x: bar + 3, y: y, style: .number)
      if x + 15 < width { canvas.right("Esc stops it", before: width - 1, y: y, style: .dim) }
    } else {
      canvas.text("preparing the bundle…   Esc stops it", x: 1, y: y, style: .dim)
    }
    canvas.cursor(x: 1, y: y)
  }
}
