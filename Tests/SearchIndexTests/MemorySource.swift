import Foundation
import Records
import Sealing
import Synchronization

@testable import SearchIndex

/// A vault in memory: writers with segments of records.
final class MemorySource: RecordSource {
  struct Segment: SourceHandleValue {
    var id: SegmentID
    var records: [[UInt8]]
    var isAudit: Bool
  }

  private struct State {
    var logs: [WriterID: [Segment]] = [:]
    var byID: [SegmentID: Segment] = [:]
    var broken: Set<RecordAddress> = []
  }

  private let state = Mutex(State())
  static let vault = "v-test"

  /// Adds a segment to a writer's log and returns its id.
  @discardableResult
  func append(_ records: [Record], writer: String = "importer", isAudit: Bool = false) -> SegmentID {
    state.withLock { state in
      let writer = WriterID(suffix: writer)
      let number = state.byID.count
      let id = SegmentID(suffix: Base32.prefix(SHA256.hash("\(writer)/\(number)"), characters: 20))
      let segment = Segment(id: id, records: records.map { $0.encode() }, isAudit: isAudit)
      state.logs[writer, default: []].append(segment)
      state.byID[id] = segment
      return id
    }
  }

  func writers() -> [SourceWriter] {
    state.withLock { state in
      state.logs.map { SourceWriter(id: $0.key, size: UInt64($0.value.count)) }.sorted { $0.id < $1.id }
    }
  }

  func leaves(of writer: WriterID, from: UInt64, limit: Int) -> [SourceLeaf] {
    state.withLock { state in
      (state.logs[writer] ?? []).enumerated().dropFirst(Int(from)).prefix(limit).map { index, segment in
        SourceLeaf(
          index: UInt64(index),
          segment: SourceSegment(
            id: segment.id, recordCount: segment.records.count, isAudit: segment.isAudit,
            handle: SourceHandle(value: segment)))
      }
    }
  }

  func forEachRecord(
    in segment: SourceSegment, from number: Int, _ body: (Int, Result<[UInt8], any Error>) throws -> Bool
  ) throws {
    guard let segment = state.withLock({ $0.byID[segment.id] }) else { return }
    for (index, bytes) in segment.records.enumerated() where index >= number {
      if try !body(index, .success(bytes)) { return }
    }
  }

  func record(at address: RecordAddress) throws -> [UInt8] {
    guard let segment = state.withLock({ $0.byID[address.segment] }), segment.records.indices.contains(address.number)
    else { throw SearchIndexError(.source, "no such record") }
    return segment.records[address.number]
  }

  func messageIDs(provider: Provider, account: String, providerID: String) -> [MessageID] {
    [false, true].map { Make.messageID(providerID, fromMe: $0, provider: provider, account: account) }
  }

  func zoneOffset(_ zone: String, at instant: Instant) -> Int? { ZoneCache().offset(zone, at: instant) }
}

/// Wraps with nothing: the tests' state directories are temporary.
struct PlainWrapping: RootWrapping {
  func wrap(_ root: SecretBytes) -> [UInt8] { root.copyBytes() }
  func unwrap(_ bytes: [UInt8]) throws -> SecretBytes { SecretBytes(bytes) }
  func randomBytes(_ count: Int) throws -> SecretBytes {
    try SecretBytes.random(count: count, using: SystemRandomness())
  }
}

/// Makes records.
enum Make {
  static func messageID(
    _ providerID: String, fromMe: Bool = false, provider: Provider = .meta, account: String = "acct"
  ) -> MessageID {
    MessageID(
      suffix: Base32.prefix(
        SHA256.hash("\(provider)/\(account)/\(providerID)/\(fromMe)"), characters: 20))
  }

  static func time(_ text: String) -> Instant { Instant(rfc3339: text)! }

  static func conversation(_ phone: String, name: String? = nil) -> ConversationReference {
    ConversationReference(
      id: conversationID("phone:" + phone), kind: .direct, key: "phone:" + phone,
      counterpart: Party(phone: phone, name: name))
  }

