import Ledger
import Records
import Sealing
import Storage
import Synchronization

/// The logs of all writers as far as they were read and checked.
final class LedgerView: Sendable {
  private let store: any ObjectStore
  private let vault: VaultID
  private let logs = Mutex<[WriterID: LogState]>([:])

  init(store: any ObjectStore, vault: VaultID) {
    self.store = store
    self.vault = vault
  }

  /// Brings one log up to date and returns it.
  func log(_ entry: WriterEntry) throws -> LogState {
    try logs.withLock { logs in
      var state = logs[entry.id] ?? LogState(entry, vault: vault)
      try state.refresh(from: store)
      logs[entry.id] = state
      return state
    }
  }

  /// Brings all logs up to date.
  func all(_ entries: [WriterEntry]) throws -> [LogState] { try entries.map { try log($0) } }

  /// Finds a segment in what was read so far.
  func knownSegment(_ id: SegmentID) -> (SegmentDescription, WriterID, UInt64)? {
    logs.withLock { logs in
      for (writer, state) in logs {
        if let found = state.segments[id] { return (found.description, writer, found.leaf) }
      }
      return nil
    }
  }

  /// Finds an object in what was read so far.
  func knownObject(_ path: String) -> ObjectDescription? {
    logs.withLock { logs in
      for state in logs.values {
        if let found = state.objects[path] { return found }
      }
      return nil
    }
  }
}
