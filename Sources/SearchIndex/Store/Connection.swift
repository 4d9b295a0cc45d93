import CSealedSQLite
import Dispatch
import GRDB
import GRDBSQLite
import Storage

/// One connection to one sealed database.
///
/// GRDB opens, configures and serialises it; statements go through `Statement` (see there for the reason).
final class Connection: @unchecked Sendable {
  // Unchecked: `statements` and `handle` are used only inside `use`, which the queue serialises; `interrupt` calls
  // sqlite3_interrupt, which SQLite allows from any thread while the connection is open.
  enum Role { case writer, reader }

  let path: String
  private let queue: DatabaseQueue
  private let handle: OpaquePointer
  private var statements: [String: Statement] = [:]

  /// Opens the database at `path` with the key filed under `keyID`.
  init(path: String, keyID: String, role: Role, cachePages: Int) throws {
    self.path = path
    _ = Connection.isRegistered
    guard let uri = Connection.uri(path, keyID) else {
      throw SearchIndexError(.database, "the index cannot be opened: its path is too long or not absolute")
    }
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    configuration.allowsUnsafeTransactions = true
    configuration.label = "index"
    configuration.prepareDatabase { database in
      guard let connection = database.sqliteConnection else { return }
      // Only a new file takes it: what merging frees is given back by `release`.
      sqlite3_exec(connection, "PRAGMA auto_vacuum = INCREMENTAL", nil, nil, nil)
      var code = hf_seal_prepare(UnsafeMutableRawPointer(connection))
      guard code == SQLITE_OK else { throw Connection.sealError(code) }
      code = hf_tokenizer_register(UnsafeMutableRawPointer(connection))
      guard code == SQLITE_OK else { throw Connection.sealError(code) }
      let settings = [
        "PRAGMA cache_size = \(cachePages)", "PRAGMA synchronous = NORMAL", "PRAGMA foreign_keys = OFF",
        "PRAGMA wal_autocheckpoint = \(role == .writer ? 1000 : 0)", "PRAGMA journal_size_limit = 1048576",
        role == .reader ? "PRAGMA query_only = ON" : "PRAGMA secure_delete = FAST",
      ]
      for setting in settings {
        let code = sqlite3_exec(connection, setting, nil, nil, nil)
        guard code == SQLITE_OK else { throw Statement.error(connection, code, setting) }
      }
    }
    do {
      queue = try DatabaseQueue(path: uri, configuration: configuration)
      var opened: OpaquePointer?
      queue.inDatabase { opened = $0.sqliteConnection }
      guard let opened, hf_seal_is_sealed(UnsafeMutableRawPointer(opened)) == 1 else {
        throw SearchIndexError(.damaged, "the index would not be sealed; SQLite was built without URI names")
      }
      handle = opened
    } catch let error as SearchIndexError {
      throw error
    } catch {
      throw SearchIndexError(
        .damaged, "a database of the index does not open", remedy: "run ‘holdfast rebuild’", cause: error)
    }
  }

  /// The VFS, registered once.
  private static let isRegistered = hf_seal_register() == SQLITE_OK

  private static func uri(_ path: String, _ keyID: String) -> String? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 8192) { buffer in
      guard let base = buffer.baseAddress else { return nil }
      let length = hf_seal_uri(path, keyID, base, 8192)
      return length > 0 ? String(cString: base) : nil
    }
  }

  private static func sealError(_ code: Int32) -> SearchIndexError {
    let words = hf_seal_errmsg().map { String(cString: $0) } ?? ""
    return SearchIndexError(
      .damaged, "a database of the index does not open (code \(code)): \(words)",
      remedy: "run ‘holdfast rebuild’: the index is made anew from the vault")
  }

  /// Runs `body` with the connection to itself.
  func use<Result>(_ body: (Connection) throws -> Result) throws -> Result {
    try queue.unsafeReentrantWrite { _ in try body(self) }
  }

  /// Runs `body` inside a read transaction, so that all its statements see one state.
  ///
  /// While `cancel` is set the running statement ends with `cancelled`: SQLite asks every thousand steps.
  func read<Result>(cancel: CancellationFlag? = nil, _ body: (Connection) throws -> Result) throws -> Result {
    try use { connection in
      if let cancel {
        if cancel.isCancelled { throw SearchIndexError(.cancelled, "the query was cancelled") }
        // Unretained: `cancel` outlives the handler, which is taken away before this function returns.
        let context = Unmanaged.passUnretained(cancel).toOpaque()
        sqlite3_progress_handler(
          handle, 1000,
          { context in
            guard let context else { return 0 }
            return Unmanaged<CancellationFlag>.fromOpaque(context).takeUnretainedValue().isCancelled ? 1 : 0
          }, context)
      }
      defer { if cancel != nil { sqlite3_progress_handler(handle, 0, nil, nil) } }
      try connection.statement("BEGIN").run()
      defer { try? connection.statement("COMMIT").run() }
      return try body(connection)
    }
  }

  /// Runs `body` inside a write transaction, which is undone when it throws.
  func write<Result>(_ body: (Connection) throws -> Result) throws -> Result {
    try use { connection in
      try connection.statement("BEGIN IMMEDIATE").run()
      do {
        let result = try body(connection)
        try connection.statement("COMMIT").run()
        return result
      } catch {
        try? connection.statement("ROLLBACK").run()
        throw error
      }
    }
  }

  /// The prepared statement of this text, made on first use. Call only inside `use`.
  func statement(_ sql: String) throws(SearchIndexError) -> Statement {
    if let known = statements[sql] { return known }
    if statements.count > 200 { statements.removeAll() }
    let made = try Statement(sql, database: handle, isPersistent: true)
    statements[sql] = made
    return made
  }

  /// A statement that is not kept: for queries that are composed, and for cursors that live beside others.
  func freshStatement(_ sql: String) throws(SearchIndexError) -> Statement {
    try Statement(sql, database: handle, isPersistent: false)
  }

  /// Runs statements that are separated by semicolons and return nothing.
  func execute(_ sql: String) throws(SearchIndexError) {
    let code = sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw Statement.error(handle, code, sql) }
  }

  var lastRow: Int64 { sqlite3_last_insert_rowid(handle) }
  var changes: Int { Int(sqlite3_changes(handle)) }

  /// Ends the running query at once, from any thread.
  func interrupt() { sqlite3_interrupt(handle) }

  /// Writes the log back into the database and empties it, as far as no reader still needs it.
  func checkpoint() throws { try use { try $0.statement("PRAGMA wal_checkpoint(TRUNCATE)").run() } }

  /// Cuts pages off the file that nothing uses any more.
  func release() throws { try use { try $0.statement("PRAGMA incremental_vacuum").run() } }

  /// Gives back memory that caches hold.
  func shrink() throws { try use { _ in _ = sqlite3_db_release_memory(handle) } }

  func close() {
    try? use { connection in connection.statements.removeAll() }
    try? queue.close()
  }
}
