import Records
import TestSupport
import Testing

@Suite struct RecordCodecTests {
  private static let party = Party(phone: "447700900123", lid: "9", userID: "GB.1", username: "lee", name: "Lee “x”\n")
  private static let conversation = ConversationReference(
    id: ConversationID(suffix: "abc"), kind: .direct, key: "phone:1", title: "t", counterpart: party)

  static var full: MessageEvent {
    var event = MessageEvent(.message, provider: .meta, account: "900")
    event.session = "s"
    event.conversation = conversation
    event.messageID = MessageID(suffix: "abc")
    event.providerMessageID = "wamid.1"
    event.target = "wamid.0"
    event.direction = .outbound
    event.sender = party
    event.recipients = [party, Party(name: "only")]
    event.sentAt = Instant(milliseconds: 1_767_366_759_123)
    event.precision = .minute
    event.content = Content(
      .image, text: "caption",
      media: MediaReference(
        .stored, path: "media/x", mimeType: "image/png", fileName: "a.png", size: 12, sha256: "ab", providerID: "5",
        width: 1, height: 2, seconds: 3, reason: "r"), fields: ["z": "1", "a": "2"])
    event.reply = ReplyReference(target: "q", quoted: "w")
    event.receipt = Receipt(status: "read", party: party, error: "e")
    event.reaction = Reaction(emoji: "👍")
    event.group = GroupChange(action: "add", participants: [party], actor: party, value: "v")
    event.identity = IdentityChange(reason: "contact", previous: party, current: Party(lid: "1"))
    event.gap = Gap(reason: "g", detail: "d", from: Instant(seconds: 1), until: Instant(seconds: 2))
    event.attributes = ["forwarded": "true", "é": "😀"]
    event.notes = ["one", "two"]
    return event
  }

  static let samples: [MessageEvent] = [
    full, MessageEvent(.gap, provider: .wasender, account: ""), removal,
    MessageEvent(MessageEvent.Kind(rawValue: "new-kind"), provider: Provider(rawValue: "other"), account: "x"),
  ]

  static var removal: MessageEvent {
    MessageEvent(.reaction, provider: .meta, account: "a", target: "t", reaction: Reaction(emoji: nil))
  }

  @Test(arguments: samples) func eventRecords(_ event: MessageEvent) throws {
    let record = Record.event(
      EventRecord(
        delivery: DeliveryID(suffix: "abc"), part: "entry[0]", sequence: 7, capturedAt: Instant(seconds: 9),
        reader: "meta/1", event: event))
    try check(record)
  }

  @Test func deliveries() throws {
    for body in [[], [0, 255, 10], Array("{\"ä\":1}".utf8)] as [[UInt8]] {
      let full = Delivery(
        id: DeliveryID(suffix: "abc"), provider: .meta, account: "900", capturedAt: Instant(milliseconds: 5),
        authenticity: Authenticity(.hmacSHA256, .valid), headers: [.init("A", "b"), .init("A", "c")],
        source: DeliverySource(name: "f.json", fileDigest: "00", offset: 4, line: 2), body: body, originalDigest: "ff",
        redactions: [.init(offset: 1, length: 2, what: "pairing-code")])
      try check(.delivery(full))
      var bare = full
      bare.headers = []
      bare.source = nil
      bare.redactions = []
      bare.originalDigest = nil
      bare.authenticity = .file
      try check(.delivery(bare))
    }
  }

  @Test func acts() throws {
    let details = JSONObject([.init(name: "query", value: .string("x")), .init(name: "n", value: .number("5"))])
    let act = OfficerAct(
      id: ActID(suffix: "abc"), kind: .search, officer: OfficerID(suffix: "abc"), doneAt: Instant(seconds: 3),
      details: details, signature: "AA==")
    let decoded = try Record.decode(Record.act(act).encode())
    #expect(decoded.encode() == Record.act(act).encode())
  }

  @Test(arguments: [
    "", "{}", "[]", #"{"kind":"event","v":1}"#, #"{"kind":"odd","v":1}"#, #"{"kind":"event","v":2}"#, "{\"v\":1}",
  ])
  func refuses(_ text: String) {
    #expect(throws: RecordError.self) { try Record.decode(Array(text.utf8)) }
  }

  @Test func damagedRecordsNeverTrap() throws {
    var random = SeededGenerator.reported()
    let original = Record.event(
      EventRecord(
        delivery: DeliveryID(suffix: "abc"), part: "p", sequence: 7, capturedAt: Instant(seconds: 9), reader: "r",
        event: Self.full)
    ).encode()
    for _ in 0..<1000 {
      var bytes = original
      let at = Int.random(in: 0..<bytes.count, using: &random)
      bytes[at] = UInt8.random(in: 0...255, using: &random)
      _ = try? Record.decode(bytes)
    }
  }

  private func check(_ record: Record) throws {
    let bytes = record.encode()
    #expect(try Record.decode(bytes) == record)
    #expect(CanonicalJSON.encode(try JSONReader.parse(bytes)) == bytes)
  }
}
