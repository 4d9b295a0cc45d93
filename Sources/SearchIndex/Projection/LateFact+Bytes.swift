import Records

extension LateFact {
  /// As it waits in the catalog.
  var encoded: [UInt8] {
    var writer = ByteWriter()
    writer.field(1, kind.rawValue)
    for target in targets { writer.field(2, target.bytes) }
    writer.field(3, sentAt)
    writer.field(4, capturedAt)
    if sender != 0 { writer.field(5, sender) }
    writer.field(6, ItemBits.code(direction))
    writer.field(7, word)
    writer.field(8, error)
    if !contentKind.isEmpty { writer.field(9, contentKind) }
    writer.field(10, text)
    if let bytes = extra.encoded { writer.field(11, bytes) }
    writer.field(12, address.segment.text)
    writer.field(13, Int64(address.number))
    writer.field(14, conversation?.text)
    if conversation != nil { writer.field(15, conversationKind.rawValue) }
    writer.field(16, account.provider)
    writer.field(17, account.account)
    writer.field(18, ItemBits.code(precision))
    if sequence != 0 { writer.field(19, sequence) }
    return writer.bytes
  }

  /// Reads `encoded` back; nil when it is malformed.
  init?(encoded bytes: [UInt8]) {
    var kind: Kind?
    var sentAt: Int64?
    var capturedAt: Int64 = 0
    var segment: SegmentID?
    var number = 0
    var targets: [ItemKey] = []
    var fact = LateFact(
      kind: .receipt, targets: [], place: Placement(sentAt: nil, capturedAt: Instant(milliseconds: 0)), sentAt: nil,
      capturedAt: 0, sender: 0, direction: .unknown, word: "", error: nil, contentKind: "", text: nil,
      extra: ItemExtra(), address: RecordAddress(segment: SegmentID(unchecked: ""), number: 0), conversation: nil,
      account: AccountName(provider: "", account: ""))
    var reader = ByteReader(bytes)
    while let (tag, value) = reader.next() {
      switch tag {
      case 1: kind = Kind(rawValue: ByteReader.integer(value))
      case 2: if let key = ItemKey(bytes: Array(value)) { targets.append(key) }
      case 3: sentAt = ByteReader.integer(value)
      case 4: capturedAt = ByteReader.integer(value)
      case 5: fact.sender = ByteReader.integer(value)
      case 6: fact.direction = ItemBits(raw: ByteReader.integer(value) << 4).direction
      case 7: fact.word = ByteReader.text(value)
      case 8: fact.error = ByteReader.text(value)
      case 9: fact.contentKind = ByteReader.text(value)
      case 10: fact.text = ByteReader.text(value)
      case 11: fact.extra = ItemExtra(Array(value))
      case 12: segment = SegmentID(ByteReader.text(value))
      case 13: number = Int(clamping: ByteReader.integer(value))
      case 14: fact.conversation = ConversationID(ByteReader.text(value))
      case 15: fact.conversationKind = ConversationReference.Kind(rawValue: ByteReader.text(value)) ?? .unknown
      case 16: fact.account.provider = ByteReader.text(value)
      case 17: fact.account.account = ByteReader.text(value)
      case 18: fact.precision = ItemBits(raw: ByteReader.integer(value) << 6).precision
      case 19: fact.sequence = ByteReader.integer(value)
      default: break
      }
    }
    guard let kind, let segment else { return nil }
    fact.kind = kind
    fact.targets = targets
    fact.sentAt = sentAt
    fact.capturedAt = capturedAt
    fact.address = RecordAddress(segment: segment, number: number)
    fact.place = Placement(
      sentAt: sentAt.map(Instant.init(milliseconds:)), capturedAt: Instant(milliseconds: capturedAt))
    self = fact
  }
}
