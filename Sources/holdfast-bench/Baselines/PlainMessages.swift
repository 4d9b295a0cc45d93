/// The field's usual store: one `messages` table, one INSERT and one transaction for each message.
struct PlainMessages {
  let database: PlainDatabase

  static let note =
    "‘messages table’ is what gateways and bots usually do: plain SQLite in WAL mode, `INSERT INTO messages` in a "
    + "transaction of its own for each message, synchronous=NORMAL, a unique provider id and two indexes. No parsing, no "
    + "sealing, no proof, no full-text search."

  init(path: String) throws {
    database = try PlainDatabase(path: path)
    try database.run(
      """
      CREATE TABLE messages(id INTEGER PRIMARY KEY, wamid TEXT NOT NULL UNIQUE, conversation TEXT NOT NULL,
        sender TEXT NOT NULL, sent_at INTEGER NOT NULL, body TEXT NOT NULL, raw TEXT);
      CREATE INDEX messages_by_conversation ON messages(conversation, sent_at);
      CREATE INDEX messages_by_time ON messages(sent_at);
      """)
  }

  private func insertion() throws -> PlainStatement {
    try database.prepare(
      "INSERT INTO messages(wamid, conversation, sender, sent_at, body, raw) VALUES(?, ?, ?, ?, ?, ?)")
  }

  private func insert(_ message: Message, raw: String?, _ statement: PlainStatement) throws {
    statement.bind(1, message.wamid)
    statement.bind(2, message.phone)
    statement.bind(3, message.isOutbound ? Material.firm : message.phone)
    statement.bind(4, message.sentAt)
    statement.bind(5, message.text)
    if let raw { statement.bind(6, raw) }
    try statement.run()
  }

  /// Seconds for the first `count` messages, a transaction each.
  func insertOneByOne(_ material: Material, count: Int) throws -> Double {
    let statement = try insertion()
    var watch = Stopwatch()
    var line: [UInt8] = []
    for number in 0..<count {
      let message = material.message(number)
      line.removeAll(keepingCapacity: true)
      PayloadFile.append(message, to: &line)
      let raw = String(decoding: line, as: UTF8.self)
      try watch.time { try insert(message, raw: raw, statement) }
    }
    return watch.seconds
  }

  /// Fills the table for searching, untimed, without the raw payloads.
  func fill(_ material: Material) throws {
    let statement = try insertion()
    try database.run("BEGIN")
    for number in 0..<material.messages { try insert(material.message(number), raw: nil, statement) }
    try database.run("COMMIT; ANALYZE")
  }
}
