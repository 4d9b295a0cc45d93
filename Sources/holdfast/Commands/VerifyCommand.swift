import ArgumentParser
import Casework
import Glibc
import Records
import Storage
import Vault

/// `holdfast verify VAULT|BUNDLE`
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check a vault or a case bundle, naming each object that does not hold.",
    discussion: """
      Without a passphrase a vault's structure, ledgers and object digests are checked; with one, every record too. \
      --since proves that the vault only grew since an earlier checkpoint.
      """)

  @OptionGroup var arguments: VaultArguments
  @Option(help: "An earlier vault checkpoint (file) that this vault must be consistent with.") var since: String?
  @Flag(help: "Do not ask for the passphrase: check what can be checked locked.") var locked = false

  func run() throws {
    let report: VerifyReport
    if access(arguments.vault + "/bagit.txt", F_OK) == 0 {
      report = try BundleVerifier.verify(folder: arguments.vault)
    } else {
      report = try verifyVault()
    }
    if arguments.json {
      Output.json(report.json)
    } else {
      for problem in report.problems {
        Output.line("\(SafeLine.of(problem.object)): \(SafeLine.of(problem.what))")
      }
      let depth = report.unlocked ? "everything" : "structure and ledger; unlock to check every record"
      Output.line(
        report.ok
          ? "Holds: \(Numbers.grouped(report.segments)) segments, \(Numbers.grouped(report.records)) records checked "
            + "(\(depth)), \(Numbers.grouped(report.pending)) pending."
          : "DOES NOT HOLD: \(report.problems.count) problem\(report.problems.count == 1 ? "" : "s").")
    }
    if !report.ok { Darwinless.exit(ExitStatus.doesNotHold.rawValue) }
  }

  private func verifyVault() throws -> VerifyReport {
    let vault: LockedVault
    do { vault = try arguments.open() } catch let error as VaultError where error.code == .tampered || error.code == .badConfiguration {
      return VerifyReport(
        unlocked: false, segments: 0, records: 0, pending: 0,
        problems: [VerifyReport.Problem(object: "vault.toml", what: error.message)])
    }
    let reader = PassphraseReader(file: arguments.passphraseFile)
    let line = ProgressLine("Verifying")
    defer { line.finish() }
    let note = try since.map { try FileText.read($0, what: "the checkpoint") }
    if locked || (!reader.isFileNamed && isatty(STDIN_FILENO) == 0) {
      return try vault.verify(since: note, progress: line.update, cancel: nil)
    }
    let passphrase = try reader.read(prompt: "Passphrase of \(vault.title): ")
    return try vault.unlock(passphrase: passphrase).verify(since: note, progress: line.update, cancel: nil)
  }
}

extension VerifyReport {
  /// The report as docs/cli.md gives it.
  var json: JSONValue {
    .of([
      "ok": .bool(ok), "pending": .whole(pending),
      "problems": .array(problems.map { .of(["object": .string($0.object), "what": .string($0.what)]) }),
      "records": .whole(records), "segments": .whole(segments), "unlocked": .bool(unlocked),
    ])
  }
}

/// `holdfast checkpoint VAULT`
struct CheckpointCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkpoint", abstract: "Print the signed vault checkpoint: keep it elsewhere, and rollback shows.")

  @OptionGroup var arguments: VaultArguments

  func run() throws {
    let vault = try arguments.open()
    let passphrase = try PassphraseReader(file: arguments.passphraseFile).read(prompt: "Passphrase of \(vault.title): ")
    let note = try vault.unlock(passphrase: passphrase).checkpoint()
    if arguments.json {
      Output.json(.of(["checkpoint": .string(note)]))
    } else {
      Output.write(note, to: STDOUT_FILENO)
    }
  }
}
