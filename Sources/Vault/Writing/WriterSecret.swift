import Ledger
import Records
import Sealing
import Storage

/// A writer's signing key as it lies in the state directory (docs/format.md §8).
struct WriterSecret: Sendable {
  let kind: WriterKind
  let id: WriterID
  let key: SigningKey

  private static func binding(_ vault: VaultID, _ writer: WriterID) -> AssociatedData {
    AssociatedData(.writerKeyWrap).appending(vault.text).appending(writer.text)
  }

  /// Makes a writer and keeps its key, sealed to the vault identity.
  static func create(
    _ kind: WriterKind, vault: VaultID, identity: VaultPublicIdentity, path: String, environment: VaultEnvironment
  ) throws -> WriterSecret {
    let key = try SigningKey.generate(using: environment.randomness)
    let id = WriterID(of: key.verifyingKey, in: vault)
    let sealed = try Envelope.seal(
      key.seed, to: identity, binding: binding(vault, id), using: environment.randomness)
    var json = CanonicalJSON()
    json.object { json in
      json.member("format", 1)
      json.member("key", Base64.encode(key.verifyingKey.bytes))
      json.member("kind", kind.rawValue)
      json.member("sealed", sealed.base64)
      json.member("vault", vault.text)
      json.member("writer", id.text)
    }
    guard try DurableFile.create(path, json.bytes + [0x0A], files: environment.files) else {
      throw VaultError(.writerBusy, "\(path) was made by another process", remedy: "try again")
    }
    return WriterSecret(kind: kind, id: id, key: key)
  }

  /// Reads a writer's key; nil when this machine has none of this kind.
  static func read(
    _ kind: WriterKind, vault: VaultID, identities: [VaultIdentity], path: String, files: any FileOperations
  ) throws -> WriterSecret? {
    guard let bytes = try DurableFile.read(path, files: files) else { return nil }
    guard bytes.last == 0x0A else { throw SealedFile.truncated(path) }
    let json = try StrictJSON(Array(bytes.dropLast()), what: path)
    try json.checkFormat()
    try json.check(vault: vault)
    guard let id = WriterID(try json.string("writer")), try json.string("kind") == kind.rawValue else {
      throw json.lacks("writer or kind")
    }
    let key: SigningKey
    do {
      let seed = try Envelope(base64: try json.string("sealed")).open(with: identities, binding: binding(vault, id))
      key = try SigningKey(seed: seed)
    } catch {
      throw VaultError(
        .tampered, "the writer's key \(path) does not open",
        remedy: "remove it: this machine will register as a new writer", cause: error)
    }
    guard WriterID(of: key.verifyingKey, in: vault) == id else { throw json.lacks("key") }
    return WriterSecret(kind: kind, id: id, key: key)
  }

  func entry(in vault: VaultID) throws -> WriterEntry {
    WriterEntry(
      kind: kind, id: id, verifier: try NoteVerifier(name: id.origin(in: vault), key: key.verifyingKey, kind: .ed25519))
  }
}
