import Records
import TerminalKit

/// Text to read and scroll: what an import, a check or a citation has to say.
struct ReportScreen: Screen {
  let title: String
  private let text: [String]
  private var scroller = Scroller()

  init(title: String, lines: [String]) {
    self.title = title
    text = lines
  }

  var commands: [CommandID] { Scroller.motions + [.back] }

  private func paper(_ width: Int) -> Paper {
    var paper = Paper(width: width)
    for line in text {
      let indent = min(8, line.prefix { $0 == " " }.count)
      if line.isEmpty {
        paper.space()
      } else {
        paper.add(String(line.dropFirst(indent)), indent: 1 + indent)
      }
    }
    return paper
  }

  mutating func run(_ command: CommandID, _ session: SessionState) -> [Effect] {
    if command == .back { return [.pop] }
    let lines = paper(session.body.columns).lines.count
    _ = scroller.run(command, count: lines, height: session.body.rows - 1)
    return []
  }

  func draw(on canvas: inout Canvas, _ session: SessionState) {
    let paper = paper(canvas.width)
    let height = canvas.height - 1
    guard !text.isEmpty else {
      canvas.text("Nothing to report.", x: 1, y: 1, style: .dim)
      canvas.cursor(x: 0, y: 0)
      return
    }
    let first = scroller.shown(count: paper.lines.count, height: height)
    canvas.within(Rect(x: 0, y: 0, width: canvas.width, height: height)) { paper.draw(from: first, on: &$0) }
    canvas.position(first: first, height: height, count: paper.lines.count, glyphs: session.glyphs)
    canvas.cursor(x: 0, y: 0)
  }
}

extension Canvas {
  /// Says in the last row how much there is above and below; nothing when everything is in sight.
  mutating func position(first: Int, height: Int, count: Int, glyphs: GlyphSet) {
    guard count > height, height > 0 else { return }
    let last = min(count, first + height)
    right(
      "lines \(Numerals.grouped(first + 1))–\(Numerals.grouped(last)) of \(Numerals.grouped(count)) ",
      y: self.height - 1,
      style: .dim)
  }
}
