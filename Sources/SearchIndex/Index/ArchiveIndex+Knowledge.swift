import Records

/// What an import asks about the archive, besides whether it contains something.
extension ArchiveIndex {
  /// The keys of all conversations of one provider in one account.
  public func conversationKeys(provider: Provider, account: String) throws -> [String] {
    try current().readCatalog { connection in
      var keys: [String] = []
      try connection.statement("SELECT key FROM conversations WHERE provider = ? AND account = ? ORDER BY key").bind(
        1, provider.rawValue
      ).bind(2, account).forEach {
        keys.append($0.text(0))
        return true
      }
      return keys
    }
  }

  /// The state of a message's file; nil when the message is not archived or names no file.
  public func mediaState(of message: MessageID) throws -> MediaReference.State? { try item(message)?.media?.state }

  /// Whether a message is archived without a date.
  public func isUndated(_ message: MessageID) throws -> Bool {
    guard let item = try item(message) else { return false }
    return item.sentAt == nil
  }

  private func item(_ message: MessageID) throws -> TimelineItem? {
    let key = ItemKey(message)
    let store = try current()
    let shards = try store.readCatalog {
      try CatalogReader.shards(of: key, names: CatalogReader.shardNames($0), $0)
    }
    for name in shards {
      let item = try store.readShard(name) { connection -> TimelineItem? in
        let reader = ItemReader(name: name, connection: connection)
        return try reader.find(key).map { try reader.item($0) }
      }
      if let item { return item }
    }
    return nil
  }
}
