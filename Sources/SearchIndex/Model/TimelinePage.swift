import Records

/// Where to open a timeline.
public enum TimelineAnchor: Sendable, Hashable {
  case newest
  case oldest
  /// At this message.
  case message(MessageID)
  /// At any item, by identity and time (as given by `TimelineItem`).
  case item(TimelineItem.ID, at: Instant)
  /// At the first item at or after this instant.
  case date(Instant)
}

/// A window of a timeline, oldest first.
public struct TimelinePage: Sendable, Hashable {
  public var conversation: ConversationID
  public var items: [TimelineItem]
  /// The place of the anchor's item in `items`; nil when it is not there.
  public var anchorIndex: Int?
  public var hasOlder: Bool
  public var hasNewer: Bool
  /// About how many messages lie before the first item, for *61 % · message 130,771*.
  public var messagesBefore: Int64
  public var messagesTotal: Int64
  public var coverage: Coverage
}
