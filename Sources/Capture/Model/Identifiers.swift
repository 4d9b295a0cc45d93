import Records
import Sealing

/// Names messages, conversations and deliveries, so that the same material gets the same names wherever it is read.
public struct Identifiers: Sendable {
  private let vault: [UInt8]

  /// Creates the names of one vault.
  public init(vault: VaultID) { self.vault = Array(vault.text.utf8) }

  /// A message: the provider's id in one account, and who sent it.
  public func message(provider: Provider, account: String, providerID: String, fromMe: Bool) -> MessageID {
    MessageID(
      suffix: Derivation.identifier(
        label: .messageIdentifier,
        parts: [
          vault, Array(provider.rawValue.utf8), Array(account.utf8), Array(providerID.utf8), [fromMe ? 1 : 0],
        ]))
  }

  /// A conversation: its key (`phone:…`, `group:…`) in one account.
  public func conversation(provider: Provider, account: String, key: String) -> ConversationID {
    ConversationID(
      suffix: Derivation.identifier(
        label: .conversationIdentifier,
        parts: [vault, Array(provider.rawValue.utf8), Array(account.utf8), Array(key.utf8)]))
  }

  /// A delivery: its bytes as they arrived, wherever they came from.
  public func delivery(provider: Provider, account: String, originalDigest: Digest) -> DeliveryID {
    DeliveryID(
      suffix: Derivation.identifier(
        label: .deliveryIdentifier,
        parts: [vault, Array(provider.rawValue.utf8), Array(account.utf8), originalDigest.bytes]))
  }
}
