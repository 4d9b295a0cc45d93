import Ledger
import Records
import Sealing
import Settings

/// vault.toml: what anybody may know about a vault, signed by its first officer (docs/format.md §2).
public struct VaultConfiguration: Sendable, Hashable {
  /// Grows by one with each change.
  public var version: Int
  public var vault: VaultID
  public var createdAt: Instant
  /// Shown before unlocking; names no person.
  public var title: String
  /// A tag for where the vault is kept.
  public var region: String
  /// The zone of times that come without one, an IANA name.
  public var timeZone: String
  /// The digest of the file that this one replaced; nil for version 1.
  public var previous: Digest?
  public var identity: VaultPublicIdentity
  public var recovery: X25519PublicKey
  /// The first one is the administrator, who signs this file.
  public var officers: [OfficerEntry]
  public var writers: [WriterEntry]

  /// The administrator.
  var administrator: OfficerEntry? { officers.first }

  /// The entry of a writer.
  public func writer(_ id: WriterID) -> WriterEntry? { writers.first { $0.id == id } }

  /// What an officer reads aloud to compare vaults: bound to the vault and the key that signs this file.
  public var fingerprint: String {
    let key = officers.first?.key.bytes ?? []
    let digest = Derivation.digest(
      label: .vaultFingerprint, parts: [Array(vault.text.utf8), key])
    let text = digest.hex.prefix(40)
    return stride(from: 0, to: 40, by: 4).map { offset in
      let start = text.index(text.startIndex, offsetBy: offset)
      return String(text[start..<text.index(start, offsetBy: 4)])
    }.joined(separator: "-")
  }

  // MARK: - Writing

  /// The part that is signed.
  var signedText: String {
    var text = "# Holdfast vault. Do not edit: the file is signed and its digest is in the ledger.\n"
    func line(_ name: String, _ value: String) { text += "\(name) = \(VaultConfiguration.quoted(value))\n" }
    text += "format = 1\nversion = \(version)\n"
    line("vault", vault.text)
    line("created_at", createdAt.rfc3339)
    line("title", title)
    line("region", region)
    line("time_zone", timeZone)
    line("previous", previous?.hex ?? "")
    text += "\n[identity]\nversion = \(identity.version)\n"
    line("public", Base64.encode(identity.publicKey.bytes))
    text += "\n[recovery]\n"
    line("public", Base64.encode(recovery.bytes))
    for officer in officers {
      text += "\n[[officers]]\n"
      line("id", officer.id.text)
      line("key", Base64.encode(officer.key.bytes))
      line("role", officer.role)
      line("name", officer.sealedName)
    }
    for writer in writers {
      text += "\n[[writers]]\n"
      line("kind", writer.kind.rawValue)
      line("key", writer.verifier.vkey)
    }
    return text + "\n"
  }

  /// The whole file, signed.
  func signed(by key: SigningKey) throws -> [UInt8] {
    guard let administrator, administrator.key == key.verifyingKey else {
      throw VaultError(
        .notPermitted, "only the first officer may change vault.toml",
        remedy: "unlock the vault with the administrator's passphrase")
    }
    let body = signedText
    let signature = try key.sign(VaultConfiguration.signedBytes(body))
    return Array((body + VaultConfiguration.signatureText(administrator.id.text, signature)).utf8)
  }

  private static func signatureText(_ officer: String, _ signature: [UInt8]) -> String {
    "[signature]\nofficer = \(quoted(officer))\ned25519 = \(quoted(Base64.encode(signature)))\n"
  }

  private static func signedBytes(_ body: String) -> [UInt8] { Label.vaultConfiguration.bytes + Array(body.utf8) }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      default:
        if scalar.value < 0x20 || scalar.value == 0x7F {
          let hex = String(scalar.value, radix: 16, uppercase: true)
          result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }

  // MARK: - Reading

