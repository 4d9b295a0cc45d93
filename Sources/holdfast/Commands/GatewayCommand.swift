import ArgumentParser
import Gateway
import Glibc
import Intake
import Records
import Storage
import Vault

/// `holdfast gateway enroll|status|reconciliation VAULT`.
struct GatewayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gateway", abstract: "Enrol this machine's gateway, or ask how it stands.",
    subcommands: [Enroll.self, Status.self, GatewayReconciliationCommand.self])

  struct Enroll: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "enroll", abstract: "Let this machine's gateway write to the vault; the first officer does it once.",
      discussion: """
        The key file is made when it does not exist. Keep it outside vault and state directory, best as a systemd \
        credential: whoever has it and this machine's disk can write as the gateway and read its spool.
        With another key than before, what waits in the spool has to come under the new key: --recover-spool does it.
        """)
    @OptionGroup var arguments: VaultArguments
    @Option(help: ArgumentHelp("The gateway's key.", valueName: "file")) var keyFile: String
    @Flag(help: "Bring what waits in the spool under a lost or stolen key under this one.") var recoverSpool = false

    func run() throws {
      let locked = try arguments.open()
      let files = locked.environment.files
      let path = keyFile.hasPrefix("/") ? keyFile : "./" + keyFile
      let isNew = try files.status(path) == nil
      if isNew {
        guard try DurableFile.create(path, Array(GatewayKey.generate().text.utf8), files: files) else {
          throw Failure(.cannotWrite, "the key file \(keyFile) appeared meanwhile", remedy: "run the command again")
        }
      }
      let writer: WriterID
      var recovered: SpoolRescue.Report?
      var isEnrolled = false
      do {
        let key = try GatewayKey.load(path: path, for: locked)
        let passphrase = try PassphraseReader(file: arguments.passphraseFile).read(
          prompt: "Passphrase of \(SafeLine.of(locked.title)): ")
        let vault = try locked.unlock(passphrase: passphrase)
        try vault.acts.record(.unlock)
        if !recoverSpool { try Enroll.refuseToLose(vault, key) }
        writer = try vault.enrollGateway(key: key)
        isEnrolled = true
        if recoverSpool { recovered = try AsyncWork.run { try await SpoolRescue.recover(vault, under: key) } }
        try vault.close()
      } catch {
        // Once enrolled, the key is all that opens the writer.
        if isNew, !isEnrolled { try? files.unlink(path) }
        throw error
      }
      if arguments.json {
        Output.json(
          .of([
            "damaged": .texts(recovered?.damages ?? []), "key_file": .string(keyFile), "made": .bool(isNew),
            "recovered": .whole(recovered?.count ?? 0), "writer": .string(writer.text),
          ]))
        return
      }
      Output.line("The gateway of this machine is the writer \(writer.text).")
      Output.line(
        isNew
          ? "Its key was written to \(SafeLine.of(keyFile)): keep it as a systemd credential, and not beside the vault."
          : "It opens with the key in \(SafeLine.of(keyFile)).")
      guard let recovered else { return }
      Output.line("\(Numerals.grouped(Int64(recovered.count))) entries of the spool came under this key.")
      for damage in recovered.damages { Output.line("damaged: " + SafeLine.of(damage)) }
    }

    /// What waits under another key would be read by nobody.
    private static func refuseToLose(_ vault: UnlockedVault, _ key: GatewayKey) throws {
      let waiting = try SpoolRescue.waiting(in: vault, notUnder: key)
      guard waiting.count > 0 else { return }
      let queues = waiting.entries.sorted { $0.key < $1.key }.map { "\($0.value) in \($0.key)" }
      throw Failure(
        .badInput,
        "the spool holds entries under another gateway key, which this one does not open: "
          + queues.joined(separator: ", "),
        remedy: "give the old key file, or add --recover-spool to bring them under this one")
    }
  }

  struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "status", abstract: "Say how this machine's gateway stands; exit status 69 when it does not run.")
    @OptionGroup var arguments: VaultArguments

    func run() throws {
      let locked = try arguments.open()
      guard let status = try GatewayStatusFile(state: locked.state, files: locked.environment.files).read() else {
        throw Failure(
          .unavailable, "no gateway of this vault ever ran on this machine", remedy: "start `holdfast serve`")
      }
      let isRunning = status.isRunning(at: locked.environment.clock.now())
      if arguments.json {
        var members = status.json.object?.members ?? []
        members.append(JSONObject.Member(name: "running", value: .bool(isRunning)))
        Output.json(.object(JSONObject(members.sorted { $0.name < $1.name })))
      } else {
        for line in Status.lines(status, isRunning: isRunning) { Output.line(line) }
      }
      if !isRunning { throw ExitCode(ExitStatus.unavailable.rawValue) }
    }

    private static func lines(_ status: GatewayStatus, isRunning: Bool) -> [String] {
      func queue(_ queue: GatewayStatus.Queue) -> String {
        var text = "\(Numerals.grouped(queue.entries)) waiting, \(Numerals.bytes(queue.bytes))"
        if queue.limit > 0 { text += " of \(Numerals.bytes(queue.limit))" }
        if let oldestAt = queue.oldestAt { text += ", oldest of \(oldestAt.rfc3339)" }
        if queue.failed > 0 { text += ", \(Numerals.grouped(queue.failed)) given up" }
        if let failure = queue.failure { text += " · FAILED: \(SafeLine.of(failure))" }
        return text
      }
      var rows: [(String, String)] = [
        ("gateway", isRunning ? status.mode.rawValue : "not running, last seen \(status.writtenAt.rfc3339)"),
        ("since", status.startedAt.rfc3339),
        (
          "deliveries",
          "\(Numerals.grouped(status.accepted)) accepted, \(Numerals.grouped(status.unauthorized)) unauthorized, "
            + "\(Numerals.grouped(status.refused)) refused, \(Numerals.grouped(status.rejected)) rejected"
        ),
        (
          "rate",
          "\(Numerals.grouped(status.lastMinute)) in the last minute, \(Numerals.grouped(status.lastQuarter)) in 15"
        ),
        ("spool", queue(status.spool)), ("media", queue(status.media)), ("relaying", queue(status.forward)),
        ("archiver", status.archiverFailure.map { "FAILED: " + SafeLine.of($0) } ?? "works"),
        ("sealed", status.sealedAt?.rfc3339 ?? "nothing yet"),
        ("dead letters", "\(Numerals.grouped(status.deadLetters)) that could not be filed"),
        ("quarantine", "\(Numerals.grouped(status.quarantined)) that did not prove where they came from"),
        ("disk", "\(Numerals.bytes(status.diskFree)) free of \(Numerals.bytes(status.diskTotal))"),
      ]
      if let median = status.ackMedianMicroseconds, let high = status.ackHighMicroseconds {
        rows.append(("answers", "half within \(median) µs, 99 % within \(high) µs"))
      }
      for account in status.accounts {
        let last = account.lastAt?.rfc3339 ?? "never"
        rows.append((account.name, "\(Numerals.grouped(account.accepted)) accepted, last \(last)"))
      }
      let width = max(12, rows.map(\.0.count).max() ?? 0) + 2
      return rows.map { $0.0 + String(repeating: " ", count: width - $0.0.count) + $0.1 }
    }
  }
}
