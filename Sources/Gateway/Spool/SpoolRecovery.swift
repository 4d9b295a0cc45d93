import Intake
import Records
import Sealing
import Storage
import Vault

/// Reads a spool whose gateway key is lost, as an officer; nothing in it is changed.
public enum SpoolRecovery {
  /// What is in a spool that no gateway opens any more.
  public struct Found: Sendable {
    /// Entries that are not acknowledged, in order.
    public var entries: [SpooledEntry] = []
    /// What cannot be read, with file and offset.
    public var damages: [SpoolError] = []
  }

  /// All entries that are not acknowledged, and what is damaged.
  ///
  /// To have them sealed, append them to a spool under a new gateway key. No gateway may run on the folder meanwhile.
  public static func entries(folder: String, vault: UnlockedVault) throws -> Found {
    var entries: [SpooledEntry] = []
    let damages = try forEach(folder: folder, vault: vault) { entries.append($0) }
    return Found(entries: entries, damages: damages)
  }

  /// The same, entry by entry, for spools larger than memory.
  public static func forEach(
    folder: String, vault: UnlockedVault, _ body: (SpooledEntry) throws -> Void
  ) throws -> [SpoolError] {
    var reading = try Reading(folder: folder, vault: vault)
    while case let entries = try reading.next(4096), !entries.isEmpty {
      for entry in entries { try body(entry) }
    }
    return reading.damages
  }

  /// The entries of a folder, part by part.
  struct Reading {
    private let reader: SpoolReader
    private var state = SpoolState(limit: .max)

    init(folder: String, vault: UnlockedVault) throws {
      let files = vault.environment.files
      let found = try SpoolFolder(folder, vault: vault.id, files: files) { wrap in
        try wrap.open(purpose: SpoolFormat.purpose, vault: vault)
      }
      reader = SpoolReader(files: files)
      for file in found.files {
        if let file = file.state { state.add(file) }
        for damage in file.damages { state.note(damage) }
      }
    }

    /// What could not be read so far.
    var damages: [SpoolError] { state.damages }

    /// The next entries, at most 16 MiB or one; none at the end.
    mutating func next(_ limit: Int) throws -> [SpooledEntry] {
      while case let handouts = state.take(limit), !handouts.isEmpty {
        let result = try reader.read(handouts)
        for (position, damage) in result.lost { state.lose(position, damage) }
        if !result.entries.isEmpty { return result.entries }
      }
      return []
    }
  }
}
