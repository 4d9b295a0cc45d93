/// The secret that opens a recovery slot: written once, to a file that is kept away from the vault.
///
/// The text is `HOLDFAST-RECOVERY-SECRET-1` and sixteen groups of four characters of Crockford's base32: the
/// 32 bytes of an X25519 private key and 8 bytes of check, so that a mistyped character is noticed.
public struct RecoverySecret: Sendable {
  /// The key.
  public let privateKey: X25519PrivateKey

  private static let name = "HOLDFAST-RECOVERY-SECRET-1"
  private static let checkCount = 8

  /// Makes a new secret.
  public static func generate(using randomness: any Randomness) throws -> RecoverySecret {
    RecoverySecret(privateKey: try .generate(using: randomness))
  }

  private init(privateKey: X25519PrivateKey) { self.privateKey = privateKey }

  /// What a recovery slot is sealed to.
  public var publicKey: X25519PublicKey { privateKey.publicKey }

  /// The secret on one line.
  public var line: String {
    var bytes = privateKey.secret.copyBytes()
    defer { bytes.wipe() }
    return "\(RecoverySecret.name) \(Crockford32.encode(bytes + RecoverySecret.check(bytes)))"
  }

  /// A file for people to keep: comments and the secret.
  public func fileText(vaultID: String, fingerprint: String) -> String {
    """
    # Holdfast recovery secret
    #
    # vault        \(vaultID)
    # fingerprint  \(fingerprint)
    #
    # Whoever has this text and a copy of the vault can read everything in it. Keep it away from the vault,
    # on paper or on a disk that is not connected, and remove it from this machine. It is not shown again.
    # To use it: holdfast recover

    \(line)

    """
  }

  /// Reads a file, or the line alone; case, hyphens and white space do not matter.
  public init(text: String) throws {
    let malformed = SealingError(
      code: .malformed, message: "this is not a Holdfast recovery secret",
      remedy: "Give the whole file that was written when the vault was made, or its line \(RecoverySecret.name) …")
    guard text.utf8.count <= 1 << 16 else { throw malformed }
    let lines = text.split(whereSeparator: \.isNewline).filter { !$0.drop(while: \.isWhitespace).hasPrefix("#") }
    let body = lines.joined(separator: " ").uppercased().drop(while: \.isWhitespace)
    guard body.hasPrefix("HOLDFAST-RECOVERY-SECRET-") else { throw malformed }
    guard body.hasPrefix(RecoverySecret.name + " ") else {
      throw SealingError(
        code: .unsupportedVersion, message: "this recovery secret is of a version that is not known here",
        remedy: "Use a newer version of Holdfast")
    }
    guard var bytes = Crockford32.decode(String(body.dropFirst(RecoverySecret.name.count))),
      bytes.count == 32 + RecoverySecret.checkCount
    else { throw malformed }
    defer { bytes.wipe() }
    var secret = Array(bytes[0..<32])
    defer { secret.wipe() }
    guard ConstantTime.equal(RecoverySecret.check(secret), Array(bytes[32...])) else {
      throw SealingError(
        code: .malformed, message: "the recovery secret has a mistyped or missing character",
        remedy: "Compare it with the original, group by group")
    }
    privateKey = try X25519PrivateKey(SecretBytes(secret))
  }

  private static func check(_ secret: [UInt8]) -> [UInt8] {
    Array(Derivation.digest(label: .recoverySecretCheck, parts: [secret]).bytes.prefix(checkCount))
  }
}
