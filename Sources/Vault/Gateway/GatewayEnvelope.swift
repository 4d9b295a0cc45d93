import Records
import Sealing

/// A small secret sealed under a gateway key (docs/format.md §13).
public struct GatewayEnvelope: Sendable, Hashable {
  private static let version: UInt8 = 1
  private static let saltCount = 32

  private let salt: [UInt8]
  private let commitment: [UInt8]
  private let sealed: [UInt8]

  /// Seals a secret; `binding` is what it is for.
  public static func seal(
    _ secret: SecretBytes, under key: GatewayKey, binding: AssociatedData, using randomness: any Randomness
  ) throws -> GatewayEnvelope {
    let salt = try randomness.bytes(saltCount)
    var plain = secret.copyBytes()
    defer { for index in plain.indices { plain[index] = 0 } }
    // The salt makes the key new each time: it seals one text, so the nonce may be zero.
    let sealed = try AES256GCMContext(key: key.derive(.gatewayWrap, context: salt)).seal(
      plain, nonce: AES256GCM.counterNonce(0), aad: binding.bytes)
    return GatewayEnvelope(
      salt: salt, commitment: try key.derive(.gatewayCommitment, context: salt).copyBytes(), sealed: sealed)
  }

  private init(salt: [UInt8], commitment: [UInt8], sealed: [UInt8]) {
    self.salt = salt
    self.commitment = commitment
    self.sealed = sealed
  }

  /// Reads an encoding.
  public init(encoded bytes: [UInt8]) throws {
    guard let first = bytes.first, bytes.count > 65 + AES256GCM.tagCount, bytes.count <= 4096 else {
      throw VaultError(.tampered, "a gateway envelope of \(bytes.count) bytes has the wrong length")
    }
    guard first == GatewayEnvelope.version else {
      throw VaultError(
        .unsupportedVersion, "a gateway envelope of version \(first) is not known here",
        remedy: "use a newer version of holdfast")
    }
    salt = Array(bytes[1..<33])
    commitment = Array(bytes[33..<65])
    sealed = Array(bytes[65...])
  }

  /// Reads canonical base64 of an encoding.
  public init(base64: String) throws {
    guard let bytes = Base64.decode(base64) else {
      throw VaultError(.tampered, "a gateway envelope is not canonical base64")
    }
    try self.init(encoded: bytes)
  }

  /// The bytes to keep.
  public var encoded: [UInt8] { [GatewayEnvelope.version] + salt + commitment + sealed }
  /// The bytes to keep, as base64.
  public var base64: String { Base64.encode(encoded) }

  /// Opens with the gateway key: throws `wrongKey`, or `tampered` when damaged or bound to something else.
  public func open(with key: GatewayKey, binding: AssociatedData) throws -> SecretBytes {
    guard ConstantTime.equal(try key.derive(.gatewayCommitment, context: salt).copyBytes(), commitment) else {
      throw VaultError(
        .wrongKey, "this was sealed under another gateway key",
        remedy: "give the key file that this machine was enrolled with, or enroll it again")
    }
    do {
      var plain = try AES256GCMContext(key: key.derive(.gatewayWrap, context: salt)).open(
        sealed, nonce: AES256GCM.counterNonce(0), aad: binding.bytes)
      defer { for index in plain.indices { plain[index] = 0 } }
      return SecretBytes(plain)
    } catch {
      throw VaultError(.tampered, "a gateway envelope is damaged", remedy: "restore it from a backup", cause: error)
    }
  }
}
