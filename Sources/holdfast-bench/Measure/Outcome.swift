import Glibc
import Records

/// The figures of one run, and how they were come by.
struct Outcome {
  var title: String
  var machine: Machine
  var figures: [Figure] = []
  /// What a reader must know to judge the figures.
  var notes: [String] = []

  func print(asJSON: Bool) {
    if asJSON {
      let value = JSONValue.object(
        JSONObject([
          .init(name: "figures", value: .array(figures.map(\.json))),
          .init(name: "machine", value: .string(machine.line)),
          .init(name: "notes", value: .array(notes.map { .string($0) })),
          .init(name: "title", value: .string(title)),
        ]))
      Swift.print(PlainJSON.text(value))
    } else {
      Swift.print(table)
    }
  }

  private var table: String {
    var rows = [["what", "figure", "unit", "baseline", "×", "budget", ""]]
    for figure in figures {
      rows.append([
        figure.what, Figure.grouped(figure.value), figure.unit,
        figure.baseline.map { Figure.grouped($0.value) + " " + $0.what } ?? "",
        figure.ratio.map { Figure.digits($0) } ?? "", figure.budget,
        figure.isWithin.map { $0 ? "met" : "MISSED" } ?? "",
      ])
    }
    let widths = (0..<7).map { column in rows.map { $0[column].count }.max() ?? 0 }
    var text = title + "\n" + machine.line + "\n\n"
    for row in rows {
      var line = ""
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        line += column == 1 || column == 4 ? padding + cell : cell + padding
        line += "  "
      }
      while line.last == " " { line.removeLast() }
      text += line + "\n"
    }
    if !notes.isEmpty { text += "\n" + notes.map { "- " + $0 + "\n" }.joined() }
    return text
  }

  /// Says on standard error what is being done.
  static func note(_ text: String) {
    let bytes = Array((text + "\n").utf8)
    _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
