import Records
import SearchIndex
import Sealing

/// What an index says of an archive, in a form that can be compared: counts, conversations, every message with its
/// holds, matters and people.
struct ArchivePicture: Equatable {
  var counts: [String: Int64]
  var conversations: [String]
  var messages: Digest
  var holds: [String]

  init(_ index: ArchiveIndex) throws {
    let facts = try index.statistics()
    counts = [
      "conversations": facts.conversations, "messages": facts.messages, "events": facts.events,
      "receipts": facts.receipts, "people": facts.people, "deliveries": facts.deliveries,
      "attachments": facts.attachments, "gaps": facts.gaps, "exceptions": facts.exceptions, "waiting": facts.waiting,
      "matters": facts.matters, "holds": facts.holds, "held": facts.held,
    ]
    var list: [String] = []
    var found: [ConversationID] = []
    var cursor: ConversationCursor?
    repeat {
      let page = try index.conversations(after: cursor, limit: 500)
      for one in page.conversations {
        found.append(one.id)
        list.append("\(one.id) \(one.title) \(one.phone ?? "") \(one.messages) \(one.names)")
      }
      cursor = page.next
    } while cursor != nil
    conversations = list.sorted()
    var lines: [String] = []
    for conversation in found {
      try index.forEachMatch(Query.conversation(conversation)) { match in
        lines.append("\(match.id) \(conversation) \(match.at) \(match.versions) \(match.held.sorted())")
        return true
      }
    }
    messages = SHA256.hash(Array(lines.sorted().joined(separator: "\n").utf8))
    holds = try index.holds().map { "\($0.id) \($0.placement.matter) \($0.messages)" }.sorted()
  }

  /// How it differs, in words; nil where it does not.
  func difference(_ other: ArchivePicture) -> String? {
    if counts != other.counts { return "the counts are \(counts), then \(other.counts)" }
    if conversations != other.conversations { return "the conversations differ" }
    if messages != other.messages { return "the messages differ" }
    return holds == other.holds ? nil : "the holds are \(holds), then \(other.holds)"
  }
}
