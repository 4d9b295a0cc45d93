import Records
import TerminalKit

/// Whether capture works, at a glance: the gateway's rates and queues, and how far index and ledger are behind.
struct HealthScreen: Screen {
  private(set) var report: HealthReport?
  private(set) var problem: String?
  private(set) var rates = RateHistory()
  private var scroller = Scroller()

  init() {}

  var title: String { "Health" }
  var commands: [CommandID] { [.deadLetters, .gaps, .refresh] + Scroller.motions + [.back] }
  var interval: Duration? { .seconds(1) }

  mutating func appear(_ session: SessionState) -> [Effect] { [.ask(.health)] }
  mutating func uncovered(_ session: SessionState) -> [Effect] { [.ask(.health)] }
  mutating func archiveChanged(_ session: SessionState) -> [Effect] { [.ask(.health)] }
  mutating func tick(_ session: SessionState) -> [Effect] { [.ask(.health)] }

  mutating func run(_ command: CommandID, _ session: SessionState) -> [Effect] {
    switch command {
    case .back: return [.pop]
    case .refresh: return [.ask(.health)]
    case .deadLetters: return [.push(DeadLettersScreen())]
    case .gaps: return [.push(GapsScreen())]
    default:
      let count = report.map { paper($0, session.body.columns, session).lines.count } ?? 0
      _ = scroller.run(command, count: count, height: session.body.rows - 1)
      return []
    }
  }

  mutating func receive(_ answer: Answer, to request: Request, _ session: SessionState) -> [Effect] {
    guard case .health(let new) = answer else { return [] }
    report = new
    problem = nil
    if let gateway = new.gateway { rates.add(gateway) }
    return []
  }

  mutating func fail(_ failure: ConsoleFailure, of request: Request, _ session: SessionState) -> [Effect] {
    problem = failure.message
    return []
  }

  private func paper(_ report: HealthReport, _ width: Int, _ session: SessionState) -> Paper {
    HealthPaper(report: report, rates: rates, session: session, width: width).paper()
  }

  func draw(on canvas: inout Canvas, _ session: SessionState) {
    canvas.cursor(x: 0, y: 0)
    guard let report else {
      if let problem {
        canvas.wrapped(problem, x: 3, y: 1, style: .error, width: canvas.width - 4)
      } else {
        canvas.text("asking the gateway…", x: 3, y: 1, style: .dim)
      }
      return
    }
    let paper = paper(report, canvas.width, session)
    let height = canvas.height - 1
    let first = scroller.shown(count: paper.lines.count, height: height)
    canvas.within(Rect(x: 0, y: 0, width: canvas.width, height: height)) { paper.draw(from: first, on: &$0) }
    if let problem {
      canvas.text(problem, x: 1, y: canvas.height - 1, style: .error, limit: canvas.width - 2)
    } else {
      canvas.position(first: first, height: height, count: paper.lines.count, glyphs: session.glyphs)
    }
  }
}
