import Records
import Storage

extension ArchiveIndex {
  /// The newest messages of a conversation that stand at or before an instant, with the receipts of each.
  ///
  /// Bounded, however long the conversation and however large the group: `limit` lines of the timeline are looked at,
  /// and of all receipts no more than `receipts`.
  public func receipts(
    in conversation: ConversationID, until instant: Instant, limit: Int = 300, receipts most: Int = 20_000,
    cancel: CancellationFlag? = nil
  ) throws -> ReceiptWindow {
    let store = try current()
    let limit = max(1, limit)
    let reader = TimelineReader(
      store: store, conversation: conversation, shards: try messageCounts(conversation, store).keys.sorted(),
      cancel: cancel)
    var lines = try reader.lines(
      beyond: ItemOrder(at: instant.milliseconds, sequence: .max, id: "~"), newestFirst: true, limit: limit + 1)
    var window = ReceiptWindow(messages: [], isWhole: lines.count <= limit)
    if lines.count > limit { lines.removeLast(lines.count - limit) }
    var left = max(0, most)
    var steps: [ItemOrder: [MessageDetail.ReceiptStep]] = [:]
    for (name, group) in Dictionary(grouping: lines.filter { $0.item.receipt != nil }, by: \.shard).sorted(by: {
      $0.key > $1.key
    }) {
      try store.readShard(name, cancel: cancel) { connection in
        let reader = ItemReader(name: name, connection: connection)
        for line in group where left > 0 {
          let found = try DetailReader(reader).receipts(of: line.row, limit: left + 1)
          if found.count > left { window.isWhole = false }
          steps[line.order] = Array(found.prefix(left))
          left -= min(left, found.count)
        }
        if left == 0, group.contains(where: { steps[$0.order] == nil }) { window.isWhole = false }
      }
    }
    for line in lines.reversed() where line.item.category == .message {
      guard let id = line.item.messageID else { continue }
      window.messages.append(
        ReceiptWindow.Message(
          id: id, at: line.item.at, direction: line.item.direction, kind: line.item.contentKind,
          text: String(line.item.text.prefix(200)), receipts: steps[line.order] ?? []))
    }
    return window
  }
}
