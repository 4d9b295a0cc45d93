import Records
import Sealing

/// A random key of something in the state directory that the gateway and the unlocked vault can both open.
///
/// It is wrapped twice: under the gateway key, and to the vault identity.
public struct DoubleWrap: Sendable, Hashable {
  /// Under the gateway key.
  public var gateway: GatewayEnvelope
  /// To the vault identity.
  public var identity: Envelope

  /// Takes both wraps, as read.
  public init(gateway: GatewayEnvelope, identity: Envelope) {
    self.gateway = gateway
    self.identity = identity
  }

  /// Reads both wraps from base64.
  public init(gateway: String, identity: String) throws {
    self.gateway = try GatewayEnvelope(base64: gateway)
    self.identity = try Envelope(base64: identity)
  }

  /// Makes a new key; `purpose` says what it is for: `spool`, `deadletter`.
  public static func make(
    purpose: String, vault: LockedVault, key: GatewayKey
  ) throws -> (secret: SecretBytes, wrap: DoubleWrap) {
    let randomness = vault.environment.randomness
    let secret = try SecretBytes.random(count: AES256GCM.keyCount, using: randomness)
    let binding = binding(purpose, vault.id)
    let wrap = DoubleWrap(
      gateway: try .seal(secret, under: key, binding: binding, using: randomness),
      identity: try .seal(secret, to: vault.configuration.identity, binding: binding, using: randomness))
    return (secret, wrap)
  }

  /// Opens as the gateway.
  public func open(purpose: String, vault: VaultID, key: GatewayKey) throws -> SecretBytes {
    try gateway.open(with: key, binding: DoubleWrap.binding(purpose, vault))
  }

  /// Opens as an officer.
  public func open(purpose: String, vault: UnlockedVault) throws -> SecretBytes {
    try identity.open(with: vault.identities, binding: DoubleWrap.binding(purpose, vault.id))
  }

  private static func binding(_ purpose: String, _ vault: VaultID) -> AssociatedData {
    AssociatedData(.stateKey).appending(vault.text).appending(purpose)
  }
}
