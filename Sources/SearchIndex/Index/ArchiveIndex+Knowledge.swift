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

  /// The accounts under which conversations of a provider are archived.
  public func accounts(provider: Provider) throws -> [String] {
    try current().readCatalog { connection in
      var accounts: [String] = []
      try connection.statement("SELECT DISTINCT account FROM conversations WHERE provider = ? ORDER BY account").bind(
        1, provider.rawValue
      ).forEach {
        accounts.append($0.text(0))
        return true
      }
      return accounts
    }
  }

  /// The state of a message's file; nil when the message is not archived or names no file.
  public func mediaState(of message: MessageID) throws -> MediaReference.State? {
    try find(message) { try $0.item($1).media?.state } ?? nil
  }

  /// The date under which a message is archived; nil where it is not.
  public func date(of message: MessageID) throws -> ArchivedDate? {
    try find(message) { reader, stored in
      ArchivedDate(
        sentAt: try reader.item(stored).sentAt, corrections: stored.extra.map { ItemExtra($0).corrections } ?? 0)
    }
  }

  private func find<Answer>(_ message: MessageID, _ read: (ItemReader, StoredItem) throws -> Answer) throws -> Answer? {
    let key = ItemKey(message)
    let store = try current()
    let shards = try store.readCatalog {
      try CatalogReader.shards(of: key, names: CatalogReader.shardNames($0), $0)
    }
    for name in shards {
      let item = try store.readShard(name) { connection -> Answer? in
        let reader = ItemReader(name: name, connection: connection)
        return try reader.find(key).map { try read(reader, $0) }
      }
      if let item { return item }
    }
    return nil
  }
}