  static func group(_ key: String, title: String?) -> ConversationReference {
    ConversationReference(id: conversationID("group:" + key), kind: .group, key: "group:" + key, title: title)
  }

  static func conversationID(_ key: String) -> ConversationID {
    ConversationID(suffix: Base32.prefix(SHA256.hash(key), characters: 20))
  }

  static func message(
    _ id: String, _ text: String?, at: String, in conversation: ConversationReference, from sender: Party? = nil,
    direction: MessageEvent.Direction = .inbound, kind: Content.Kind = .text, media: MediaReference? = nil,
    replyTo: String? = nil, captured: String? = nil, sequence: Int64 = 0, dated: Bool = true,
    provider: Provider = .meta, gap: Gap? = nil, corrections: Int = 0
  ) -> Record {
    let fromMe = direction == .outbound
    let sentAt = time(at)
    return .event(
      EventRecord(
        delivery: delivery(id + text.debugDescription + (captured ?? "") + (gap?.reason ?? "")), part: "messages[0]",
        sequence: sequence,
        capturedAt: captured.map { time($0) } ?? Instant(milliseconds: sentAt.milliseconds + 1500), reader: "test/1",
        event: MessageEvent(
          .message, provider: provider, account: "acct", conversation: conversation,
          messageID: messageID(id, fromMe: fromMe, provider: provider), providerMessageID: id, direction: direction,
          sender: sender ?? (fromMe ? Party(phone: "441000000000", name: "Desk") : conversation.counterpart),
          sentAt: dated ? sentAt : nil, content: Content(kind, text: text, media: media),
          reply: replyTo.map { ReplyReference(target: $0) }, gap: gap,
          attributes: corrections > 0 ? [MessageEvent.dateCorrection: String(corrections)] : [:])))
  }

  static func late(
    _ kind: MessageEvent.Kind, of target: String, at: String, in conversation: ConversationReference,
    from sender: Party? = nil, text: String? = nil, emoji: String? = nil, status: String? = nil,
    fromMe: Bool? = nil, captured: String? = nil
  ) -> Record {
    let sentAt = time(at)
    return .event(
      EventRecord(
        delivery: delivery("\(kind)\(target)\(at)\(text ?? "")\(emoji ?? "")\(status ?? "")"), part: "x", sequence: 0,
        capturedAt: captured.map { time($0) } ?? Instant(milliseconds: sentAt.milliseconds + 1500), reader: "test/1",
        event: MessageEvent(
          kind, provider: .meta, account: "acct", conversation: conversation,
          messageID: fromMe.map { messageID(target, fromMe: $0) }, target: target, direction: .inbound,
          sender: sender ?? conversation.counterpart, sentAt: sentAt, content: text.map { Content(.text, text: $0) },
          receipt: status.map { Receipt(status: $0, party: conversation.counterpart) },
          reaction: kind == .reaction ? Reaction(emoji: emoji) : nil)))
  }

  static func other(
    _ kind: MessageEvent.Kind, at: String, in conversation: ConversationReference?, group: GroupChange? = nil,
    gap: Gap? = nil, message: MessageID? = nil, text: String? = nil
  ) -> Record {
    let sentAt = time(at)
    return .event(
      EventRecord(
        delivery: delivery("\(kind)\(at)\(text ?? "")"), part: "y", sequence: 0,
        capturedAt: Instant(milliseconds: sentAt.milliseconds + 1500), reader: "test/1",
        event: MessageEvent(
          kind, provider: .meta, account: "acct", conversation: conversation, messageID: message, sentAt: sentAt,
          content: text.map { Content(.text, text: $0) }, group: group, gap: gap)))
  }

