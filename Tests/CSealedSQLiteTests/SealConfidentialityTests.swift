import CSealedSQLite
import Foundation
import GRDB
import GRDBSQLite
import TestSupport
import Testing

@Suite struct SealConfidentialityTests {
  static let words = ["canaryword", "SQLite format 3", "CREATE TABLE", "CREATE VIRTUAL"]

  @Test func noPlaintextInDatabaseLogOrIndex() throws {
    let store = try SealedStore()
    let pool = try DatabasePool(path: store.uri(), configuration: SealedStore.configuration())
    try pool.write { db in
      try db.execute(sql: "CREATE TABLE message(id INTEGER PRIMARY KEY, body TEXT)")
      try db.execute(sql: "CREATE VIRTUAL TABLE found USING fts5(body, tokenize = 'holdfast 1')")
    }
    for row in 0..<300 {
      try pool.write { db in
        try db.execute(sql: "INSERT INTO message(body) VALUES (?)", arguments: ["canaryword number \(row)"])
        try db.execute(sql: "INSERT INTO found(body) VALUES (?)", arguments: ["canaryword number \(row)"])
      }
    }
    let count = try pool.read { db in
      try Int.fetchOne(db, sql: "SELECT count(*) FROM found WHERE found MATCH 'canaryword'")
    }
    #expect(count == 300)
    let names = try FileManager.default.contentsOfDirectory(atPath: store.directory.path).sorted()
    #expect(names == ["shard.db", "shard.db-shm", "shard.db-wal"])
    #expect(try store.files(containing: Self.words) == [])
    try pool.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
    #expect(try store.files(containing: Self.words) == [])
    try pool.close()
    #expect(try store.files(containing: Self.words) == [])
  }

  @Test func theSearchForPlaintextCanFail() throws {
    let store = try SealedStore()
    let plain = try RawConnection(opening: store.directory.path("plain.db"))
    try plain.run("PRAGMA journal_mode = WAL; CREATE TABLE t(x); INSERT INTO t VALUES('canaryword')")
    #expect(try store.files(containing: Self.words).isEmpty == false)
  }

  @Test func logHeadersDoNotShowSaltsOrChecksums() throws {
    let store = try SealedStore()
    let connection = try store.open()
    try connection.run("CREATE TABLE t(x); INSERT INTO t VALUES(1)")
    let log = try store.bytes(store.path + "-wal")
    let salts = Array(log[16..<24])
    let frames = (log.count - 32) / (24 + 8192)
    #expect(frames >= 2)
    for frame in 0..<frames {
      let start = 32 + frame * (24 + 8192)
      #expect(Array(log[(start + 8)..<(start + 16)]) != salts)
    }
  }

  @Test func preparedConnectionsHaveTheFixedGeometry() throws {
    let store = try SealedStore()
    let connection = try store.open()
    try connection.run("CREATE TABLE t(x)")
    #expect(try connection.run("PRAGMA page_size") == ["8192"])
    #expect(try connection.run("PRAGMA journal_mode") == ["wal"])
    #expect(try connection.run("PRAGMA temp_store") == ["2"])
    #expect(try connection.run("PRAGMA mmap_size") == ["0"])
    try connection.run("PRAGMA page_size = 4096")
    #expect(try connection.run("PRAGMA page_size") == ["8192"])
    var name: UnsafeMutablePointer<CChar>?
    #expect(sqlite3_file_control(connection.handle, "main", SQLITE_FCNTL_VFSNAME, &name) == SQLITE_OK)
    #expect(name.map { String(cString: $0) } == "holdfast-seal/unix")
    sqlite3_free(name)
  }

  @Test func aWriteBeforePrepareIsRefused() throws {
    let store = try SealedStore()
    let connection = try RawConnection(opening: store.uri())
    // Straight into a table: with a rollback journal, and without reserved bytes.
    #expect(connection.failure("CREATE TABLE t(x)")?.code == SQLITE_CANTOPEN)
    #expect(String(cString: hf_seal_errmsg()).contains("-journal"))
    let failure = connection.failure("PRAGMA journal_mode = MEMORY; CREATE TABLE t(x)")
    #expect(failure?.code == ResultCode.SQLITE_IOERR_WRITE.rawValue)
    #expect(try FileManager.default.contentsOfDirectory(atPath: store.directory.path) == ["shard.db"])
    #expect(try store.bytes() == [])
  }

