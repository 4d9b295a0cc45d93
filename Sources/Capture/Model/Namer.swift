import Records

/// Gives names, remembering those that come again and again; shared by the readers of one source, on one thread.
final class Namer {
  private let identifiers: Identifiers
  private var conversations: [ConversationKey: ConversationID] = [:]
  /// Keeps the memory of a hostile file bounded.
  private static let remembered = 50_000

  private struct ConversationKey: Hashable {
    var provider: Provider
    var account: String
    var key: String
  }

  init(vault: VaultID) { identifiers = Identifiers(vault: vault) }

  func message(_ provider: Provider, _ account: String, _ providerID: String, fromMe: Bool) -> MessageID {
    identifiers.message(provider: provider, account: account, providerID: providerID, fromMe: fromMe)
  }

  func conversation(_ provider: Provider, _ account: String, _ key: String) -> ConversationID {
    let cacheKey = ConversationKey(provider: provider, account: account, key: key)
    if let known = conversations[cacheKey] { return known }
    let id = identifiers.conversation(provider: provider, account: account, key: key)
    if conversations.count >= Namer.remembered { conversations.removeAll(keepingCapacity: true) }
    conversations[cacheKey] = id
    return id
  }

  /// A reference to a conversation.
  func reference(
    _ provider: Provider, _ account: String, kind: ConversationReference.Kind, key: String, title: String? = nil,
    counterpart: Party? = nil
  ) -> ConversationReference {
    ConversationReference(
      id: conversation(provider, account, key), kind: kind, key: key, title: title, counterpart: counterpart)
  }
}
