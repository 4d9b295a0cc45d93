import ArgumentParser
import Glibc
import Records
import Sealing
import Storage
import Vault

/// `holdfast init VAULT`.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Create a vault, its first officer and its recovery secret.",
    discussion: """
      Asks for a passphrase. Writes the recovery secret once, to the file that --recovery-file names: print it, lock it \
      away, and delete the file. Prints the vault's fingerprint: note it where others can compare it.
      """)

  @OptionGroup var arguments: VaultArguments
  @Option(help: "The first officer's name.") var officer: String?
  @Option(help: "Where to write the recovery secret, once.") var recoveryFile: String?
  @Option(help: "The archive's title, shown before it is unlocked.") var title: String?
  @Option(help: "Cost of the passphrase slot: 2^N, 17 to 22.") var scryptLogN = 18

  func run() throws {
    let reader = PassphraseReader(file: arguments.passphraseFile)
    let isAsking = !reader.isFileNamed
    guard let name = try officer ?? ask("Officer's name: ", when: isAsking), !name.isEmpty else {
      throw Failure(.usage, "init needs the officer's name", remedy: "give --officer NAME")
    }
    guard let recovery = try recoveryFile ?? ask("File for the recovery secret: ", when: isAsking), !recovery.isEmpty
    else {
      throw Failure(
        .usage, "init needs a place for the recovery secret",
        remedy: "give --recovery-file FILE, on a medium that you can lock away")
    }
    guard (1...22).contains(scryptLogN) else {
      throw Failure(.usage, "--scrypt-log-n must be 17 to 22", remedy: "leave it out for 18")
    }
    if scryptLogN < 17 {
      Output.note("Warning: a passphrase slot of 2^\(scryptLogN) is cheap to guess; use 17 or more for a real vault.")
    }
    if let zone = arguments.timeZone, NamedZone(zone) == nil {
      throw Failure(.usage, "‘\(zone)’ is not a time zone", remedy: "name one as Europe/London, or UTC")
    }
    let passphrase = try chosenPassphrase(reader, isAsking: isAsking)
    let secret = try RecoveryFile.reserve(recovery, outside: arguments.vault)
    let created: CreatedVault
    do {
      let store = try FolderStore.create(root: arguments.vault)
      created = try VaultCreation.create(
        store: store,
        options: VaultOptions(
          title: title ?? RecoveryFile.lastComponent(arguments.vault), officerName: name, passphrase: passphrase,
          scryptLogN: scryptLogN, timeZone: arguments.timeZone ?? ""),
        state: try arguments.stateDirectory(), environment: VaultEnvironment())
    } catch {
      secret.discard()
      if let error = error as? StorageError {
        throw Failure(.cannotWrite, "no vault was made: \(error.message)", remedy: error.remedy)
      }
      throw error
    }
    try secret.write(created.recoverySecretText)
    try created.vault.close()
    if arguments.json {
      Output.json(
        .of([
          "fingerprint": .string(created.fingerprint), "officer": .string(created.officer.id.text),
          "recovery_file": .string(recovery), "vault": .string(created.id.text),
        ]))
      return
    }
    Output.line("Vault \(created.id)")
    Output.line("Fingerprint \(created.fingerprint)")
    Output.line("Officer \(SafeLine.of(name)) \(created.officer.id), the administrator")
    Output.line("Recovery secret in \(SafeLine.of(recovery)): print it, lock it away, delete the file.")
  }

  private func ask(_ prompt: String, when isAsking: Bool) throws -> String? {
    guard isAsking, isatty(STDIN_FILENO) == 1 else { return nil }
    Output.write(prompt, to: STDERR_FILENO)
    return readLine()
  }

  private func chosenPassphrase(_ reader: PassphraseReader, isAsking: Bool) throws -> SecretBytes {
    let first = try reader.read(prompt: "New passphrase: ")
    guard isAsking else { return first }
    let second = try reader.read(prompt: "Again: ")
    guard first == second else {
      throw Failure(.badInput, "the two passphrases differ", remedy: "start again; nothing was created")
    }
    return first
  }
}
