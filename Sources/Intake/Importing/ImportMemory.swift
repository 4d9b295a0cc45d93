import Capture
import Records
import Synchronization

/// What is known during an import: what the index knows, and what came earlier in the same import.
final class ImportMemory: KnownChatExports {
  /// 128 bits that stand for an identifier: a set of these takes a third of the memory of a set of texts.
  struct Key: Hashable {
    private let high: UInt64
    private let low: UInt64

    init(_ text: String) {
      var high: UInt64 = 0
      var low: UInt64 = 0
      // Base32 letters are five bits each; 20 of them, as all identifiers have, fit without loss.
      for byte in text.utf8 {
        let digit: UInt64
        switch byte {
        case 0x61...0x7A: digit = UInt64(byte - 0x61)
        case 0x32...0x37: digit = UInt64(byte - 0x32 + 26)
        default: digit = 31
        }
        high = high << 5 | low >> 59
        low = low << 5 | digit
      }
      self.high = high
      self.low = low
    }
  }

  private struct State {
    var deliveries: Set<Key> = []
    /// A message and a hash of what it says.
    var messages: [Key: Int] = [:]
    /// Messages of this import whose files were sealed.
    var complete: Set<Key> = []
    var conversations: [String: Set<String>] = [:]
    /// Files that a chat export named as its own.
    var claimed: Set<String> = []
    var accounts: [Provider: [String]] = [:]
  }

  private let known: any KnownDeliveries
  private let state = Mutex(State())

  init(known: any KnownDeliveries) { self.known = known }

  /// Whether a delivery is archived or came before; it has come from now on.
  func remember(delivery: DeliveryID) throws -> Bool {
    let isNew = state.withLock { $0.deliveries.insert(Key(delivery.text)).inserted }
    if !isNew { return true }
    return try known.contains(delivery: delivery)
  }

  enum Familiarity { case new, same, different, archived }

  /// Whether a message is archived or came before, and whether it then said the same.
  func remember(message: MessageID, content: Int?) throws -> Familiarity {
    let key = Key(message.text)
    let earlier = state.withLock { state -> Int? in
      let earlier = state.messages[key]
      if earlier == nil || earlier == 0 { state.messages[key] = content ?? 0 }
      return earlier
    }
    guard let earlier else { return try known.contains(message: message) ? .archived : .new }
    // Zero is content that was not there: a gap that is filled says nothing different.
    guard let content, earlier != 0, earlier != content else { return .same }
    return .different
  }

  /// Notes that a message's file is sealed.
  func remember(mediaOf message: MessageID) { state.withLock { _ = $0.complete.insert(Key(message.text)) } }

  /// Whether the file of a message that is archived, or came before, is still wanted.
  func wantsMedia(of message: MessageID) throws -> Bool {
    let key = Key(message.text)
    let (isHere, isComplete) = state.withLock { ($0.messages[key] != nil, $0.complete.contains(key)) }
    if isComplete { return false }
    if try known.isMissingMedia(of: message) { return true }
    return try isHere && !known.contains(message: message)
  }

  /// Notes that a file on its own belongs to a chat export.
  func claim(_ path: String) { state.withLock { _ = $0.claimed.insert(path) } }

  /// Whether a file was taken in with the chat export that names it.
  func isClaimed(_ path: String) -> Bool { state.withLock { $0.claimed.contains(path) } }

  /// The date under which a message was archived before this import.
  func date(of message: MessageID) throws -> ArchivedDate? { try known.date(of: message) }

  /// The accounts under which a provider's conversations were archived before this import.
  func accounts(of provider: Provider) throws -> [String] {
    if let accounts = state.withLock({ $0.accounts[provider] }) { return accounts }
    let accounts = try known.accounts(of: provider)
    state.withLock { $0.accounts[provider] = accounts }
    return accounts
  }

  /// Whether a delivery was archived before this import.
  func isArchived(_ delivery: DeliveryID) throws -> Bool { try known.contains(delivery: delivery) }

  /// Notes a conversation that came from a chat export.
  func remember(conversation key: String, account: String) {
    state.withLock { _ = $0.conversations[account, default: []].insert(key) }
  }

  func conversationKeys(account: String) throws -> [String] {
    let own = state.withLock { $0.conversations[account] ?? [] }
    return try known.conversationKeys(account: account).filter { !own.contains($0) } + own.sorted()
  }

  func contains(message: MessageID) throws -> Bool {
    if state.withLock({ $0.messages[Key(message.text)] != nil }) { return true }
    return try known.contains(message: message)
  }
}
