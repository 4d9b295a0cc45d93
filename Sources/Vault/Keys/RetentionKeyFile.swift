import Records
import Sealing

/// A retention key as it lies under `keys/` (docs/format.md §4).
struct RetentionKeyFile: Sendable, Hashable {
  var id: String
  var vault: VaultID
  var writer: WriterID
  var period: Period
  var createdAt: Instant
  var publicKey: X25519PublicKey
  /// The private half, wrapped to the vault identity, base64.
  var sealed: String
  var signature: [UInt8] = []

  var path: String { VaultPath.retentionKey(period, writer: writer) }

  var binding: RetentionKeyBinding {
    RetentionKeyBinding(
      vaultID: vault.text, keyID: id, retentionClass: period.retentionClass.rawValue,
      period: period.month.description, writer: writer.text)
  }

  private func json(signature: [UInt8]?) -> [UInt8] {
    var json = CanonicalJSON()
    json.object { json in
      json.member("class", period.retentionClass.rawValue)
      json.member("created_at", createdAt.rfc3339)
      json.member("format", 1)
      json.member("id", id)
      json.member("month", period.month.description)
      json.member("public", Base64.encode(publicKey.bytes))
      json.member("sealed", sealed)
      if let signature { json.member("signature", Base64.encode(signature)) }
      json.member("vault", vault.text)
      json.member("writer", writer.text)
    }
    return json.bytes
  }

  var encoded: [UInt8] { json(signature: signature) + [0x0A] }
  private var signedBytes: [UInt8] { Label.retentionKeySignature.bytes + json(signature: nil) }

  mutating func sign(with key: SigningKey) throws { signature = try key.sign(signedBytes) }

  func isSigned(by key: VerifyingKey) -> Bool { key.isValid(signature: signature, of: signedBytes) }

  init(
    id: String, vault: VaultID, writer: WriterID, period: Period, createdAt: Instant, publicKey: X25519PublicKey,
    sealed: String
  ) {
    self.id = id
    self.vault = vault
    self.writer = writer
    self.period = period
    self.createdAt = createdAt
    self.publicKey = publicKey
    self.sealed = sealed
  }

  init(parsing bytes: [UInt8], vault: VaultID, path: String) throws {
    guard bytes.last == 0x0A else { throw SealedFile.truncated(path) }
    let json = try StrictJSON(Array(bytes.dropLast()), what: path)
    try json.checkFormat()
    try json.check(vault: vault)
    guard let writer = WriterID(try json.string("writer")) else { throw json.lacks("writer") }
    guard let createdAt = Instant(rfc3339: try json.string("created_at")) else { throw json.lacks("created_at") }
    guard let publicBytes = Base64.decode(try json.string("public")),
      let publicKey = try? X25519PublicKey(bytes: publicBytes)
    else { throw json.lacks("public") }
    guard let signature = Base64.decode(try json.string("signature")) else { throw json.lacks("signature") }
    self.init(
      id: try json.string("id"), vault: vault, writer: writer, period: try json.period(), createdAt: createdAt,
      publicKey: publicKey, sealed: try json.string("sealed"))
    self.signature = signature
    guard encoded == bytes, self.path == path else { throw json.lacks("exact form") }
  }

  /// Opens the private half.
  func open(with identities: [VaultIdentity]) throws -> RetentionKeyPair {
    guard let bytes = Base64.decode(sealed) else {
      throw VaultError(.tampered, "\(path) is damaged: its sealed key is not base64")
    }
    do {
      return try RetentionKeyPair.unwrap(
        try Envelope(encoded: bytes), identities: identities, binding: binding, expecting: publicKey)
    } catch {
      throw VaultError(
        .tampered, "\(path) does not open with this vault's identity", remedy: "restore it from a backup",
        cause: error)
    }
  }
}
