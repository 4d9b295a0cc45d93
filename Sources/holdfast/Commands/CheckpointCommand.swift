import ArgumentParser
import Glibc
import Records
import Vault

/// `holdfast checkpoint VAULT`.
struct CheckpointCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkpoint", abstract: "Print the signed vault checkpoint: keep it elsewhere, and rollback shows.")

  @OptionGroup var arguments: VaultArguments
  @Flag(help: "Do not ask for the passphrase: print the checkpoint unsigned.") var locked = false

  func run() throws {
    let vault = try arguments.open()
    let note: String
    if locked {
      note = try vault.checkpointText()
    } else {
      let passphrase = try PassphraseReader(file: arguments.passphraseFile)
        .read(prompt: "Passphrase of \(SafeLine.of(vault.title)): ")
      note = try vault.unlock(passphrase: passphrase).checkpoint()
    }
    if arguments.json {
      Output.json(.of(["checkpoint": .string(note)]))
    } else {
      Output.write(note, to: STDOUT_FILENO)
    }
  }
}
