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
    _ arguments: VaultArguments, catchUp: Bool = true, _ body: (Session) throws -> Result
  ) throws -> Result {
    let locked = try arguments.open()
    let passphrase = try PassphraseReader(file: arguments.passphraseFile).read(prompt: "Passphrase of \(locked.title): ")
    let vault = try locked.unlock(passphrase: passphrase)
    let index = try ArchiveIndex.open(
      vault: vault, state: try arguments.stateDirectory(), environment: VaultEnvironment())
    defer { index.close() }
    if catchUp { try bringUpToDate(index) }
    let session = Session(
      vault: vault, index: index, cases: CaseManager(vault: vault, index: index), zone: try arguments.zone(of: locked))
    let result = try body(session)
    try vault.acts.flush()
    return result
  }

  /// Applies whatever the ledgers list and the index has not seen.
  static func bringUpToDate(_ index: ArchiveIndex) throws {
    let line = ProgressLine("Indexing")
    defer { line.finish() }
    try index.catchUp(progress: line.update)
  }

  /// Reads a query as the officer typed it; a malformed one is shown with its place marked.
  func query(_ text: String) throws -> Query {
    let zone = zone
    let options = QueryOptions(
      timeZoneOffset: { zone.offset(at: $0) },
      today: CivilTime(SystemClock().now(), offsetSeconds: zone.offset(at: SystemClock().now())).date)
    switch QueryParser.parse(text, options: options) {
    case .success(let query): return query
    case .failure(let error):
      throw Failure(
        .badInput, "the query has a fault at column \(error.column + 1): \(error.message)",
        remedy: "\(text)\n  " + String(repeating: " ", count: error.column)
          + String(repeating: "^", count: max(1, error.length)))
    }
  }

  /// Reads a message id.
  static func message(_ text: String) throws -> MessageID {
    guard let id = MessageID(text) else {
      throw Failure(.badInput, "‘\(text)’ is not a message id", remedy: "ids look like m-7q2kx4…; `holdfast search` lists them")
    }
    return id
  }
}