  /// Reads the file and checks its signature and that not one byte of it is without meaning.
  public static func read(_ bytes: [UInt8]) throws -> VaultConfiguration {
    do {
      let table = try SettingsDocument.parse(bytes, file: VaultPath.configuration)
      let format = try table.requiredInt("format")
      guard format == 1 else {
        throw VaultError(
          .unsupportedVersion, "vault.toml has format \(format); this program reads format 1",
          remedy: "use the version of holdfast that wrote this vault, or a newer one")
      }
      let (configuration, signature) = try parse(table)
      let body = configuration.signedText
      guard let administrator = configuration.administrator,
        Array((body + signatureText(administrator.id.text, signature)).utf8) == bytes
      else { throw malformed("it is not in the exact form that holdfast writes") }
      guard administrator.key.isValid(signature: signature, of: signedBytes(body)) else {
        throw malformed("its signature does not hold")
      }
      return configuration
    } catch let error as SettingsError {
      throw malformed(error.description, cause: error)
    } catch let error as VaultError {
      throw error
    } catch {
      throw malformed("\(error)", cause: error)
    }
  }

  private static func malformed(_ what: String, cause: (any Error)? = nil) -> VaultError {
    VaultError(
      .badConfiguration, "vault.toml cannot be trusted: \(what)",
      remedy: "restore vault.toml from a backup of this vault", cause: cause)
  }

  private static func parse(_ table: SettingsTable) throws -> (VaultConfiguration, [UInt8]) {
    try table.rejectUnknownKeys(allowed: [
      "format", "version", "vault", "created_at", "title", "region", "time_zone", "previous", "identity", "recovery",
      "officers", "writers", "signature",
    ])
    func base64(_ table: SettingsTable, _ key: String) throws -> [UInt8] {
      guard let bytes = Base64.decode(try table.requiredString(key)) else {
        throw table.error(key, "\(table.name(of: key)) is not base64")
      }
      return bytes
    }
    guard let vault = VaultID(try table.requiredString("vault")) else { throw malformed("vault is not an identifier") }
    guard let createdAt = Instant(rfc3339: try table.requiredString("created_at")) else {
      throw malformed("created_at is not an instant")
    }
    let previousText = try table.requiredString("previous")
    let previous = previousText.isEmpty ? nil : Digest(hex: previousText)
    if previous == nil, !previousText.isEmpty { throw malformed("previous is not a digest") }
    let identityTable = try table.requiredTable("identity")
    guard let identityVersion = UInt32(exactly: try identityTable.requiredInt("version")) else {
      throw malformed("identity.version is out of range")
    }
    let identity = VaultPublicIdentity(
      version: identityVersion, publicKey: try X25519PublicKey(bytes: base64(identityTable, "public")))
    let recovery = try X25519PublicKey(bytes: base64(try table.requiredTable("recovery"), "public"))
    let officers = try table.tables("officers").map { entry in
      guard let id = OfficerID(try entry.requiredString("id")) else { throw malformed("an officer's id is none") }
      return OfficerEntry(
        id: id, key: try VerifyingKey(bytes: base64(entry, "key")), role: try entry.requiredString("role"),
        sealedName: try entry.requiredString("name"))
    }
    let writers = try table.tables("writers").map { entry in
      guard let kind = WriterKind(rawValue: try entry.requiredString("kind")) else {
        throw malformed("a writer has an unknown kind")
      }
      let verifier = try NoteVerifier(vkey: try entry.requiredString("key"))
      guard let id = WriterID(ofName: verifier.name, in: vault), id == WriterID(of: verifier.key, in: vault) else {
        throw malformed("the name of a writer's key does not fit its key")
      }
      return WriterEntry(kind: kind, id: id, verifier: verifier)
    }
    guard Set(writers.map(\.id)).count == writers.count, Set(officers.map(\.id)).count == officers.count else {
      throw malformed("an officer or a writer stands in it twice")
    }
    guard officers.allSatisfy({ $0.id == OfficerID(of: $0.key, in: vault) }) else {
      throw malformed("an officer's id does not fit the key")
    }
    let signatureTable = try table.requiredTable("signature")
    let configuration = VaultConfiguration(
      version: try table.requiredInt("version"), vault: vault, createdAt: createdAt,
      title: try table.requiredString("title"), region: try table.requiredString("region"),
      timeZone: try table.requiredString("time_zone"), previous: previous, identity: identity, recovery: recovery,
      officers: officers, writers: writers)
    return (configuration, try base64(signatureTable, "ed25519"))
  }
}
