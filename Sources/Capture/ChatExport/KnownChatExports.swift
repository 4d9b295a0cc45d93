import Records

/// What is already archived from chat exports, so that another export of the same chat is recognised.
///
/// A title is no identity: it changes when a contact is renamed, and `_chat.txt` has none. Lines are.
public protocol KnownChatExports: Sendable {
  /// The keys (`export:…`) of all conversations that came from exports into an account.
  func conversationKeys(account: String) throws -> [String]
  /// Whether a message is archived, or was read earlier in this import.
  func contains(message: MessageID) throws -> Bool
}

/// A reader that can file its material under a conversation that is already archived.
public protocol ConversationAligning: SourceReader {
  /// Finds the archived conversation that this export continues, before the first reading is taken.
  ///
  /// Returns the key it was aligned with; nil when it is a conversation of its own.
  mutating func align(with known: any KnownChatExports) throws -> String?
}
