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

  /// Makes a writer and keeps its key, sealed to the vault identity and, where one is given, under a gateway key.
  static func create(
    _ kind: WriterKind, vault: VaultID, identity: VaultPublicIdentity, gatewayKey: GatewayKey? = nil, path: String,
    environment: VaultEnvironment
  ) throws -> WriterSecret {
    let key = try SigningKey.generate(using: environment.randomness)
    let secret = WriterSecret(kind: kind, id: WriterID(of: key.verifyingKey, in: vault), key: key)
    let bytes = try secret.sealed(vault: vault, identity: identity, gatewayKey: gatewayKey, environment: environment)
    guard try DurableFile.create(path, bytes, files: environment.files) else {
      throw VaultError(.writerBusy, "\(path) was made by another process", remedy: "try again")
    }
    return secret
  }

  /// The file that keeps the key.
  func sealed(
    vault: VaultID, identity: VaultPublicIdentity, gatewayKey: GatewayKey?, environment: VaultEnvironment
  ) throws -> [UInt8] {
    let binding = WriterSecret.binding(vault, id)
    let sealed = try Envelope.seal(key.seed, to: identity, binding: binding, using: environment.randomness)
    let gateway = try gatewayKey.map {
      try GatewayEnvelope.seal(key.seed, under: $0, binding: binding, using: environment.randomness)
    }
    var json = CanonicalJSON()
    json.object { json in
      json.member("format", 1)
      if let gateway { json.member("gateway", gateway.base64) }
      json.member("key", Base64.encode(key.verifyingKey.bytes))
      json.member("kind", kind.rawValue)
      json.member("sealed", sealed.base64)
      json.member("vault", vault.text)
      json.member("writer", id.text)
    }
    return json.bytes + [0x0A]
  }

  /// Reads a writer's key; nil when this machine has none of this kind.
  static func read(
    _ kind: WriterKind, vault: VaultID, identities: [VaultIdentity], path: String, files: any FileOperations
  ) throws -> WriterSecret? {
    try read(kind, vault: vault, path: path, files: files) { json, binding in
      try Envelope(base64: try json.string("sealed")).open(with: identities, binding: binding)
    }
  }

  /// Reads a gateway's key while the vault is locked; nil when this machine has none.
  static func read(
    vault: VaultID, gatewayKey: GatewayKey, path: String, files: any FileOperations
  ) throws -> WriterSecret? {
    try read(.gateway, vault: vault, path: path, files: files) { json, binding in
      guard json.object["gateway"] != nil else { throw LockedVault.notEnrolled }
      return try GatewayEnvelope(base64: try json.string("gateway")).open(with: gatewayKey, binding: binding)
    }
  }

  private static func read(
    _ kind: WriterKind, vault: VaultID, path: String, files: any FileOperations,
    seed: (StrictJSON, AssociatedData) throws -> SecretBytes
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
      key = try SigningKey(seed: try seed(json, binding(vault, id)))
    } catch let error as VaultError where error.code == .wrongKey || error.code == .notEnrolled {
      throw error
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
