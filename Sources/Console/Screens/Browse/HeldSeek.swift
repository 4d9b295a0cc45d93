import Records
import SearchIndex
import Storage

/// A search for the nearest held message beyond what a timeline has loaded.
struct HeldSeek: Sendable, Hashable {
  var conversation: ConversationID
  var isForward: Bool
  /// Where the items that are loaded end.
  var edge: Instant
  /// The loaded messages of that same moment: they are on this side of the edge.
  var known: Set<MessageID>

  /// From the first or the last item of a window; nil for an empty one.
  init?(_ window: TimelineWindow, isForward: Bool) {
    guard let edge = isForward ? window.items.last : window.items.first else { return nil }
    conversation = window.conversation
    self.isForward = isForward
    self.edge = edge.at
    known = Set(window.items.filter { $0.at == edge.at }.compactMap(\.messageID))
  }

  /// The held message nearest to the edge, found by its place in the index and not by reading what lies between.
  func find(in index: ArchiveIndex, _ cancel: CancellationFlag?) throws -> MessageID? {
    let query = Query(.and([.term(.conversation(.id(conversation))), .term(.hold(.any))]))
    // Just before the first or just after the last of that moment, in whatever order they stand there.
    let (before, isTooEarly) = edge.milliseconds.subtractingReportingOverflow(1)
    guard !isForward || !isTooEarly else { return nil }
    let cursor = SearchCursor(
      at: isForward ? Instant(milliseconds: before) : edge, sequence: .max, id: MessageID(suffix: "7777777777"))
    let page = try index.search(
      query, order: isForward ? .oldest : .newest, after: cursor, limit: known.count + 1, cancel: cancel)
    return page.hits.first { !known.contains($0.id) }?.id
  }
}
