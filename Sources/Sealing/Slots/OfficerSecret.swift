/// What makes an officer: an id, a name and the key that signs the officer's acts.
///
/// It is sealed under the officer's own slot and not under the vault's identity: dual control depends on it.
public struct OfficerSecret: Sendable {
  /// The officer's id.
  public let id: String
  /// The officer's name.
  public let name: String
  /// The key that signs.
  public let signingKey: SigningKey

  /// Describes an officer.
  public init(id: String, name: String, signingKey: SigningKey) {
    self.id = id
    self.name = name
    self.signingKey = signingKey
  }

  /// A key pair to which things can be sealed for this officer alone, such as a rotated vault identity.
  public func exchangeKey() throws -> X25519PrivateKey {
    try X25519PrivateKey(try HKDF.derive(secret: signingKey.seed, label: .officerExchange))
  }
}
