import ArgumentParser
import Casework
import Glibc
import Records
import Storage
import Vault

/// `holdfast verify VAULT|BUNDLE`.
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
    let cancel = CancellationFlag()
    Interruption.onSignal { cancel.cancel() }
    let isBundle = BundleVerifier.isBundle(arguments.vault)
    let answer = isBundle ? try checkBundle(cancel) : try checkVault(cancel)
    if arguments.json {
      Output.json(answer.json)
    } else {
      for problem in answer.problems { Output.line("\(SafeLine.of(problem.object)): \(SafeLine.of(problem.what))") }
      Output.line(answer.summary(isBundle: isBundle))
    }
    if !answer.problems.isEmpty { Darwinless.exit(ExitStatus.doesNotHold.rawValue) }
  }

  private func checkBundle(_ cancel: CancellationFlag) throws -> VerifyAnswer {
    guard since == nil else {
      throw Failure(.usage, "--since is about vaults, and \(arguments.vault) is a case bundle", remedy: "leave it out")
    }
    let line = ProgressLine("Verifying")
    defer { line.finish() }
    return VerifyAnswer(try BundleVerifier.verify(arguments.vault, progress: line.update, cancel: cancel))
  }

  private func checkVault(_ cancel: CancellationFlag) throws -> VerifyAnswer {
    let vault: LockedVault
    do { vault = try arguments.open() } catch let error as VaultError
      where error.code == .tampered || error.code == .badConfiguration || error.code == .rolledBack
    {
      return VerifyAnswer(problems: [.init(object: "vault.toml", what: error.message)])
    }
    let note = try since.map { try FileText.read($0, what: "the checkpoint") }
    let reader = PassphraseReader(file: arguments.passphraseFile)
    let line = ProgressLine("Verifying")
    defer { line.finish() }
    func checkLocked() throws -> VerifyAnswer {
      VerifyAnswer(try vault.verify(since: note, progress: line.update, cancel: cancel))
    }
    if locked || (!reader.isFileNamed && isatty(STDIN_FILENO) == 0) { return try checkLocked() }
    let passphrase = try reader.read(prompt: "Passphrase of \(SafeLine.of(vault.title)): ")
    let unlocked: UnlockedVault
    do { unlocked = try vault.unlock(passphrase: passphrase) } catch {
      if let error = error as? VaultError, error.code == .wrongPassphrase { throw error }
      // A slot that does not open because it was changed is a finding: the ledger has its digest.
      let answer = try checkLocked()
      if answer.problems.isEmpty { throw error }
      return answer
    }
    return VerifyAnswer(try unlocked.verify(since: note, progress: line.update, cancel: cancel))
  }
}

/// What `verify` answers, for vaults and bundles alike.
struct VerifyAnswer {
  struct Problem {
    var object: String
    var what: String
  }

  var unlocked = false
  var segments = 0
  var records = 0
  var pending = 0
  var problems: [Problem] = []

  init(problems: [Problem]) { self.problems = problems }

  init(_ report: VerifyReport) {
    unlocked = report.unlocked
    segments = report.segments
    records = report.records
    pending = report.pending
    problems = report.problems.map { Problem(object: $0.object, what: $0.what) }
  }

  init(_ report: BundleReport) {
    // Everything in a bundle can be read, so everything is checked.
    unlocked = true
    segments = report.segments
    records = report.records
    problems = report.problems.map { Problem(object: $0.object, what: $0.what) }
  }

  /// The answer as docs/cli.md gives it.
  var json: JSONValue {
    .of([
      "ok": .bool(problems.isEmpty), "pending": .whole(pending),
      "problems": .array(problems.map { .of(["object": .string($0.object), "what": .string($0.what)]) }),
      "records": .whole(records), "segments": .whole(segments), "unlocked": .bool(unlocked),
    ])
  }

  /// The answer on one line.
  func summary(isBundle: Bool) -> String {
    guard problems.isEmpty else {
      return "DOES NOT HOLD: \(problems.count) problem\(problems.count == 1 ? "" : "s")."
    }
    let depth =
      isBundle
      ? "the bundle: files, checkpoints, proofs and what was made from the records"
      : unlocked ? "everything" : "structure and ledgers; unlock to check every record"
    return "Holds: \(Numerals.count(segments, "segment")), \(Numerals.count(records, "record")); checked \(depth). "
      + "\(Numerals.grouped(pending)) pending."
  }
}
