import CSealedSQLite
import Foundation
import GRDBSQLite
import TestSupport
import Testing

@Suite struct SealRecoveryTests {
  @Test func aCopyTakenAtEachCommitRecovers() throws {
    let store = try SealedStore()
    let connection = try store.open()
    try connection.run("PRAGMA wal_autocheckpoint = 25; CREATE TABLE t(id INTEGER PRIMARY KEY, body TEXT)")
    for row in 1...40 {
      try connection.run("INSERT INTO t VALUES(\(row), hex(randomblob(3000)))")
      let copy = try store.open(try store.crashCopy("copy.db"))
      #expect(try copy.run("SELECT count(*), max(id) FROM t") == ["\(row)|\(row)"])
      #expect(try copy.run("PRAGMA integrity_check") == ["ok"])
    }
  }

  /// A cache of a few pages makes SQLite write uncommitted pages to the log and overwrite them there, then read its
  /// own frames back to sum them up again.
  @Test func framesOverwrittenInPlaceRecover() throws {
    let store = try SealedStore()
    try store.fill(rows: 300)
    let connection = try store.open()
    try connection.run("PRAGMA cache_size = 4")
    for round in 1...5 {
      try connection.run("BEGIN")
      for pass in 1...3 {
        try connection.run("UPDATE t SET body = 'round \(round).\(pass) ' || id, data = randomblob(600)")
      }
      try connection.run("COMMIT")
      let copy = try store.open(try store.crashCopy("copy.db"))
      #expect(try copy.run("SELECT count(*) FROM t WHERE body = 'round \(round).3 ' || id") == ["300"])
      #expect(try copy.run("PRAGMA integrity_check") == ["ok"])
    }
  }

  @Test func aLogCutAnywhereRecoversAPrefixOfTheCommits() throws {
    let store = try SealedStore()
    let connection = try store.open()
    try connection.run("PRAGMA wal_autocheckpoint = 0; CREATE TABLE t(id INTEGER PRIMARY KEY, body TEXT)")
    try connection.run("PRAGMA wal_checkpoint(TRUNCATE)")
    for row in 1...12 { try connection.run("INSERT INTO t VALUES(\(row), 'row \(row)')") }
    let log = try store.bytes(store.path + "-wal")
    var random = SeededGenerator.reported()
    var seen: Set<Int> = []
    let cuts = [0, 31, 32, 40, 56] + (0..<40).map { _ in Int.random(in: 0...log.count, using: &random) }
    for cut in cuts.sorted() {
      let copy = try store.crashCopy("copy.db")
      try store.write(Array(log.prefix(cut)), to: copy + "-wal")
      let recovered = try store.open(copy)
      let rows = try recovered.run("SELECT id FROM t ORDER BY id").compactMap { Int($0) }
      #expect(rows == Array(1...max(rows.count, 1)).prefix(rows.count).map { $0 })
      #expect(rows.count >= (seen.max() ?? 0))
      #expect(try recovered.run("PRAGMA integrity_check") == ["ok"])
      seen.insert(rows.count)
    }
    #expect(seen.count > 3)
  }

  @Test func aFlippedBitInTheLogEndsItThere() throws {
    let store = try SealedStore()
    let connection = try store.open()
    try connection.run("PRAGMA wal_autocheckpoint = 0; CREATE TABLE t(id INTEGER PRIMARY KEY, body TEXT)")
    try connection.run("PRAGMA wal_checkpoint(TRUNCATE)")
    for row in 1...8 { try connection.run("INSERT INTO t VALUES(\(row), 'row \(row)')") }
    let log = try store.bytes(store.path + "-wal")
    let frame = 24 + 8192
    for index in 0..<((log.count - 32) / frame) {
      for offset in [0, 5, 8, 16, 23, 24, 4_000, 24 + 8_151, 24 + 8_160, 24 + 8_191] {
        var changed = log
        changed[32 + index * frame + offset] ^= 0x10
        let copy = try store.crashCopy("copy.db")
        try store.write(changed, to: copy + "-wal")
        let rows = try store.open(copy).run("SELECT count(*) FROM t")
        #expect(rows == ["\(index)"], "frame \(index), byte \(offset)")
      }
    }
  }

  /// Power may fail while a checkpoint writes page 1; the log still has it whole.
  @Test func aTornFirstPageComesBackFromTheLog() throws {
    let store = try SealedStore()
    try store.fill(rows: 50)
    let connection = try store.open()
    try connection.run("CREATE TABLE later(x); INSERT INTO later VALUES('kept')")
    let copy = try store.crashCopy("copy.db")
    var bytes = try store.bytes(copy)
    for offset in 4_096..<8_192 { bytes[offset] = 0xaa }
    try store.write(bytes, to: copy)
    let recovered = try store.open(copy)
    #expect(try recovered.run("SELECT x FROM later; SELECT count(*) FROM t") == ["kept", "50"])
    try recovered.run("PRAGMA wal_checkpoint(TRUNCATE)")
    #expect(try recovered.run("PRAGMA integrity_check") == ["ok"])
  }

  /// Frames of a live log are read by page number from its index; a changed one is an error, not old data.
  @Test func aFrameChangedUnderALiveReaderIsAnError() throws {
    let store = try SealedStore()
    let connection = try store.open()
    try connection.run("CREATE TABLE t(id INTEGER PRIMARY KEY, body TEXT); INSERT INTO t VALUES(1, 'x')")
    var log = try store.bytes(store.path + "-wal")
    log[log.count - 500] ^= 1
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: store.path + "-wal"))
    try handle.write(contentsOf: Data(log))
    try handle.close()
    let second = try RawConnection(opening: store.uri())
    #expect(second.failure("SELECT * FROM t")?.code == HF_SEAL_ERROR_DATA)
  }

  @Test func readersAndWriterShareTheLog() throws {
    let store = try SealedStore()
    let writer = try store.open()
    try writer.run("CREATE TABLE t(id INTEGER PRIMARY KEY); INSERT INTO t VALUES(1)")
    let reader = try store.open()
    try reader.run("BEGIN; SELECT count(*) FROM t")
    try writer.run("INSERT INTO t VALUES(2); INSERT INTO t VALUES(3)")
    #expect(try reader.run("SELECT count(*) FROM t") == ["1"])
    try reader.run("COMMIT")
    #expect(try reader.run("SELECT count(*) FROM t") == ["3"])
    try writer.run("PRAGMA wal_checkpoint(TRUNCATE)")
    #expect(try reader.run("SELECT count(*) FROM t") == ["3"])
  }
}
