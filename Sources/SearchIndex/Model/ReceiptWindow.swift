import Records

/// Messages of a conversation up to some instant, with their receipts.
public struct ReceiptWindow: Sendable, Hashable {
  /// One message.
  public struct Message: Sendable, Hashable {
    public var id: MessageID
    /// Where it stands in the timeline.
    public var at: Instant
    public var direction: MessageEvent.Direction
    public var kind: Content.Kind
    /// What it says now.
    public var text: String
    /// In no order.
    public var receipts: [MessageDetail.ReceiptStep]
  }

  /// Oldest first.
  public var messages: [Message]
  /// Whether nothing earlier and no receipt was left out.
  public var isWhole: Bool
}
