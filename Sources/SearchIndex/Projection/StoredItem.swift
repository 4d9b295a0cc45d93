import Records

/// A row of `items`, as the writer changes it.
struct StoredItem {
  var row: Int64
  var fraction: Int64
  var sequence: Int64
  var key: ItemKey
  var conversation: Int64
  var sender: Int64
  var recipient: Int64
  var account: Int64
  var bits: ItemBits
  var lag: Int64
  var segment: Int64
  var record: Int64
  var text: String?
  var extra: [UInt8]?

  static let columns =
    "row, fraction, sequence, id, tail, conversation, sender, recipient, account, bits, lag, segment, record, text, extra"

  /// The columns behind the name `i`.
  static let itemColumns = columns.split(separator: ", ").map { "i.\($0)" }.joined(separator: ", ")

  /// The kind of a placeholder for a message that did not come as it should.
  static let gapKind = "gap"

  private static let insertion = "INSERT INTO items(\(columns)) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
  static let selectionByID = "SELECT \(columns) FROM items WHERE id = ?"

  /// The time it stands at, in milliseconds since the shard's start.
  var offset: Int64 { (row >> RowAllocator.shift) * 1000 + fraction }

  /// Reads the columns, which begin at `first`.
  init(_ row: Statement, from first: Int32 = 0) {
    self.row = row.integer(first)
    fraction = row.integer(first + 1)
    sequence = row.integer(first + 2)
    key = ItemKey(head: row.integer(first + 3), tail: row.bytes(first + 4))
    conversation = row.integer(first + 5)
    sender = row.integer(first + 6)
    recipient = row.integer(first + 7)
    account = row.integer(first + 8)
    bits = ItemBits(raw: row.integer(first + 9))
    lag = row.integer(first + 10)
    segment = row.integer(first + 11)
    record = row.integer(first + 12)
    text = row.optionalText(first + 13)
    extra = row.isNull(first + 14) ? nil : row.bytes(first + 14)
  }

  init(
    row: Int64, fraction: Int64, sequence: Int64, key: ItemKey, conversation: Int64, sender: Int64, recipient: Int64,
    account: Int64, bits: ItemBits, lag: Int64, segment: Int64, record: Int64, text: String?, extra: [UInt8]?
  ) {
    self.row = row
    self.fraction = fraction
    self.sequence = sequence
    self.key = key
    self.conversation = conversation
    self.sender = sender
    self.recipient = recipient
    self.account = account
    self.bits = bits
    self.lag = lag
    self.segment = segment
    self.record = record
    self.text = text
    self.extra = extra
  }

  func insert(_ connection: Connection) throws {
    let statement = try connection.statement(StoredItem.insertion)
    statement.bind(1, row)
    statement.bind(2, fraction)
    statement.bind(3, sequence)
    statement.bind(4, key.head)
    statement.bind(5, key.tail)
    statement.bind(6, conversation)
    statement.bind(7, sender)
    statement.bind(8, recipient)
    statement.bind(9, account)
    statement.bind(10, bits.raw)
    statement.bind(11, lag)
    statement.bind(12, segment)
    statement.bind(13, record)
    statement.bind(14, text)
    statement.bind(15, extra)
    try statement.run()
  }

  /// The text that is searched: events that are no messages are found by their conversation only.
  var words: String? { bits.category == .message ? text : nil }

  /// The filter tokens of the item, the same whenever they are asked for.
  func keys(kind: String) -> String {
    var keys = "c\(conversation)"
    if bits.category != .message { return keys }
    if sender != 0, bits.has(ItemBits.senderKey) { keys += " s\(sender)" }
    if let extra, recipient == 0 {
      for party in ItemExtra(extra).recipients { keys += " r\(party)" }
    }
    if kind != "text", let word = StoredItem.kindKey(kind) { keys += " " + word }
    if bits.has(ItemBits.media) { keys += " hmedia" }
    if bits.has(ItemBits.link) { keys += " hlink" }
    if bits.has(ItemBits.reply) { keys += " hreply" }
    return keys
  }

  /// The token of a kind of content; nil where the name does not fit one.
  static func kindKey(_ kind: String) -> String? {
    let fits = kind.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
    return fits && !kind.isEmpty && kind.utf8.count <= 32 ? "t" + kind : nil
  }
}
