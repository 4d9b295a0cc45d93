import Records

/// What the import of an archive asks: whether what once could not be opened has been read since.
extension ArchiveIndex {
  /// Whether a message is archived with what it says, and does not only stand as one that is missing.
  public func isReadable(message: MessageID) throws -> Bool {
    let key = ItemKey(message)
    let store = try current()
    let shards = try store.readCatalog {
      try CatalogReader.shards(of: key, names: CatalogReader.shardNames($0), $0)
    }
    for name in shards {
      let isReadable = try store.readShard(name) { connection -> Bool in
        guard let item = try ItemReader(name: name, connection: connection).find(key) else { return false }
        return item.bits.category == .message && !item.bits.has(ItemBits.stub)
      }
      if isReadable { return true }
    }
    return false
  }

  /// Whether a version of a message was read from a delivery, as an edit.
  ///
  /// The message is opened for it: an import asks this only of edits that it has archived and may not have opened.
  public func holdsEdit(of message: MessageID, from delivery: DeliveryID) throws -> Bool {
    guard let detail = try self.message(message) else { return false }
    return detail.versions.contains { version in
      version.origin == .edit && (try? event(at: version.record))?.delivery == delivery
    }
  }
}