  /// Evidence about people: a change of number or id, or an entry of an address book.
  static func identity(
    _ current: Party, was previous: Party? = nil, reason: String = "user_changed_number", at: String,
    provider: Provider = .meta, account: String = "acct"
  ) -> Record {
    let sentAt = time(at)
    return .event(
      EventRecord(
        delivery: delivery("identity\(at)\(current)\(previous.debugDescription)"), part: "z", sequence: 0,
        capturedAt: Instant(milliseconds: sentAt.milliseconds + 1500), reader: "test/1",
        event: MessageEvent(
          .identity, provider: provider, account: account, sentAt: sentAt,
          identity: IdentityChange(reason: reason, previous: previous, current: current))))
  }

  static func actID(_ seed: String) -> ActID { ActID(suffix: Base32.prefix(SHA256.hash("act" + seed), characters: 20)) }

  static func merge(_ seed: String, _ groups: [[String]], at: String) -> Record {
    let keys = groups.map { $0.compactMap { ClaimKey($0) } }
    return act(.mergePeople, PeopleMerge(groups: keys, reason: "same").details, at: at, seed: seed)
  }

  static func split(_ seed: String, undoes merge: String? = nil, _ groups: [[String]] = [], at: String) -> Record {
    let keys = groups.map { $0.compactMap { ClaimKey($0) } }
    let split = PeopleSplit(undoes: merge.map { actID($0) }, groups: keys, reason: "not the same")
    return act(.splitPeople, split.details, at: at, seed: seed)
  }

  static func delivery(_ seed: String) -> DeliveryID {
    DeliveryID(suffix: Base32.prefix(SHA256.hash("delivery" + seed), characters: 20))
  }

  static func deliveryRecord(_ seed: String, at: String = "2024-05-01T00:00:00Z") -> Record {
    .delivery(
      Delivery(
        id: delivery(seed), provider: .meta, account: "acct", capturedAt: time(at), authenticity: .file,
        body: Array("{}".utf8), originalDigest: String(repeating: "0", count: 64)))
  }

  static func act(_ kind: OfficerAct.Kind, _ details: JSONObject, at: String, seed: String) -> Record {
    .act(
      OfficerAct(
        id: ActID(suffix: Base32.prefix(SHA256.hash("act" + seed), characters: 20)), kind: kind,
        officer: OfficerID(suffix: "officer"), doneAt: time(at), details: details))
  }

  static func matter(_ name: String, at: String = "2024-06-01T00:00:00Z") -> Record {
    act(.openMatter, MatterOpening(matter: name, title: "Matter \(name)").details, at: at, seed: name)
  }

  static func holdID(_ seed: String) -> HoldID {
    HoldID(suffix: Base32.prefix(SHA256.hash("hold" + seed), characters: 20))
  }

  static func hold(_ seed: String, matter: String, _ predicate: String, at: String = "2024-06-02T00:00:00Z") -> Record {
    act(
      .placeHold,
      HoldPlacement(
        hold: holdID(seed), matter: matter, reason: "test", predicate: predicate, grammar: 1, tokenizer: 1,
        timeZone: "UTC"
      ).details, at: at, seed: "hold" + seed)
  }

  static func release(_ seed: String, at: String) -> Record {
    act(
      .releaseHold, JSONObject([JSONObject.Member(name: "hold", value: .string(holdID(seed).text))]), at: at,
      seed: "release" + seed)
  }
}

extension ArchiveIndex {
  /// An index of a source in memory, caught up.
  static func make(_ source: MemorySource, _ folder: String) throws -> ArchiveIndex {
    let index = try ArchiveIndex(source: source, wrapping: PlainWrapping(), folder: folder)
    try index.catchUp()
    return index
  }

  /// The texts that a query finds, newest first.
  func texts(_ query: String) throws -> [String] { try search(.of(query), limit: 1000).hits.map(\.text) }
}

extension Query {
  static func of(_ text: String, completes: Bool = false) throws -> Query {
    try QueryParser.read(text, options: QueryOptions(completesLastWord: completes))
  }
}