  @Test func plainConnectionsAreNotTakenForSealedOnes() throws {
    let store = try SealedStore()
    for name in [store.directory.path("plain.db"), ":memory:", ""] {
      let plain = try RawConnection(opening: name)
      #expect(hf_seal_is_sealed(UnsafeMutableRawPointer(plain.handle)) == 0)
      #expect(hf_seal_prepare(UnsafeMutableRawPointer(plain.handle)) == SQLITE_CANTOPEN)
    }
    // What a SQLite without URI support would do with the name: make a file that is called like it.
    let trap = try RawConnection(
      opening: store.directory.path("file:x?vfs=holdfast-seal&key=\(store.keyID)"),
      flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
    #expect(throws: SQLiteFailure.self) { try trap.prepare() }
    #expect(hf_seal_is_sealed(nil) == 0)
    let sealed = try store.open()
    #expect(hf_seal_is_sealed(UnsafeMutableRawPointer(sealed.handle)) == 1)
  }

  /// A sorter and a temporary table that outgrow their cache go to a file unless temporary storage is memory.
  @Test(arguments: [
    "SELECT count(*) FROM (SELECT data FROM t, (SELECT 1 UNION ALL SELECT 2) ORDER BY data DESC LIMIT -1 OFFSET 1)",
    "CREATE TEMP TABLE spill AS SELECT * FROM t; SELECT 2 * count(*) - 1 FROM spill",
  ])
  func temporaryFilesAreRefused(sql: String) throws {
    let store = try SealedStore()
    try store.fill(rows: 2_000)
    let inMemory = try store.open()
    try inMemory.run("PRAGMA cache_size = 5; PRAGMA temp.cache_size = 5")
    #expect(try inMemory.run(sql) == ["3999"])
    let onDisk = try store.open()
    try onDisk.run("PRAGMA temp_store = FILE; PRAGMA cache_size = 5; PRAGMA temp.cache_size = 5")
    let refused = hf_seal_refused()
    #expect(onDisk.failure(sql)?.code == SQLITE_CANTOPEN)
    #expect(hf_seal_refused() > refused)
    let names = try FileManager.default.contentsOfDirectory(atPath: store.directory.path)
    #expect(Set(names).isSubset(of: ["shard.db", "shard.db-shm", "shard.db-wal"]))
  }

  @Test func savepointsRollBackInMemory() throws {
    let store = try SealedStore()
    try store.fill(rows: 500)
    let connection = try store.open()
    try connection.run("BEGIN; SAVEPOINT s; UPDATE t SET data = randomblob(900); ROLLBACK TO s; COMMIT")
    #expect(try connection.run("SELECT count(*) FROM t WHERE length(data) = 600") == ["500"])
    #expect(try connection.run("PRAGMA integrity_check") == ["ok"])
  }

  @Test func copiesOutOfTheSealFailClosed() throws {
    let store = try SealedStore()
    try store.fill(rows: 50)
    let connection = try store.open()
    let out = store.directory.path("out.db")
    #expect(connection.failure("VACUUM") != nil)
    #expect(connection.failure("VACUUM INTO '\(out)'") != nil)
    #expect(connection.failure("VACUUM INTO 'file:\(out)?vfs=unix'") != nil)
    #expect(connection.failure("ATTACH '\(out)' AS a") != nil)
    #expect(connection.failure("ATTACH 'file:\(out)?vfs=unix' AS a") != nil)
    #expect(connection.failure("ATTACH '\(store.uri())' AS a") != nil)
    #expect(try store.files(containing: ["canarycontent"]) == [])
    // Leaving WAL mode leads nowhere: a rollback journal is refused before anything is written.
    _ = connection.failure("PRAGMA journal_mode = DELETE")
    _ = connection.failure("INSERT INTO t VALUES(9999, 'canarycontent', NULL)")
    #expect(try store.files(containing: ["canarycontent"]) == [])
  }

  @Test func countersMoveAndRefusalsAreDescribed() throws {
    let store = try SealedStore()
    let sealed = hf_seal_pages_sealed()
    try store.fill(rows: 10)
    #expect(hf_seal_pages_sealed() > sealed)
    let opened = hf_seal_pages_opened()
    #expect(try store.open().run("SELECT count(*) FROM t") == ["10"])
    #expect(hf_seal_pages_opened() > opened)
    hf_seal_remove_key(store.keyID)
    #expect(throws: SQLiteFailure.self) { try RawConnection(opening: store.uri()) }
    #expect(String(cString: hf_seal_errmsg()).contains("no key \"\(store.keyID)\""))
  }
}
