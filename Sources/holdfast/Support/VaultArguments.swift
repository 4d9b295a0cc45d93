import ArgumentParser
import Glibc
import Records
import SearchIndex
import Sealing
import Storage
import Vault

/// The arguments of every command that opens a vault.
struct VaultArguments: ParsableArguments {
  @Argument(help: ArgumentHelp("The vault's folder.", valueName: "vault"))
  var vault: String

  @Option(
    help: ArgumentHelp("Folder for this machine's state (default: $XDG_STATE_HOME/holdfast).", valueName: "folder"))
  var state: String?

  @Option(help: ArgumentHelp("File whose first line is the passphrase.", valueName: "file"))
  var passphraseFile: String?

  @Flag(help: "Answer in JSON, for machines.")
  var json = false

  @Option(
    help: ArgumentHelp(
      """
      Zone of dates, as an IANA name: of those in queries and answers (default UTC), of what `import` reads (default the \
      vault's), of the vault that `init` makes.
      """, valueName: "zone"))
  var timeZone: String?

  /// The vault, locked.
  func open() throws -> LockedVault {
    let store: FolderStore
    do { store = try FolderStore(root: vault) } catch let error as StorageError {
      throw Failure(
        .badInput, "there is no vault at \(vault): \(error.message)",
        remedy: "check the path, or make a vault with `holdfast init`; `holdfast --help` lists the commands")
    }
    do {
      return try LockedVault.open(store: store, state: try stateDirectory(), environment: VaultEnvironment())
    } catch let error as StorageError where !error.path.hasPrefix(store.location) {
      throw Failure(
        .cannotWrite, "this machine's state folder cannot be used: \(error.message)",
        remedy: "name one that you may write to with --state or HOLDFAST_STATE_DIR")
    }
  }

  /// Where this machine keeps its state.
  func stateDirectory() throws -> StateDirectory {
    if let state {
      guard !state.isEmpty else {
        throw Failure(.usage, "--state names no folder", remedy: "name one that only you may read")
      }
      return StateDirectory(base: state)
    }
    return StateDirectory.standard()
  }

  /// The zone that dates mean and are shown in.
  func zone(of locked: LockedVault) throws -> NamedZone {
    guard let timeZone else { return .utc }
    guard let zone = NamedZone(timeZone) else {
      throw Failure(.usage, "‘\(timeZone)’ is not a time zone", remedy: "name one as Europe/London, or UTC")
    }
    return zone
  }
}
