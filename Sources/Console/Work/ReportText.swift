import Intake
import Records
import Vault

/// Reports of long jobs as lines to read.
enum ReportText {
  static func lines(of report: VerifyReport) -> [String] {
    guard report.ok else {
      return ["The vault DOES NOT HOLD: \(Numerals.count(report.problems.count, "problem"))."]
        + report.problems.map { "\($0.object): \($0.what)" }
    }
    return [
      "The vault holds: \(Numerals.count(report.segments, "segment")) and \(Numerals.count(report.records, "record")) checked."
    ]
  }

  static func lines(of report: ImportReport) -> [String] {
    let total = report.total
    var lines = [
      "Imported \(Numerals.count(total.messages, "message")), \(Numerals.count(total.events, "event")), "
        + "\(Numerals.count(total.duplicates, "duplicate")), \(Numerals.count(total.media, "attachment")), "
        + "\(Numerals.count(total.exceptions.count, "exception"))."
    ]
    for file in report.files where !file.exceptions.isEmpty {
      lines.append("")
      lines.append("\(file.path)  \(file.format)")
      lines += file.exceptions.map { "  \($0.place): \($0.what)" }
    }
    return lines
  }
}
