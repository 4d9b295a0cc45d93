import GRDBSQLite

/// A prepared statement, kept by its connection and used again and again.
///
/// GRDB's own statements cost about a microsecond each to bind and to read through `DatabaseValue`; the indexer runs
/// ten statements for each message and has twenty microseconds for all of it. This is a thin cover of the C calls.
///
/// Not thread-safe: it belongs to the connection that made it, which one thread uses at a time.
final class Statement {
  private let handle: OpaquePointer
  private let database: OpaquePointer
  private let sql: String
  private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

  init(_ sql: String, database: OpaquePointer, isPersistent: Bool) throws(SearchIndexError) {
    var handle: OpaquePointer?
    let flags = isPersistent ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
    let code = sqlite3_prepare_v3(database, sql, -1, flags, &handle, nil)
    guard code == SQLITE_OK, let handle else { throw Statement.error(database, code, sql) }
    self.handle = handle
    self.database = database
    self.sql = sql
  }

  deinit { sqlite3_finalize(handle) }

  static func error(_ database: OpaquePointer, _ code: Int32, _ sql: String) -> SearchIndexError {
    if code & 0xFF == SQLITE_INTERRUPT { return SearchIndexError(.cancelled, "the query was cancelled") }
    let extended = sqlite3_extended_errcode(database)
    let words = sqlite3_errmsg(database).map { String(cString: $0) } ?? "?"
    let head = sql.split(separator: "\n").first.map { String($0.prefix(60)) } ?? ""
    if extended == 8202 || code & 0xFF == SQLITE_CORRUPT || code & 0xFF == SQLITE_NOTADB {
      return SearchIndexError(
        .damaged, "a page of the index does not open (\(words), code \(extended))",
        remedy: "run ‘holdfast rebuild’: the index is made anew from the vault")
    }
    // 10 is SQLITE_IOERR in all its forms: the disk, not the database.
    if code & 0xFF == SQLITE_FULL || code & 0xFF == 10 || code & 0xFF == SQLITE_READONLY {
      return SearchIndexError(
        .cannotWrite, "the index cannot be written (\(words), code \(extended)); the vault itself is untouched",
        remedy: "see that the state directory is writable and has room, then run ‘holdfast index --once’")
    }
    return SearchIndexError(.database, "the index failed at ‘\(head)’: \(words), code \(extended)")
  }

  // MARK: Binding; indexes count from one.

  @discardableResult
  func bind(_ index: Int32, _ value: Int64) -> Statement {
    sqlite3_bind_int64(handle, index, value)
    return self
  }

  @discardableResult
  func bind(_ index: Int32, _ value: Int) -> Statement { bind(index, Int64(value)) }

  @discardableResult
  func bind(_ index: Int32, _ value: Int64?) -> Statement {
    if let value { sqlite3_bind_int64(handle, index, value) } else { sqlite3_bind_null(handle, index) }
    return self
  }

  @discardableResult
  func bind(_ index: Int32, _ text: String) -> Statement {
    var copy = text
    copy.withUTF8 { buffer in
      // A null pointer would bind NULL instead of an empty text.
      guard let base = buffer.baseAddress, buffer.count > 0 else {
        sqlite3_bind_text(handle, index, "", 0, Statement.transient)
        return
      }
      base.withMemoryRebound(to: CChar.self, capacity: buffer.count) {
        _ = sqlite3_bind_text(handle, index, $0, Int32(clamping: buffer.count), Statement.transient)
      }
    }
    return self
  }

  @discardableResult
  func bind(_ index: Int32, _ text: String?) -> Statement {
    if let text { return bind(index, text) }
    sqlite3_bind_null(handle, index)
    return self
  }

  @discardableResult
  func bind(_ index: Int32, _ bytes: [UInt8]?) -> Statement {
    guard let bytes else {
      sqlite3_bind_null(handle, index)
      return self
    }
    bytes.withUnsafeBytes { buffer in
      if let base = buffer.baseAddress, buffer.count > 0 {
        _ = sqlite3_bind_blob(handle, index, base, Int32(clamping: buffer.count), Statement.transient)
      } else {
        _ = sqlite3_bind_zeroblob(handle, index, 0)
      }
    }
    return self
  }

  @discardableResult
  func bind(_ index: Int32, _ value: SQLValue) -> Statement {
    switch value {
    case .integer(let number): return bind(index, number)
    case .text(let text): return bind(index, text)
    case .blob(let bytes): return bind(index, bytes)
    }
  }

  @discardableResult
  func bind(all values: [SQLValue]) -> Statement {
    for (offset, value) in values.enumerated() { bind(Int32(offset + 1), value) }
    return self
  }

  // MARK: Stepping

  /// Moves to the next row; false at the end, where the statement is reset.
  func step() throws(SearchIndexError) -> Bool {
    let code = sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    if code == SQLITE_DONE {
      sqlite3_reset(handle)
      return false
    }
    let failure = Statement.error(database, code, sql)
    sqlite3_reset(handle)
    throw failure
  }

  /// Runs a statement that gives no rows, or whose rows do not matter.
  func run() throws(SearchIndexError) {
    while try step() {}
  }

  func reset() { sqlite3_reset(handle) }

  /// Calls `body` for each row until it returns false.
  func forEach(_ body: (Statement) throws -> Bool) throws {
    defer { sqlite3_reset(handle) }
    while try step() { if try !body(self) { return } }
  }

  /// The first column of the first row, when there is one.
  func firstInteger() throws(SearchIndexError) -> Int64? {
    defer { sqlite3_reset(handle) }
    guard try step(), !isNull(0) else { return nil }
    return integer(0)
  }

  // MARK: Columns; indexes count from zero.

  var columnCount: Int32 { sqlite3_column_count(handle) }

  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }
  func int(_ column: Int32) -> Int { Int(sqlite3_column_int64(handle, column)) }
  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }
  func optionalInteger(_ column: Int32) -> Int64? { isNull(column) ? nil : integer(column) }

  func text(_ column: Int32) -> String {
    guard let start = sqlite3_column_text(handle, column) else { return "" }
    let count = Int(sqlite3_column_bytes(handle, column))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

  func bytes(_ column: Int32) -> [UInt8] {
    guard let start = sqlite3_column_blob(handle, column) else { return [] }
    let count = Int(sqlite3_column_bytes(handle, column))
    return [UInt8](UnsafeRawBufferPointer(start: start, count: count))
  }

  /// The bytes of a column without a copy, valid only inside `body`.
  func withBytes<Result>(_ column: Int32, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    let start = sqlite3_column_blob(handle, column)
    let count = Int(sqlite3_column_bytes(handle, column))
    return try body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
  }
}

/// A value to bind.
enum SQLValue: Sendable, Hashable {
  case integer(Int64)
  case text(String)
  case blob([UInt8])
}
