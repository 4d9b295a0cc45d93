import Intake
import Records

/// The report of an archive's import, in lines for people.
enum ArchiveLines {
  private static let shown = 20

  static func of(_ report: BackfillReport) -> [String] {
    let totals = report.totals
    func grouped(_ value: Int64) -> String { Numerals.grouped(value) }
    var lines = [
      "\(SafeLine.of(report.path))  archive  \(grouped(report.files)) files · \(grouped(totals.records)) records = "
        + "\(grouped(totals.messages)) messages + \(grouped(totals.events)) events + "
        + "\(grouped(totals.duplicates)) duplicates + \(grouped(totals.exceptions)) exceptions"
    ]
    if report.isResumed {
      lines.append("    went on where an earlier run was interrupted; the counts are those of both")
    }
    if let restarted = report.restarted { lines.append("    " + SafeLine.of(restarted)) }
    if !totals.reasons.isEmpty {
      let reasons = totals.reasons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      lines.append(
        "    exceptions: " + reasons.map { "\(grouped($0.value)) \(SafeLine.of($0.key))" }.joined(separator: " · "))
      if totals.messagesWithExceptions > 0 {
        lines.append("    \(grouped(totals.messagesWithExceptions)) of them are readable messages all the same")
      }
    }
    for exception in totals.listed.prefix(shown) {
      lines.append("    \(SafeLine.of(exception.place)): \(SafeLine.of(exception.what))")
    }
    if totals.exceptions > shown {
      lines.append("    … and more; --json lists the first \(BackfillTotals.listLimit), the console all of them")
    }
    return lines
  }
}
