import Records
import SearchIndex

/// Messages of a conversation before some moment, with their receipts: what questions about reading are answered from.
public struct ReadTrail: Sendable, Hashable {
  /// One message.
  public struct Entry: Sendable, Hashable {
    public var message: MessageID
    /// Where it stands: its own time, else that of capture.
    public var at: Instant
    /// Whether our side wrote it; nil where that is not known.
    public var isOurs: Bool?
    /// Its first words.
    public var words: String
    public var receipts: [CaseMessage.Step]

    /// Creates an entry.
    public init(message: MessageID, at: Instant, isOurs: Bool?, words: String, receipts: [CaseMessage.Step]) {
      self.message = message
      self.at = at
      self.isOurs = isOurs
      self.words = words
      self.receipts = receipts
    }
  }

  /// What bounds the trail.
  public enum Bound: String, Sendable, Hashable {
    /// Everything that the archive has of the conversation was looked at.
    case none
    /// Only so many messages were looked at.
    case recent
    /// Only what is in the bundle was looked at.
    case bundle
  }

  /// Oldest first.
  public var entries: [Entry]
  public var bound: Bound
  /// Whether the conversation was taken in afterwards, from files: then every receipt was captured late, and it says
  /// nothing.
  public var isBackfilled: Bool

  /// Creates a trail.
  public init(entries: [Entry], bound: Bound = .none, isBackfilled: Bool = false) {
    self.entries = entries
    self.bound = bound
    self.isBackfilled = isBackfilled
  }

  /// The characters of a message that are quoted.
  static let quoted = 120

  /// The trail that the index gave.
  public init(_ window: ReceiptWindow, isBackfilled: Bool = false) {
    self.isBackfilled = isBackfilled
    entries = window.messages.map { message in
      Entry(
        message: message.id, at: message.at, isOurs: Self.isOurs(message.direction),
        words: message.text.isEmpty ? "[\(message.kind)]" : String(message.text.prefix(Self.quoted)),
        receipts: message.receipts.map { CaseMessage.Step($0) })
    }
    bound = window.isWhole ? .none : .recent
  }

  static func isOurs(_ direction: MessageEvent.Direction) -> Bool? {
    switch direction {
    case .outbound: return true
    case .inbound: return false
    case .unknown: return nil
    }
  }
}

extension ReadTrail.Entry {
  /// A message of a bundle.
  init(_ message: CaseMessage) {
    let current = message.current?.content
    let text = current?.text ?? ""
    self.init(
      message: message.id, at: message.at, isOurs: ReadTrail.isOurs(message.direction),
      words: text.isEmpty
        ? "[\(current?.kind ?? .unsupported)]" : String(text.prefix(ReadTrail.quoted)),
      receipts: message.receipts)
  }
}
