import Glibc
import Records
import Sealing
import Storage
import Vault

/// Keeps ``BackfillState`` in the state directory, sealed to the vault identity: it names files (docs/format.md §8).
struct BackfillStateFile: Sendable {
  private let path: String
  private let vault: UnlockedVault
  private let binding: AssociatedData

  /// The state of importing one folder with the same options; other options make another import.
  init(vault: UnlockedVault, source: String, options: ImportOptions) throws {
    let folder = vault.state.path + "/imports"
    try DurableFile.makeDirectories(folder, files: vault.environment.files)
    self.vault = vault
    var real = source
    if let found = realpath(source, nil) {
      real = String(cString: found)
      free(found)
    }
    var name = AssociatedData(.stateKey).appending(vault.id.text).appending("import").appending(real)
    for option in [options.account, options.timeZone] { name.append(option ?? "") }
    name.append(options.archiveKeys?.fingerprint ?? [])
    binding = name
    path = folder + "/" + Base32.prefix(SHA256.hash(name.bytes), characters: 20) + ".import"
  }

  /// What was kept; nil where there is nothing, or nothing that can be read.
  func read() throws -> BackfillState? {
    guard let bytes = try DurableFile.read(path, limit: 4 << 20, files: vault.environment.files),
      let secret = try? Envelope(encoded: bytes).open(with: vault.identities, binding: binding)
    else { return nil }
    var plain = secret.copyBytes()
    defer { plain.wipe() }
    return (try? JSONReader.parse(plain)).flatMap { BackfillState($0) }
  }

  /// Replaces what was kept; durable when this returns.
  func write(_ state: BackfillState) throws {
    let secret = SecretBytes(CanonicalJSON.encode(state.json))
    let sealed = try Envelope.seal(
      secret, to: vault.publicIdentity, binding: binding, using: vault.environment.randomness)
    try DurableFile.replace(path, sealed.encoded, files: vault.environment.files)
  }

  /// Forgets the import, which has come to its end.
  func remove() throws {
    try vault.environment.files.unlink(path)
    try vault.environment.files.syncDirectory(DurableFile.parent(of: path))
  }
}
