import Capture
import Records

/// Counts what the readings of one file hold, and what of it is new.
struct FileTally {
  private(set) var file: ImportReport.File
  private let memory: ImportMemory
  /// Deliveries that are archived under other accounts: how many of each, and under which account they came now.
  private var twins: [(twin: AccountTwin, own: String, deliveries: Int64)] = []
  private var refused: [ConversationID: AccountTwin] = [:]

  init(path: String, memory: ImportMemory) {
    file = ImportReport.File(path: path)
    self.memory = memory
  }

  mutating func set(format: String) { file.format = format }

  mutating func add(exception what: String, at place: String) {
    file.exceptions.append(ImportReport.Exception(place: place, what: what))
  }

  /// Notes a reading that is archived under another account already; false when it is to be left out.
  ///
  /// A long chat comes in pieces: when one of them is left out, those after it are, too.
  mutating func takes(_ reading: Reading, twin: AccountTwin?) -> Bool {
    let chat = reading.delivery.provider == .chatExport ? reading.events.first?.event.conversation?.id : nil
    guard let twin = twin ?? chat.flatMap({ refused[$0] }) else { return true }
    let own = reading.delivery.account
    if let index = twins.firstIndex(where: { $0.twin == twin && $0.own == own }) {
      twins[index].deliveries += 1
    } else {
      twins.append((twin, own, 1))
    }
    if twin.isTakenIn { return true }
    if let chat { refused[chat] = twin }
    file.deliveries += 1
    let messages = Set(reading.events.lazy.filter { $0.event.kind == .message }.compactMap { $0.event.messageID })
    file.duplicates += max(1, Int64(messages.count))
    for attachment in reading.attachments { if let path = attachment.path { memory.claim(path) } }
    return false
  }

  /// Says what was found under other accounts.
  mutating func tellTwins() {
    for (twin, own, deliveries) in twins {
      add(exception: twin.words(deliveries: deliveries, under: own), at: file.path)
    }
    twins = []
  }

  mutating func addMedium() { file.media += 1 }

  /// Counts what a reading says of the dates of messages that were archived before.
  mutating func add(_ dates: ExportDates) {
    file.dated += Int64(dates.settled)
    if dates.isCorrecting {
      file.redated += Int64(dates.different)
    } else {
      file.datedOtherwise += Int64(dates.different)
    }
  }

  /// Counts a reading; false when its delivery is archived already.
  mutating func count(_ reading: Reading) throws -> Bool {
    file.deliveries += 1
    for exception in reading.exceptions { add(exception: exception.what, at: exception.where_) }
    if try memory.remember(delivery: reading.delivery.id) {
      let messages = Set(reading.events.lazy.filter { $0.event.kind == .message }.compactMap { $0.event.messageID })
      file.duplicates += max(1, Int64(messages.count))
      return false
    }
    for record in reading.events { try count(record) }
    if reading.events.isEmpty, reading.exceptions.isEmpty {
      add(exception: "the delivery was read, but nothing was found in it", at: "delivery \(reading.delivery.id)")
    }
    return true
  }

  private mutating func count(_ record: EventRecord) throws {
    let event = record.event
    if event.provider == .chatExport, let conversation = event.conversation {
      memory.remember(conversation: conversation.key, account: event.account)
    }
    if event.gap != nil, event.kind != .exception { file.gaps += 1 }
    switch event.kind {
    case .message: try countMessage(record)
    case .gap:
      // What the message says is still to come: whatever comes under its id is no contradiction.
      if let id = event.messageID { _ = try memory.remember(message: id, content: nil) }
    case .exception:
      if file.exceptions.isEmpty { add(exception: event.gap?.detail ?? "not readable", at: record.part) }
    default: file.events += 1
    }
  }

  private mutating func countMessage(_ record: EventRecord) throws {
    let event = record.event
    guard let id = event.messageID, event.conversation != nil else {
      add(
        exception: "a message without an id or a conversation: it is sealed, but no conversation shows it",
        at: record.part)
      return
    }
    // A gap that is filled says nothing different, and the ids of exported lines derive from what they say.
    let isComparable = event.gap == nil && event.provider != .chatExport
    switch try memory.remember(message: id, content: isComparable ? ContentHash.of(event) : nil) {
    case .new: file.messages += 1
    case .same, .archived: file.duplicates += 1
    case .different:
      add(
        exception: "the message \(id) came before with different content; both readings are kept under the one id",
        at: record.part)
    }
  }
}

/// A hash of what a message says, for comparing readings within one import.
enum ContentHash {
  /// Never zero, which stands for no content.
  static func of(_ event: MessageEvent) -> Int {
    var hasher = Hasher()
    hasher.combine(event.content?.kind)
    hasher.combine(event.content?.text)
    hasher.combine(event.content?.media?.sha256)
    hasher.combine(event.content?.media?.fileName)
    let value = hasher.finalize()
    return value == 0 ? 1 : value
  }
}
