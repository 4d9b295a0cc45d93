import GRDBSQLite

/// Plain SQLite through its C interface, so that no wrapper is measured with it.
final class PlainDatabase {
  private let handle: OpaquePointer

  /// Opens a file with the settings of the search index's writing connections, the seal apart.
  init(path: String, synchronous: String = "NORMAL", cachePages: Int = 2048) throws {
    var opened: OpaquePointer?
    guard sqlite3_open(path, &opened) == SQLITE_OK, let opened else { throw BenchError("cannot open \(path)") }
    handle = opened
    try run("PRAGMA page_size = 8192")
    try run("PRAGMA journal_mode = WAL")
    try run("PRAGMA synchronous = \(synchronous)")
    try run("PRAGMA cache_size = \(cachePages)")
    try run("PRAGMA temp_store = MEMORY")
  }

  deinit { sqlite3_close_v2(handle) }

  func run(_ sql: String) throws {
    guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw failure(sql) }
  }

  func prepare(_ sql: String) throws -> PlainStatement {
    var made: OpaquePointer?
    guard sqlite3_prepare_v2(handle, sql, -1, &made, nil) == SQLITE_OK, let made else { throw failure(sql) }
    return PlainStatement(handle: made)
  }

  private func failure(_ sql: String) -> BenchError { BenchError("\(sql): \(String(cString: sqlite3_errmsg(handle)))") }
}

/// A prepared statement.
final class PlainStatement {
  private let handle: OpaquePointer
  /// SQLite copies what is bound.
  private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

  init(handle: OpaquePointer) { self.handle = handle }
  deinit { sqlite3_finalize(handle) }

  func bind(_ place: Int32, _ value: Int64) { sqlite3_bind_int64(handle, place, value) }
  func bind(_ place: Int32, _ value: String) { sqlite3_bind_text(handle, place, value, -1, PlainStatement.copied) }

  /// Runs it and takes all rows; returns their number.
  @discardableResult func run() throws -> Int {
    defer { sqlite3_reset(handle) }
    var rows = 0
    while true {
      switch sqlite3_step(handle) {
      case SQLITE_ROW:
        rows += 1
        _ = sqlite3_column_text(handle, 0)
      case SQLITE_DONE: return rows
      default: throw BenchError("a statement of the baseline failed")
      }
    }
  }
}
