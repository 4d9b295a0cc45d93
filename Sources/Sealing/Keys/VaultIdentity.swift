/// A vault's identity: the key pair that every retention key is sealed to.
public struct VaultIdentity: Sendable {
  /// Which identity of the vault this is, from 1.
  public let version: UInt32
  /// What opens retention keys.
  public let privateKey: X25519PrivateKey

  /// Takes a version and a key.
  public init(version: UInt32, privateKey: X25519PrivateKey) {
    self.version = version
    self.privateKey = privateKey
  }

  /// Makes a new identity.
  public static func generate(version: UInt32 = 1, using randomness: any Randomness) throws -> VaultIdentity {
    VaultIdentity(version: version, privateKey: try .generate(using: randomness))
  }

  /// The half that writers get.
  public var publicIdentity: VaultPublicIdentity {
    VaultPublicIdentity(version: version, publicKey: privateKey.publicKey)
  }
}
