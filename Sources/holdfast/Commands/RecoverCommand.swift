import ArgumentParser
import Records
import Vault

/// `holdfast recover VAULT`.
struct RecoverCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recover", abstract: "Open a vault with its recovery secret and check that everything can be read.",
    discussion: """
      The drill for the day when no passphrase is left: it opens the vault with the secret that `init` wrote, and reads \
      and verifies every record. It changes nothing.
      """)

  @OptionGroup var arguments: VaultArguments
  @Option(help: ArgumentHelp("The file with the recovery secret.", valueName: "file")) var secret: String

  func run() throws {
    let locked = try arguments.open()
    let vault = try locked.unlock(recoverySecret: try FileText.read(secret, what: "the recovery secret"))
    let line = ProgressLine("Verifying")
    let report: VerifyReport
    do {
      defer { line.finish() }
      report = try vault.verify(since: nil, progress: line.update, cancel: nil)
    }
    if arguments.json {
      Output.json(VerifyAnswer(report).json)
    } else if report.ok {
      Output.line("The recovery secret opens this vault: \(Numerals.count(report.records, "record")) read, all hold.")
    } else {
      for problem in report.problems { Output.line("\(SafeLine.of(problem.object)): \(SafeLine.of(problem.what))") }
    }
    if !report.ok { Darwinless.exit(ExitStatus.doesNotHold.rawValue) }
  }
}
