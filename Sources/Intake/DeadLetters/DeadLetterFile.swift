import Records
import Sealing
import Vault

/// The bytes of a letter or a note: a readable line, then what is sealed under a random key (docs/format.md §13).
///
/// The key is wrapped to the vault identity, and under the gateway key where there is one. The line is associated data.
struct DeadLetterFile: Sendable {
  /// What the line says besides the keys.
  var fields: [String: JSONValue]
  private var gateway: String?
  private var identity: String
  private var commitment: String
  private var line: [UInt8]
  private var sealed: [UInt8]

  private static let purpose = "deadletter"
  /// The line and its end are no longer than this.
  static let longestLine: Int64 = 64 << 10
  private static let reserved: Set<String> = ["commitment", "format", "gateway", "identity", "vault"]

  /// Seals bytes; `fields` are readable by anybody.
  static func seal(
    _ plain: [UInt8], fields: [String: JSONValue], vault: LockedVault, key: GatewayKey?
  ) throws -> [UInt8] {
    let randomness = vault.environment.randomness
    let secret: SecretBytes
    var line = fields.filter { !reserved.contains($0.key) }
    if let key {
      let (made, wrap) = try DoubleWrap.make(purpose: purpose, vault: vault, key: key)
      secret = made
      line["gateway"] = .string(wrap.gateway.base64)
      line["identity"] = .string(wrap.identity.base64)
    } else {
      secret = try SecretBytes.random(count: AES256GCM.keyCount, using: randomness)
      let envelope = try Envelope.seal(
        secret, to: vault.configuration.identity, binding: binding(vault.id), using: randomness)
      line["identity"] = .string(envelope.base64)
    }
    line["commitment"] = .string(Base64.encode(try derive(secret, "commitment").copyBytes()))
    line["format"] = .number("1")
    line["vault"] = .string(vault.id.text)
    let bytes = CanonicalJSON.encode(.object(JSONObject(line.map { JSONObject.Member(name: $0.key, value: $0.value) })))
    // A key for each file: it seals one text, so the nonce may be zero.
    let sealed = try AES256GCMContext(key: derive(secret, "content")).seal(
      plain, nonce: AES256GCM.counterNonce(0), aad: bytes)
    return bytes + [0x0A] + sealed
  }

  /// Reads the line.
  init(parsing bytes: [UInt8], vault: VaultID, path: String) throws {
    guard let end = bytes.prefix(Int(DeadLetterFile.longestLine)).firstIndex(of: 0x0A),
      let value = try? JSONReader.parse(Array(bytes[..<end])), let object = value.object
    else { throw DeadLetterFile.damaged(path) }
    guard value["format"]?.integer == 1 else {
      throw IntakeError(
        .damaged, "the dead letter is of a format that is not known here", path: path,
        remedy: "Use a newer version of Holdfast.")
    }
    guard value["vault"]?.string == vault.text, let identity = value["identity"]?.string,
      let commitment = value["commitment"]?.string
    else { throw DeadLetterFile.damaged(path) }
    self.identity = identity
    self.commitment = commitment
    gateway = value["gateway"]?.string
    fields = [:]
    for member in object.members { fields[member.name] = member.value }
    line = Array(bytes[..<end])
    sealed = Array(bytes[(end + 1)...])
  }

  /// Opens as the gateway, or as an officer.
  func open(_ opener: DeadLetterOpener, path: String) throws -> [UInt8] {
    let secret: SecretBytes
    switch opener {
    case .gateway(let key, let vault):
      guard let gateway else {
        throw IntakeError(
          .damaged, "this was sealed to the vault alone", path: path, remedy: "Unlock the vault to read it.")
      }
      let envelope = try GatewayEnvelope(base64: gateway)
      secret = try DoubleWrap(gateway: envelope, identity: Envelope(base64: identity)).open(
        purpose: DeadLetterFile.purpose, vault: vault, key: key)
    case .officer(let vault):
      secret = try Envelope(base64: identity).open(with: vault.identities, binding: DeadLetterFile.binding(vault.id))
    }
    guard Base64.encode(try DeadLetterFile.derive(secret, "commitment").copyBytes()) == commitment else {
      throw DeadLetterFile.damaged(path)
    }
    do {
      return try AES256GCMContext(key: DeadLetterFile.derive(secret, "content")).open(
        sealed, nonce: AES256GCM.counterNonce(0), aad: line)
    } catch { throw DeadLetterFile.damaged(path) }
  }

  private static func derive(_ secret: SecretBytes, _ what: String) throws -> SecretBytes {
    try HKDF.derive(secret: secret, label: .deadLetter, context: Array(what.utf8))
  }

  // The binding that DoubleWrap uses, for notes that only the identity opens.
  private static func binding(_ vault: VaultID) -> AssociatedData {
    AssociatedData(.stateKey).appending(vault.text).appending(purpose)
  }

  static func damaged(_ path: String) -> IntakeError {
    IntakeError(
      .damaged, "the dead letter was changed or cut", path: path, remedy: "Restore it from a backup, or remove it.")
  }
}

/// Who opens dead letters.
public enum DeadLetterOpener: Sendable {
  /// A gateway with its key.
  case gateway(GatewayKey, VaultID)
  /// An officer with the vault unlocked.
  case officer(UnlockedVault)
}
