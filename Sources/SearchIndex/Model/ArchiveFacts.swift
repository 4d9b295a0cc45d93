import Records

/// Messages on one day (UTC).
public struct DayCount: Sendable, Hashable {
  public var day: CivilDate
  public var messages: Int64

  /// Creates a count.
  public init(day: CivilDate, messages: Int64) {
    self.day = day
    self.messages = messages
  }
}

/// Something that is known to be missing.
public struct GapSummary: Sendable, Hashable {
  public var id: String
  public var reason: String
  public var detail: String
  public var conversation: ConversationID?
  public var message: MessageID?
  public var provider: Provider
  public var at: Instant
  public var from: Instant?
  public var until: Instant?
  /// Whether what was missing has arrived since.
  public var isFilled: Bool
  public var record: RecordAddress
  public var account = ""
  /// The conversation's name, where the gap is of one.
  public var conversationTitle: String?
}

/// Something that arrived and could not be read or applied as it should.
public struct ExceptionSummary: Sendable, Hashable {
  /// A short name: `unreadable-record`, `conflicting-reading`, `edit-by-other`, `exception`…
  public var code: String
  public var detail: String
  public var conversation: ConversationID?
  public var message: MessageID?
  public var at: Instant
  public var record: RecordAddress
}

/// One attachment.
public struct AttachmentSummary: Sendable, Hashable {
  public var message: MessageID
  public var conversation: ConversationID
  public var at: Instant
  public var media: TimelineItem.Media
}

/// The figures of `status`.
public struct ArchiveStatistics: Sendable, Hashable {
  public var conversations: Int64
  public var messages: Int64
  public var events: Int64
  public var receipts: Int64
  public var people: Int64
  public var deliveries: Int64
  public var attachments: Int64
  /// Unfilled gaps.
  public var gaps: Int64
  public var exceptions: Int64
  /// Receipts, edits, reactions and deletions whose message never arrived.
  public var waiting: Int64
  public var matters: Int64
  public var holds: Int64
  public var held: Int64
  public var firstAt: Instant?
  public var lastAt: Instant?
  public var shards: Int
  /// Bytes of the index on disk.
  public var indexBytes: Int64
  public var coverage: Coverage
}
