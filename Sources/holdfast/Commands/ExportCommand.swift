import ArgumentParser
import Casework
import Records

/// `holdfast export VAULT --matter M-1 --out DIR`
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
    try Session.run(arguments) { session in
      let line = ProgressLine("Exporting")
      let checkpoint = try at.map { try FileText.read($0, what: "the checkpoint") }
      let report: ExportReport
      do {
        defer { line.finish() }
        report = try session.cases.export(
          matter: matter, to: out, at: checkpoint, zone: session.zone.exportZone, progress: line.update, cancel: nil)
      }
      if arguments.json {
        Output.json(report.json)
        return
      }
      Output.line(
        "\(Numbers.grouped(report.messages)) messages, \(Numbers.grouped(report.attachments)) attachments and "
          + "\(Numbers.grouped(report.exceptions)) exceptions in \(SafeLine.of(out))")
      Output.note("Anyone who has this bundle can read it. Check it with: python3 verify.py, in the bundle's folder.")
    }
  }
}
