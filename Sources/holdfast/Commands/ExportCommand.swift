import ArgumentParser
import Casework
import Records
import Storage

/// `holdfast export VAULT --matter M-1 --out DIR`.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write a case bundle that anybody can verify without Holdfast.",
    discussion: "The scope is the union of the matter's holds. Whoever has the bundle can read it.")

  @OptionGroup var arguments: VaultArguments
  @Option(help: "The matter.") var matter: String
  @Option(help: "The bundle's folder; it must not exist.") var out: String
  @Option(help: "A vault checkpoint (file) to take the scope at; default: the last capture, hold or release.")
  var at: String?

  func run() throws {
    let cancel = CancellationFlag()
    Interruption.onSignal { cancel.cancel() }
    let isWhole = try Session.run(arguments, cancel: cancel) { session in
      let line = ProgressLine("Exporting")
      let checkpoint = try at.map { try FileText.read($0, what: "the checkpoint") }
      let report: ExportReport
      do {
        defer { line.finish() }
        report = try session.cases.export(
          matter: matter, to: out, at: checkpoint, progress: line.update, cancel: cancel)
      }
      if arguments.json {
        Output.json(report.json)
      } else {
        Output.line(
          "\(Numerals.count(report.messages, "message")), \(Numerals.count(report.attachments, "attachment")) and "
            + "\(Numerals.count(report.exceptions, "exception")) in \(SafeLine.of(report.path))")
        Output.line("Taken at \(report.checkpoint); hand-over recorded in \(SafeLine.of(report.custodyPath))")
      }
      for warning in report.warnings { Output.note("Note: " + SafeLine.of(warning)) }
      if !arguments.json { Output.note("To check it: python3 verify.py, in the bundle's folder.") }
      return report.missing == 0
    }
    if !isWhole { Darwinless.exit(ExitStatus.doesNotHold.rawValue) }
  }
}

extension ExportReport {
  /// The report as docs/cli.md gives it.
  var json: JSONValue {
    .of([
      "attachments": .whole(attachments), "checkpoint": .string(checkpoint), "conversations": .whole(conversations),
      "custody": .string(custodyPath), "exceptions": .whole(exceptions), "matter": .string(matter),
      "messages": .whole(messages), "missing": .whole(missing), "out": .string(path),
      "raw_deliveries": .whole(rawDeliveries), "records": .whole(records), "sha256": .string(digest),
      "warnings": .texts(warnings), "withheld_deliveries": .whole(withheldDeliveries),
    ])
  }
}
