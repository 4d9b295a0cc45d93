import Records
import SearchIndex
import TerminalKit

/// What the archive holds: each figure with its name, and how far it can be trusted.
struct StatusScreen: Screen {
  private(set) var statistics: ArchiveStatistics?
  private(set) var problem: String?
  private var scroller = Scroller()

  init() {}

  var title: String { "Status" }
  var commands: [CommandID] { [.refresh] + Scroller.motions + [.back] }

  mutating func appear(_ session: SessionState) -> [Effect] { [.ask(.status)] }
  mutating func archiveChanged(_ session: SessionState) -> [Effect] { [.ask(.status)] }

  mutating func run(_ command: CommandID, _ session: SessionState) -> [Effect] {
    switch command {
    case .back: return [.pop]
    case .refresh: return [.ask(.status)]
    default:
      let count = statistics.map { paper($0, width: session.body.columns, session).lines.count } ?? 0
      _ = scroller.run(command, count: count, height: session.body.rows - 1)
      return []
    }
  }

  mutating func receive(_ answer: Answer, to request: Request, _ session: SessionState) -> [Effect] {
    guard case .status(let all) = answer else { return [] }
    statistics = all
    problem = nil
    return []
  }

  mutating func fail(_ failure: ConsoleFailure, of request: Request, _ session: SessionState) -> [Effect] {
    if case .status = request, statistics == nil {
      problem = failure.message
      return []
    }
    return [.say(.error(failure.message))]
  }

  // MARK: - Drawing

  func draw(on canvas: inout Canvas, _ session: SessionState) {
    canvas.cursor(x: 0, y: 0)
    guard let statistics else {
      if let problem {
        canvas.wrapped(problem, x: 3, y: 1, style: .error, width: canvas.width - 4)
      } else {
        canvas.text("counting…", x: 3, y: 1, style: .dim)
      }
      return
    }
    let paper = paper(statistics, width: canvas.width, session)
    let height = canvas.height - 1
    let first = scroller.shown(count: paper.lines.count, height: height)
    canvas.within(Rect(x: 0, y: 0, width: canvas.width, height: height)) { paper.draw(from: first, on: &$0) }
    canvas.position(first: first, height: height, count: paper.lines.count, glyphs: session.glyphs)
  }

  private func paper(_ all: ArchiveStatistics, width: Int, _ session: SessionState) -> Paper {
    var paper = Paper(width: width)
    func figure(_ value: Int64, _ name: String, _ words: String, style: Style = .text) {
      let number = Numerals.grouped(value)
      var label = SafeText(String(repeating: " ", count: max(0, 11 - number.count)) + number, style: .number)
      label.append("  " + name, style: style)
      paper.add(label: label, SafeText(width >= 64 ? words : "", style: .dim), indent: width >= 64 ? 32 : width / 2)
    }
    paper.add("The archive", style: .strong)
    figure(all.messages, "messages", "sent by people and businesses, each counted once")
    figure(all.conversations, "conversations", "")
    figure(all.people, "people", "as records and officers join them")
    figure(all.attachments, "attachments", "")
    figure(all.events, "events", "system lines, group changes, calls")
    figure(all.receipts, "receipts", "")
    figure(all.deliveries, "deliveries", "kept byte for byte as they arrived")
    if let first = all.firstAt, let last = all.lastAt {
      paper.fact(
        "",
        "\(Numerals.shortDay(session.zone.civil(first).date)) – \(Numerals.shortDay(session.zone.civil(last).date))",
        style: .time, at: 14)
    }
    paper.space()
    paper.add("What needs an eye", style: .strong)
    figure(all.gaps, "gaps", "known to be missing; 4 lists them", style: all.gaps > 0 ? .gap : .text)
    figure(
      all.exceptions, "exceptions", "arrived, and could not be read or applied as they should",
      style: all.exceptions > 0 ? .warning : .text)
    figure(all.waiting, "waiting", "edits, receipts and deletions whose message never arrived")
    paper.space()
    paper.add("Legal holds", style: .strong)
    figure(all.matters, "matters", "")
    figure(all.holds, "holds", "not released")
    figure(all.held, "held messages", "", style: all.held > 0 ? .hold : .text)
    paper.space()
    paper.add("Index and ledger", style: .strong)
    figure(
      Int64(clamping: all.coverage.indexed), "indexed",
      "of \(Numerals.grouped(all.coverage.records)) capture records"
        + (all.coverage.isComplete ? "" : ": \(Numerals.grouped(all.coverage.lag)) to come"),
      style: all.coverage.isComplete ? .text : .warning)
    if all.coverage.pending > 0 {
      figure(
        Int64(clamping: all.coverage.pending), "not in ledger", "shown already; the gateway seals within 15 minutes")
    }
    figure(Int64(all.shards), "shards", "\(Numerals.bytes(max(0, all.indexBytes))) on disk, sealed")
    for log in all.coverage.checkpoint.split(separator: " ").prefix(40) {
      let parts = log.split(separator: ":", maxSplits: 1)
      let size = parts.count > 1 ? Int64(parts[1]) : nil
      figure(size ?? 0, "ledger leaves", "writer \(parts.first ?? "")")
    }
    if let newest = all.coverage.newestCapturedAt {
      paper.fact("", "newest captured \(Numerals.full(session.zone.civil(newest)))", style: .dim, at: 14)
    }
    if let job = session.job {
      paper.space()
      paper.add(job.line, style: .progress)
    }
    return paper
  }
}
