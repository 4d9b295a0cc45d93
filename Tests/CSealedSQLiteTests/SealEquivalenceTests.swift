import CSealedSQLite
import GRDBSQLite
import TestSupport
import Testing

/// The same random statements on a plain and on a sealed database give the same answers.
@Suite struct SealEquivalenceTests {
  static func statement(_ random: inout SeededGenerator, row: inout Int) -> String {
    func any(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    let words = (0..<any(1...12)).map { _ in "w\(any(0...60))" }.joined(separator: " ")
    switch any(0...15) {
    case 0...4:
      row += 1
      // Long values make overflow pages.
      let text = any(0...9) == 0 ? String(repeating: words + " ", count: any(1...400)) : words
      return
        "INSERT INTO t VALUES(\(row), '\(text)', \(any(0...99))); INSERT INTO f(rowid, body) VALUES(\(row), '\(words)')"
    case 5: return "UPDATE t SET body = '\(words)', n = n + 1 WHERE n % 10 = \(any(0...9))"
    case 6: return "DELETE FROM t WHERE id % 37 = \(any(0...36))"
    case 7: return "SELECT id, length(body), n FROM t WHERE n = \(any(0...99)) ORDER BY body, id"
    case 8: return "SELECT n, count(*), sum(length(body)) FROM t GROUP BY n ORDER BY 2 DESC, 1"
    case 9: return "SELECT rowid FROM f WHERE f MATCH 'w\(any(0...60))' ORDER BY rowid DESC LIMIT 20"
    case 10:
      return
        "SELECT rowid FROM f WHERE f MATCH '\"w\(any(0...60)) w\(any(0...60))\" OR w\(any(0...6))*' "
        + "ORDER BY rank, rowid"
    case 11:
      return "SELECT snippet(f, 0, '[', ']', '..', 5) FROM f WHERE f MATCH 'w\(any(0...60))' ORDER BY rowid LIMIT 5"
    case 12:
      return "SAVEPOINT s; UPDATE t SET body = body || '\(words)'; \(any(0...1) == 0 ? "ROLLBACK TO s; " : "")RELEASE s"
    case 13: return "BEGIN; DELETE FROM t WHERE n < \(any(0...20)); \(any(0...1) == 0 ? "ROLLBACK" : "COMMIT")"
    case 14: return any(0...3) == 0 ? "PRAGMA wal_checkpoint(TRUNCATE)" : "SELECT max(id), min(body) FROM t"
    default: return any(0...3) == 0 ? "INSERT INTO f(f) VALUES('optimize')" : "PRAGMA integrity_check"
    }
  }

  @Test func randomStatementsGiveTheSameRows() throws {
    let store = try SealedStore()
    var random = SeededGenerator.reported()
    var sealed = try store.open()
    let plain = try RawConnection(opening: store.directory.path("plain.db"))
    try plain.run("PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA temp_store = MEMORY")
    let schema =
      "CREATE TABLE t(id INTEGER PRIMARY KEY, body TEXT, n INTEGER); CREATE INDEX tn ON t(n); "
      + "CREATE INDEX tb ON t(body); CREATE VIRTUAL TABLE f USING fts5(body)"
    for connection in [plain, sealed] { try connection.run(schema) }
    var row = 0
    for step in 0..<700 {
      if step % 100 == 50 {
        sealed = try store.open()
        try sealed.run("PRAGMA cache_size = \(Int.random(in: 2...40, using: &random))")
      }
      let sql = Self.statement(&random, row: &row)
      #expect(try sealed.run(sql) == plain.run(sql), "\(sql)")
    }
    let all =
      "SELECT * FROM t ORDER BY id; SELECT rowid, body FROM f ORDER BY rowid; PRAGMA integrity_check; "
      + "INSERT INTO f(f) VALUES('integrity-check')"
    #expect(try sealed.run(all) == plain.run(all))
    #expect(row > 100)
  }
}
