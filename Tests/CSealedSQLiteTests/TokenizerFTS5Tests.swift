import CSealedSQLite
import GRDB
import GRDBSQLite
import TestSupport
import Testing

@Suite struct TokenizerFTS5Tests {
  static let messages = [
    "我们明天开会", "开会了吗", "会议改到周五", "Grüße aus MÜNCHEN 👋🏽", "call me tomorrow", "call Maria, not me",
    "ligue +55 11 98765-4321 hoje", "paid R$ 1.250.000,00", "see https://www.Example.com/contract",
    "خَطِيرٌ جداً", "ขอบคุณครับ", "안녕하세요 여러분", "thumbs 👍🏿", "plain 5511987654321", "s19 is only a word",
  ]

  /// Text and filter tokens in two columns, sealed, through GRDB.
  static func makePool(_ store: SealedStore) throws -> DatabasePool {
    let pool = try DatabasePool(path: store.uri(), configuration: SealedStore.configuration())
    try pool.write { db in
      try db.execute(sql: "CREATE VIRTUAL TABLE m USING fts5(text, keys, tokenize = 'holdfast 1', prefix = '2 3')")
      for (index, message) in messages.enumerated() {
        try db.execute(
          sql: "INSERT INTO m(rowid, text, keys) VALUES (?, ?, ?)",
          arguments: [index + 1, message, "c7q2kx4 s\(index % 3 == 0 ? 19 : 20) d\(index % 2 == 0 ? "out" : "in")"])
      }
    }
    return pool
  }

  static func hits(_ pool: DatabasePool, _ match: String) throws -> [Int] {
    try pool.read { db in
      try Int.fetchAll(db, sql: "SELECT rowid FROM m WHERE m MATCH ? ORDER BY rowid", arguments: [match])
    }
  }

  @Test func searchesFindWhatAPersonExpects() throws {
    let store = try SealedStore()
    let pool = try Self.makePool(store)
    let expected: [(String, [Int])] = [
      (#"text : "开会""#, [1, 2]), (#"text : "我们明天开会""#, [1]), (#"text : "明天会""#, []),
      // A single character: as a prefix.
      (#"text : "会" *"#, [1, 2, 3]), (#"text : "们" *"#, [1]), (#"text : "会""#, [1]),
      (#"text : "grusse munchen""#, []), (#"text : "grusse" AND text : "munchen""#, [4]),
      (#"text : "GRÜSSE aus münchen""#, [4]), (#"text : "mün" *"#, [4]),
      (#"text : "call me""#, [5]), (#"text : "call" AND text : "me""#, [5, 6]),
      (#"text : "👋""#, [4]), (#"text : "👋🏽""#, [4]), (#"text : "👋🏿""#, []), (#"text : "👍""#, [13]),
      (#"text : "5511987654321""#, [7, 14]), (#"text : "98765-4321""#, [7]),
      (#"text : "98765 4321" OR text : "987654321""#, [7]),
      (#"text : "1250000""#, [8]), (#"text : "1.250.000""#, [8]),
      (#"text : "//example.com""#, [9]), (#"text : "example.com""#, [9]), (#"text : "//www.example.com""#, [9]),
      (#"text : "خطير""#, [10]), (#"text : "ขอบคุณ""#, [11]), (#"text : "คุณ""#, [11]), (#"text : "안녕" *"#, [12]),
      // Filter tokens, which text cannot forge and which text queries do not see.
      (#"keys : "s19""#, [1, 4, 7, 10, 13]), (#"text : "s19""#, [15]),
      (#"keys : "c7q2kx4" AND keys : "dout" AND text : "call""#, [5]),
      (#"text : "dout""#, []),
    ]
    for (match, rows) in expected { #expect(try Self.hits(pool, match) == rows, "\(match)") }
    try pool.write { db in try db.execute(sql: "INSERT INTO m(m) VALUES('integrity-check')") }
  }

  @Test func snippetsAndHighlightsMarkTheRightBytes() throws {
    let store = try SealedStore()
    let pool = try Self.makePool(store)
    let expected = [
      (#"text : "开会""#, 1, "我们明天[开会]"), (#"text : "明天开""#, 1, "我们[明天开]会"), (#"text : "会" *"#, 3, "[会议]改到周五"),
      (#"text : "munchen""#, 4, "Grüße aus [MÜNCHEN] 👋🏽"), (#"text : "👋""#, 4, "Grüße aus MÜNCHEN [👋🏽]"),
      (#"text : "98765-4321""#, 7, "ligue +55 11 [98765-4321] hoje"), (#"text : "خطير""#, 10, "[خَطِيرٌ] جداً"),
    ]
    for (match, row, marked) in expected {
      let found = try pool.read { db in
        try Row.fetchOne(
          db,
          sql:
            "SELECT highlight(m, 0, '[', ']'), snippet(m, 0, '[', ']', '…', 30) FROM m WHERE m MATCH ? AND rowid = ?",
          arguments: [match, row])
      }
      #expect(found?[0] == marked, "\(match)")
      #expect(found?[1] == marked, "\(match)")
    }
  }

  @Test func anotherVersionIsRefused() throws {
    let connection = try RawConnection(opening: ":memory:")
    #expect(connection.failure("CREATE VIRTUAL TABLE f USING fts5(x, tokenize = 'holdfast')") != nil)
    #expect(hf_tokenizer_register(UnsafeMutableRawPointer(connection.handle)) == SQLITE_OK)
    #expect(connection.failure("CREATE VIRTUAL TABLE f USING fts5(x, tokenize = 'holdfast')") == nil)
    #expect(connection.failure("CREATE VIRTUAL TABLE g USING fts5(x, tokenize = 'holdfast 1')") == nil)
    #expect(connection.failure("CREATE VIRTUAL TABLE h USING fts5(x, tokenize = 'holdfast 2')") != nil)
    #expect(connection.failure("CREATE VIRTUAL TABLE h USING fts5(x, tokenize = 'holdfast 1 more')") != nil)
  }

  @Test func deletingAndRebuildingGiveTheSameIndex() throws {
    let connection = try RawConnection(opening: ":memory:")
    #expect(hf_tokenizer_register(UnsafeMutableRawPointer(connection.handle)) == SQLITE_OK)
    try connection.run("CREATE TABLE c(id INTEGER PRIMARY KEY, text TEXT)")
    try connection.run(
      "CREATE VIRTUAL TABLE f USING fts5(text, content = 'c', content_rowid = 'id', tokenize = 'holdfast')")
    for (index, message) in Self.messages.enumerated() {
      try connection.run("INSERT INTO c VALUES(\(index), ?)", [message])
    }
    try connection.run(
      "INSERT INTO f(rowid, text) SELECT id, text FROM c; INSERT INTO f(f, rank) VALUES('integrity-check', 1)")
    try connection.run(
      "INSERT INTO f(f, rowid, text) SELECT 'delete', id, text FROM c WHERE id < 8; DELETE FROM c WHERE id < 8")
    try connection.run("INSERT INTO f(f, rank) VALUES('integrity-check', 1)")
    #expect(try connection.run("SELECT rowid FROM f WHERE f MATCH '\"开会\"'") == [])
    try connection.run("INSERT INTO f(f) VALUES('rebuild'); INSERT INTO f(f, rank) VALUES('integrity-check', 1)")
  }
}
