import CSealedSQLite
import Foundation
import GRDB
import GRDBSQLite
import TestSupport

/// A result code other than SQLITE_OK, with SQLite's message.
struct SQLiteFailure: Error, Equatable {
  var code: Int32
  var message: String
}

/// One SQLite connection without GRDB: tests of the VFS need exact result codes and no statements of its own.
final class RawConnection {
  let handle: OpaquePointer

  /// Opens a file or URI as it is.
  init(opening name: String, flags: Int32 = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI) throws {
    var opened: OpaquePointer?
    let code = sqlite3_open_v2(name, &opened, flags, nil)
    guard let opened, code == SQLITE_OK else {
      let failure = SQLiteFailure(
        code: opened.map(sqlite3_extended_errcode) ?? code,
        message: opened.map { String(cString: sqlite3_errmsg($0)) } ?? "")
      sqlite3_close_v2(opened)
      throw failure
    }
    handle = opened
    sqlite3_extended_result_codes(handle, 1)
    sqlite3_busy_timeout(handle, 5_000)
  }

  deinit { sqlite3_close_v2(handle) }

  /// Runs `hf_seal_prepare`.
  func prepare() throws {
    let code = hf_seal_prepare(UnsafeMutableRawPointer(handle))
    if code != SQLITE_OK { throw SQLiteFailure(code: code, message: String(cString: hf_seal_errmsg())) }
  }

  /// Runs statements and returns every row, its columns joined by "|".
  @discardableResult func run(_ sql: String, _ arguments: [String] = []) throws -> [String] {
    var rows: [String] = []
    try sql.withCString { start in
      var tail: UnsafePointer<CChar>? = start
      while let next = tail, next.pointee != 0 {
        var statement: OpaquePointer?
        try check(sqlite3_prepare_v2(handle, next, -1, &statement, &tail))
        guard let statement else { continue }
        defer { sqlite3_finalize(statement) }
        for (index, argument) in arguments.enumerated() {
          let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)  // SQLITE_TRANSIENT
          sqlite3_bind_text(statement, Int32(index + 1), argument, -1, transient)
        }
        var code = sqlite3_step(statement)
        while code == SQLITE_ROW {
          let columns = (0..<sqlite3_column_count(statement)).map { column in
            sqlite3_column_text(statement, column).map { String(cString: $0) } ?? "NULL"
          }
          rows.append(columns.joined(separator: "|"))
          code = sqlite3_step(statement)
        }
        if code != SQLITE_DONE { try check(code) }
      }
    }
    return rows
  }

  /// The failure that statements end in, or nil.
  func failure(_ sql: String) -> SQLiteFailure? {
    do {
      try run(sql)
      return nil
    } catch {
      return error as? SQLiteFailure
    }
  }

  private func check(_ code: Int32) throws {
    if code != SQLITE_OK {
      throw SQLiteFailure(code: sqlite3_extended_errcode(handle), message: String(cString: sqlite3_errmsg(handle)))
    }
  }
}

/// A directory with one sealed database and a key of its own.
final class SealedStore {
  let directory: TemporaryDirectory
  let keyID: String
  let path: String

  init() throws {
    directory = try TemporaryDirectory()
    keyID = "test-\(UUID().uuidString)"
    path = directory.path("shard.db")
    guard hf_seal_register() == SQLITE_OK else { throw SQLiteFailure(code: -1, message: "register") }
    setKey()
  }

  deinit { hf_seal_remove_key(keyID) }

  func setKey(byte: UInt8 = 7, shard: UInt8 = 1) {
    let code = hf_seal_set_key(keyID, [UInt8](repeating: byte, count: 32), [UInt8](repeating: shard, count: 16))
    precondition(code == SQLITE_OK)
  }

  func uri(_ path: String? = nil) -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let length = hf_seal_uri(path ?? self.path, keyID, &buffer, buffer.count)
    precondition(length > 0)
    return String(decoding: buffer.prefix(Int(length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Opens and prepares a connection.
  func open(_ path: String? = nil) throws -> RawConnection {
    let connection = try RawConnection(opening: uri(path))
    try connection.prepare()
    return connection
  }

  /// The GRDB configuration a program would use.
  static func configuration() -> Configuration {
    var configuration = Configuration()
    configuration.prepareDatabase { db in
      let handle = UnsafeMutableRawPointer(db.sqliteConnection)
      var code = hf_seal_prepare(handle)
      if code == SQLITE_OK { code = hf_tokenizer_register(handle) }
      if code != SQLITE_OK { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }
    return configuration
  }

  /// A database of `rows` rows that has been checkpointed and closed.
  func fill(rows: Int) throws {
    let connection = try open()
    try connection.run("CREATE TABLE t(id INTEGER PRIMARY KEY, body TEXT, data BLOB); BEGIN")
    for row in 1...rows {
      try connection.run("INSERT INTO t VALUES(\(row), 'canarycontent \(row)', randomblob(600))")
    }
    try connection.run("COMMIT; CREATE INDEX i ON t(body); PRAGMA wal_checkpoint(TRUNCATE)")
  }

  func bytes(_ path: String? = nil) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path ?? self.path)))
  }

  func write(_ bytes: [UInt8], to path: String? = nil) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path ?? self.path))
  }

  /// Copies database and log as they are, under a new name; the log's index is left behind, as a crash would.
  func crashCopy(_ name: String) throws -> String {
    let copy = directory.path(name)
    for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: copy + suffix) }
    for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: path + suffix) {
      try FileManager.default.copyItem(atPath: path + suffix, toPath: copy + suffix)
    }
    return copy
  }

  /// Which of the files in the directory hold one of the words, as bytes.
  func files(containing words: [String]) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: directory.path).filter { name in
      let data = try Data(contentsOf: URL(fileURLWithPath: directory.path(name)))
      return words.contains { data.range(of: Data($0.utf8)) != nil }
    }
  }
}
