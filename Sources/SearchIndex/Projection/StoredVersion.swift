/// A row of `versions`: an edit, or another reading of the same message.
struct StoredVersion {
  enum Origin: Int64, Comparable {
    case conflict = 1
    case edit = 2
    static func < (left: Origin, right: Origin) -> Bool { left.rawValue < right.rawValue }
  }

  var row: Int64
  var item: Int64
  var origin: Origin
  var sent: Int64?
  var captured: Int64
  var sender: Int64
  var kind: Int64
  var segment: Int64
  var record: Int64
  var text: String?
  var extra: [UInt8]?

  static let columns = "row, item, origin, sent, captured, sender, kind, segment, record, text, extra"

  init(
    row: Int64, item: Int64, origin: Origin, sent: Int64?, captured: Int64, sender: Int64, kind: Int64,
    segment: Int64, record: Int64, text: String?, extra: [UInt8]?
  ) {
    self.row = row
    self.item = item
    self.origin = origin
    self.sent = sent
    self.captured = captured
    self.sender = sender
    self.kind = kind
    self.segment = segment
    self.record = record
    self.text = text
    self.extra = extra
  }

  init(_ row: Statement) {
    self.row = row.integer(0)
    item = row.integer(1)
    origin = Origin(rawValue: row.integer(2)) ?? .edit
    sent = row.optionalInteger(3)
    captured = row.integer(4)
    sender = row.integer(5)
    kind = row.integer(6)
    segment = row.integer(7)
    record = row.integer(8)
    text = row.optionalText(9)
    extra = row.isNull(10) ? nil : row.bytes(10)
  }

  func insert(_ connection: Connection) throws {
    try connection.statement(
      "INSERT INTO versions(\(StoredVersion.columns)) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    ).bind(1, row).bind(2, item).bind(3, origin.rawValue).bind(4, sent).bind(5, captured).bind(6, sender).bind(7, kind)
      .bind(8, segment).bind(9, record).bind(10, text).bind(11, extra).run()
  }

  /// The versions after the first wording, in their order: conflicting readings, then edits by their times.
  static func all(of item: Int64, _ connection: Connection) throws -> [StoredVersion] {
    var versions: [StoredVersion] = []
    try connection.statement(
      """
      SELECT v.row, v.item, v.origin, v.sent, v.captured, v.sender, v.kind, v.segment, v.record, v.text, v.extra
      FROM versions v JOIN segments s ON s.number = v.segment WHERE v.item = ?
      ORDER BY v.origin, ifnull(v.sent, v.captured), v.captured, s.id, v.record
      """
    ).bind(1, item).forEach {
      versions.append(StoredVersion($0))
      return true
    }
    return versions
  }
}
