/// The key pair of one retention class, period and writer: destroying it erases what it covers.
///
/// It is random and never derived, because a key that can be derived again cannot be destroyed.
public struct RetentionKeyPair: Sendable {
  private let privateKey: X25519PrivateKey

  /// Makes a new pair.
  public static func generate(using randomness: any Randomness) throws -> RetentionKeyPair {
    RetentionKeyPair(privateKey: try .generate(using: randomness))
  }

  private init(privateKey: X25519PrivateKey) { self.privateKey = privateKey }

  /// The half that seals segment keys.
  public var publicKey: X25519PublicKey { privateKey.publicKey }

  /// Seals the private half to the vault's identity.
  public func wrap(
    to identity: VaultPublicIdentity, binding: RetentionKeyBinding, using randomness: any Randomness
  ) throws -> Envelope {
    try Envelope.seal(
      privateKey.secret, to: identity, binding: associatedData(binding), using: randomness)
  }

  /// Opens a wrapped pair, whose public half must be the one that is expected.
  public static func unwrap(
    _ envelope: Envelope, identities: [VaultIdentity], binding: RetentionKeyBinding,
    expecting publicKey: X25519PublicKey
  ) throws -> RetentionKeyPair {
    let data = binding.associatedData().appending(publicKey.bytes)
    let pair = RetentionKeyPair(
      privateKey: try X25519PrivateKey(try envelope.open(with: identities, binding: data)))
    guard pair.publicKey == publicKey else {
      throw SealingError(
        code: .authenticationFailed, message: "retention key \(binding.keyID) does not belong to its public half")
    }
    return pair
  }

  /// Opens an envelope that is sealed to this pair.
  public func open(_ envelope: Envelope, binding: AssociatedData) throws -> SecretBytes {
    try envelope.open(with: privateKey, binding: binding)
  }

  private func associatedData(_ binding: RetentionKeyBinding) -> AssociatedData {
    binding.associatedData().appending(publicKey.bytes)
  }
}
