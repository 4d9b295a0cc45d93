/// The public half of a vault's identity: all that a writer needs to seal.
public struct VaultPublicIdentity: Sendable, Hashable {
  /// Which identity of the vault this is, from 1; rotation makes the next.
  public let version: UInt32
  /// What is sealed to.
  public let publicKey: X25519PublicKey

  /// Takes a version and a key.
  public init(version: UInt32, publicKey: X25519PublicKey) {
    self.version = version
    self.publicKey = publicKey
  }
}
