import Records
import Storage

extension UnlockedVault {
  /// The files of this machine's gateway that hold records which may not be in the ledger yet, oldest first.
  ///
  /// Cheap when nothing is new: a file that was seen before is the same object, and follows on where it was read last. A
  /// record that is in the ledger already has the same address there. A name that is gone was logged, or the gateway
  /// started again: what was not logged comes under another address.
  public func tail() throws -> [TailFile] {
    let folder = TailFormat.folder(state)
    guard try environment.files.status(folder) != nil else { return [] }
    let names = try environment.files.names(in: folder).filter { $0.hasSuffix(TailFormat.suffix) }.sorted()
    return try tailCache.withLock { cache in
      var next: [String: TailFile] = [:]
      var found: [TailFile] = []
      for name in names {
        guard
          let file = try cache[name]
            ?? TailFile.open(name, in: folder, vault: id, identities: identities, files: environment.files)
        else { continue }
        next[name] = file
        found.append(file)
      }
      cache = next
      return found
    }
  }
}
