import Casework
import Records
import SearchIndex
import Storage
import Vault

/// An unlocked vault with its index, for the length of one command.
struct Session {
  let vault: UnlockedVault
  let index: ArchiveIndex
  let cases: CaseManager
  let zone: NamedZone

  /// Unlocks, opens the index and brings it up to date, then runs the command; acts are sealed at the end.
  static func run<Result>(
    _ arguments: VaultArguments, catchUp: Bool = true, cancel: CancellationFlag? = nil,
    _ body: (Session) throws -> Result
  ) throws -> Result {
    let locked = try arguments.open()
    let zone = try arguments.zone(of: locked)
    let passphrase = try PassphraseReader(file: arguments.passphraseFile).read(
      prompt: "Passphrase of \(locked.title): ")
    let vault = try locked.unlock(passphrase: passphrase)
    defer { end(vault) }
    try vault.acts.record(.unlock)
    // Where that fails, as on a full disk, there is still all to read; whoever writes next meets the failure.
    try? vault.finishInterrupted()
    let index = try ArchiveIndex.open(
      vault: vault, state: try arguments.stateDirectory(), environment: VaultEnvironment())
    defer { index.close() }
    if catchUp { try bringUpToDate(index, cancel: cancel) }
    let session = Session(
      vault: vault, index: index, cases: CaseManager(vault: vault, index: index), zone: zone)
    return try body(session)
  }

  /// Seals the acts of this command.
  ///
  /// Where that cannot be, they stay in the journal of this machine and are sealed later.
  private static func end(_ vault: UnlockedVault) {
    do { try vault.close() } catch {
      let why = Failure(classifying: error)?.message ?? String(describing: error)
      Output.note("holdfast: what was done is journaled, but could not be sealed yet: " + SafeLine.of(why))
    }
  }

  /// Applies whatever the ledgers list and the index has not seen.
  static func bringUpToDate(_ index: ArchiveIndex, cancel: CancellationFlag? = nil) throws {
    let line = ProgressLine("Indexing")
    defer { line.finish() }
    try index.catchUp(progress: line.update, cancel: cancel)
  }

  /// Reads a query as the officer typed it; a malformed one is shown with its place marked.
  func query(_ text: String) throws -> Query {
    switch QueryParser.parse(text, options: queryOptions) {
    case .success(let query): return query
    case .failure(let error):
      var failure = Failure(.badInput, "the query has a fault at column \(error.column + 1): \(error.message)")
      failure.pointer = Failure.Pointer(line: text, column: error.column, length: max(1, error.length))
      throw failure
    }
  }

  /// What dates in queries mean.
  var queryOptions: QueryOptions {
    let zone = zone
    let now = SystemClock().now()
    return QueryOptions(
      timeZone: zone.name, timeZoneOffset: { zone.offset(at: $0) },
      today: CivilTime(now, offsetSeconds: zone.offset(at: now)).date)
  }

  /// Reads a conversation id.
  static func conversation(_ text: String) throws -> ConversationID {
    guard let id = ConversationID(text) else {
      throw Failure(.badInput, "‘\(text)’ is not a conversation id", remedy: "`holdfast conversations` lists them")
    }
    return id
  }

  /// Reads a message id.
  static func message(_ text: String) throws -> MessageID {
    guard let id = MessageID(text) else {
      throw Failure(
        .badInput, "‘\(text)’ is not a message id", remedy: "ids look like m-7q2kx4…; `holdfast search` lists them")
    }
    return id
  }
}
