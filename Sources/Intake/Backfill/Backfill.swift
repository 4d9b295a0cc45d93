import Capture
import Storage
import Vault

/// Takes in an archive that another system kept: a folder of JSON records, however large, in bounded memory.
///
/// Every record counts exactly once, as message, event, duplicate or exception, and the counts are the same however
/// often the import is killed: what becomes of a record is written down before it can be in the vault.
public final class Backfill: Sendable {
  /// How much is done between two points at which an interrupted import goes on.
  struct Limits: Sendable {
    /// Bytes of readings that are decided on and written down together.
    var decided = 8 << 20
    /// Bytes after which everything is sealed.
    var sealed = 64 << 20
    /// Deliveries that are remembered before the index is asked instead.
    var remembered = 1_000_000
  }

  let vault: UnlockedVault
  let refresh: @Sendable () throws -> any KnownDeliveries
  let limits: Limits

  /// Creates an import; `refresh` brings the index up to date with the vault and says what it knows then.
  public convenience init(vault: UnlockedVault, refresh: @escaping @Sendable () throws -> any KnownDeliveries) {
    self.init(vault: vault, limits: Limits(), refresh: refresh)
  }

  init(vault: UnlockedVault, limits: Limits, refresh: @escaping @Sendable () throws -> any KnownDeliveries) {
    self.vault = vault
    self.limits = limits
    self.refresh = refresh
  }

  /// Whether a path is an archive of another system: a folder of dates (`year=2024/…`), or one whose first JSON file
  /// begins with a record of a known shape, or such a file.
  public static func recognises(_ path: String, files: any FileOperations = SystemFiles()) -> Bool {
    if let names = try? files.names(in: path), names.contains(where: isYear) { return true }
    var walk = SourceWalk(root: path, files: files)
    // Looking at a few files tells; looking at all of a folder of something else would take as long as importing it.
    for _ in 0..<20 {
      guard let found = walk.next() else { return false }
      if found.problem == nil, RecordFile.isArchive(path: found.path) { return true }
    }
    return false
  }

  private static func isYear(_ name: String) -> Bool {
    let digits = name.utf8.dropFirst(5)
    return name.lowercased().hasPrefix("year=") && digits.count == 4 && digits.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// Reads and counts without sealing anything.
  public func plan(
    _ path: String, options: ImportOptions, progress: (Progress) -> Void = { _ in }, cancel: CancellationFlag? = nil
  ) throws -> BackfillReport {
    try withoutActuallyEscaping(progress) { progress in
      var run = try BackfillRun(self, path, options, writer: nil, tell: progress, cancel: cancel)
      return try run.toTheEnd()
    }
  }

  /// Forgets that an import came to its end, once its report is where it belongs.
  ///
  /// Until then the same import gives the same report again, so that a crash cannot take it away.
  public func forget(_ path: String, options: ImportOptions) throws {
    try BackfillStateFile(vault: vault, source: path, options: options).remove()
  }

  /// Seals what the folder holds, and the act of having imported it; ``forget(_:options:)`` ends it.
  ///
  /// When it is cancelled, what was decided is sealed before `CancellationError` is thrown; the next run goes on there.
  public func run(
    _ path: String, options: ImportOptions, progress: (Progress) -> Void = { _ in }, cancel: CancellationFlag? = nil
  ) throws -> BackfillReport {
    // Opening it adopts what was published before a crash and not logged; only then can the index know everything.
    let writer = try vault.writer(kind: .importer)
    let report: BackfillReport
    do {
      report = try withoutActuallyEscaping(progress) { progress in
        var run = try BackfillRun(self, path, options, writer: writer, tell: progress, cancel: cancel)
        return try run.toTheEnd()
      }
      try writer.close()
    } catch {
      try? writer.close()
      throw error
    }
    return report
  }
}
