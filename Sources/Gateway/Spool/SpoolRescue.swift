import Glibc
import Intake
import Records
import Sealing
import Storage
import Vault

/// What lies in the gateway's queues under a key that is lost, and how it comes under another: as an officer.
///
/// Each step can be done again: an old folder is set aside first, and goes when all of it is in the new one. What was
/// copied twice by an interruption is told apart by its delivery id, as whatever comes twice.
public enum SpoolRescue {
  /// What was found, or saved, in the queues.
  public struct Report: Sendable, Hashable {
    /// Entries by queue, where there are any.
    public var entries: [String: Int] = [:]
    /// What cannot be read, with file and offset.
    public var damages: [String] = []

    /// Entries of all queues.
    public var count: Int { entries.values.reduce(0, +) }
  }

  static let queues = ["deliveries", "media", "parked", "forwards", "intents"]
  private static let purpose = SpoolFormat.purpose
  /// Entries taken at once; a spool hands out at most 16 MiB anyway.
  private static let batch = 1024

  /// What waits in the queues of this machine under another key than this one.
  public static func waiting(in vault: UnlockedVault, notUnder key: GatewayKey) throws -> Report {
    var report = Report()
    for queue in queues {
      var count = 0
      for folder in try lost(queue, vault, key) {
        _ = try SpoolRecovery.forEach(folder: folder, vault: vault) { _ in count += 1 }
      }
      if count > 0 { report.entries[queue] = count }
    }
    return report
  }

  /// Brings what waits under other keys under this one, for the gateway to go on with; no gateway may run meanwhile.
  ///
  /// Files that are damaged stay, in a folder beside the queue's.
  public static func recover(_ vault: UnlockedVault, under key: GatewayKey) async throws -> Report {
    var report = Report()
    let files = vault.environment.files
    for queue in queues {
      let folder = SpoolSet.folder(queue, of: vault.locked)
      if try isForeign(folder, vault, key) { try setAside(folder, SpoolSet.parent(of: vault.locked), files) }
      let old = try lost(queue, vault, key)
      guard !old.isEmpty else { continue }
      let spool = try FileSpool.open(folder: folder, key: key, vault: vault.locked, limit: .max / 2)
      do {
        for place in old {
          let damages = try await move(place, to: spool, vault) { report.entries[queue, default: 0] += $0 }
          report.damages += damages.map { "\($0)" }
          try putAway(place, isDamaged: !damages.isEmpty, folder: folder, files)
        }
      } catch {
        await spool.close()
        throw error
      }
      await spool.close()
    }
    return report
  }

  /// Renames a queue's folder, unless a gateway uses it.
  private static func setAside(_ folder: String, _ parent: String, _ files: any FileOperations) throws {
    let lock = try files.openForAppending(folder + "/" + SpoolFormat.lockName)
    defer { files.close(lock) }
    guard try files.lock(lock) else {
      throw SpoolError(.busy, "a gateway uses the spool in \(folder)", remedy: "stop it first")
    }
    try files.rename(folder, try free(folder + ".lost", files))
    try files.syncDirectory(parent)
  }

  /// Copies all entries of a folder.
  private static func move(
    _ folder: String, to spool: FileSpool, _ vault: UnlockedVault, moved: (Int) -> Void
  ) async throws -> [SpoolError] {
    var reading = try SpoolRecovery.Reading(folder: folder, vault: vault)
    while case let entries = try reading.next(batch), !entries.isEmpty {
      try await spool.append(contentsOf: entries.map(\.bytes))
      moved(entries.count)
    }
    return reading.damages
  }

  /// Removes what is safe elsewhere; what is damaged stays under a name that is not looked at again.
  private static func putAway(
    _ place: String, isDamaged: Bool, folder: String, _ files: any FileOperations
  ) throws {
    if isDamaged { return try files.rename(place, try free(folder + ".damaged", files)) }
    // The acknowledgements last: without them an interruption would bring back what was safe long ago.
    for name in try files.names(in: place).sorted(by: {
      $0.hasSuffix(SpoolFormat.suffix) && !$1.hasSuffix(SpoolFormat.suffix)
    }) {
      try files.unlink(place + "/" + name)
    }
    // An empty folder that stays does no harm.
    _ = rmdir(place)
  }

  /// A name that nothing has yet.
  private static func free(_ path: String, _ files: any FileOperations) throws -> String {
    var number = 1
    while try files.status("\(path)-\(number)") != nil { number += 1 }
    return "\(path)-\(number)"
  }

  /// The folders of a queue whose files are under another key: its own, and those that were set aside and not finished.
  private static func lost(_ queue: String, _ vault: UnlockedVault, _ key: GatewayKey) throws -> [String] {
    let files = vault.environment.files
    let parent = SpoolSet.parent(of: vault.locked)
    guard try files.status(parent) != nil else { return [] }
    let aside = try files.names(in: parent).filter { $0.hasPrefix(queue + ".lost-") }.sorted().map { parent + "/" + $0 }
    let folder = SpoolSet.folder(queue, of: vault.locked)
    return try aside + (isForeign(folder, vault, key) ? [folder] : [])
  }

  /// Whether a folder has a file that opens under another key alone.
  private static func isForeign(_ folder: String, _ vault: UnlockedVault, _ key: GatewayKey) throws -> Bool {
    let files = vault.environment.files
    guard try files.status(folder) != nil else { return false }
    do {
      _ = try SpoolFolder(folder, vault: vault.id, files: files) { wrap in
        try wrap.open(purpose: purpose, vault: vault.id, key: key)
      }
      return false
    } catch let error as VaultError where error.code == .wrongKey {
      return true
    }
  }
}
