import Casework
import Records
import TerminalKit

/// What an export handed over, what it could not, and how anybody checks it.
enum ExportSummary {
  static func paper(_ report: ExportReport, folder: String, width: Int) -> Paper {
    var paper = Paper(width: min(width, 110))
    paper.space()
    var head = SafeText("The bundle of \(report.matter) is in ", style: .strong)
    head.append(folder, style: .accent)
    paper.add(head)
    paper.space()
    paper.fact(
      "Bundle",
      [
        Numerals.count(report.messages, "message"), Numerals.count(report.conversations, "conversation"),
        Numerals.count(report.attachments, "attachment"), Numerals.count(report.records, "record"),
      ].joined(separator: " · "), style: .number)
    let all = report.rawDeliveries + report.withheldDeliveries
    var raw = "\(Numerals.grouped(report.rawDeliveries)) of \(Numerals.grouped(all)) raw deliveries"
    if report.withheldDeliveries > 0 {
      raw += "; \(Numerals.grouped(report.withheldDeliveries)) withheld: parts out of scope in the same delivery"
    }
    paper.fact("Raw", raw)
    paper.fact(
      "Exceptions",
      report.exceptions == 0 ? "none" : "\(Numerals.grouped(report.exceptions)), each a line of exceptions.csv",
      style: report.exceptions == 0 ? .text : .warning)
    if report.missing > 0 {
      paper.fact(
        "Missing",
        "\(Numerals.count(report.missing, "thing")) in scope that the vault should have and has not: the bundle is not whole",
        style: .error)
    }
    for warning in report.warnings { paper.fact("Note", warning, style: .warning) }
    paper.space()
    paper.fact("Taken at", report.checkpoint)
    paper.fact("SHA-256", report.digest, style: .dim)
    paper.fact("Custody", report.custodyPath, style: .dim)
    paper.space()
    paper.add("To check it, without Holdfast:", style: .dim)
    paper.add("cd \(folder) && python3 verify.py", indent: 3)
    paper.add("With Holdfast:", style: .dim)
    paper.add("holdfast verify \(folder)", indent: 3)
    paper.space()
    paper.add("Anyone who has this bundle can read it.", style: .warning)
    return paper
  }
}
