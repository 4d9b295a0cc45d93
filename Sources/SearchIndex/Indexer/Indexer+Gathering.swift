import Records

extension Indexer {
  /// The shards of those of a batch's messages that the catalog knows.
  ///
  /// Nearly all messages are new, which a filter in memory says without a look-up; it is read when enough was asked to
  /// be worth it.
  func knownShards(of keys: some Collection<ItemKey>) throws -> [ItemKey: Set<ShardName>] {
    guard !keys.isEmpty else { return [:] }
    try catalog.use { connection in
      let runs = HashRuns(connection: connection, kind: .messages)
      let known = try known ?? runs.greatestCount()
      self.known = known
      asked += keys.count
      if filter == nil, known <= profile.filteredMessages, asked * 8 >= known {
        var filter = MessageFilter(capacity: known + known / 2)
        try runs.forEachHead { filter.insert($0) }
        self.filter = filter
      }
    }
    let candidates = filter.map { filter in keys.filter { filter.mayContain(HashRuns.message($0)) } } ?? Array(keys)
    guard !candidates.isEmpty else { return [:] }
    return try catalog.use { try CatalogReader.shards(of: candidates, names: shardNames, $0) }
  }

  /// Notes messages that the catalog knows now.
  func rememberMessages(_ messages: [(key: ItemKey, shard: ShardName)]) {
    guard let known else { return }
    self.known = known + messages.count
    guard filter != nil else { return }
    if known + messages.count > profile.filteredMessages {
      filter = nil
      return
    }
    for (key, _) in messages { HashRuns.message(key).withUnsafeBytes { filter?.insert($0) } }
  }

  /// Brings each message of which readings were placed in several shards together in one: that of the reading that
  /// stands first. Returns what other shards have to let go once that is committed.
  ///
  /// The catalog hears first of the shard that takes a message. Whatever dies between the commits, one of the shards
  /// that it names has everything; applying again starts from what the shards really have.
  func gather(
    _ here: inout [ItemKey: Set<ShardName>], _ known: [ItemKey: Set<ShardName>],
    _ works: inout [ShardName: ShardWriter.Work], _ parties: inout [Int64: Party]
  ) throws -> [ShardName: Set<ItemKey>] {
    var scattered: [ItemKey: Set<ShardName>] = [:]
    var touched: Set<ShardName> = []
    for (key, names) in here {
      let all = known[key].map { $0.union(names) } ?? names
      if all.count > 1 {
        scattered[key] = all
        touched.formUnion(names)
      }
    }
    guard !scattered.isEmpty else { return [:] }
    var facts: [ItemKey: [ItemFact]] = [:]
    for name in touched {
      works[name]?.items.removeAll { item in
        guard item.isMessage, scattered[item.key] != nil else { return false }
        facts[item.key, default: []].append(item)
        return true
      }
    }
    var released: [ShardName: Set<ItemKey>] = [:]
    var foreseen: [(key: ItemKey, shard: ShardName)] = []
    for (key, names) in scattered.sorted(by: { $0.key < $1.key }) {
      var gathering = Gathering(key: key)
      gathering.readings = (facts[key] ?? []).map { Reading(fact: $0, hasPhone: parties[$0.sender]?.phone != nil) }
      let present = try names.sorted().filter { store.hasShard($0) }.compactMap { name in
        try shard(name).reading(of: key).map { (name: name, reading: $0) }
      }
      let all = gathering.readings + present.map(\.reading)
      guard let home = all.min(by: ReadingOrder.precedes)?.fact.place.shard else { continue }
      for (name, _) in present where name != home {
        if let there = try shard(name).everything(of: key) { gathering.add(there) }
        released[name, default: []].insert(key)
        // The one that has it, too: an attempt that died may have left it there before the catalog knew.
        for shard in [name, home] where known[key]?.contains(shard) != true { foreseen.append((key, shard)) }
      }
      parties.merge(gathering.parties) { first, _ in first }
      works[home, default: ShardWriter.Work()].gatherings.append(gathering)
      here[key] = [home]
    }
    for name in touched where works[name]?.items.isEmpty == true && works[name]?.gatherings.isEmpty == true {
      works[name] = nil
    }
    if !foreseen.isEmpty {
      try writer.foresee(foreseen)
      try crashPoint("foreseen")
    }
    return released
  }

  /// The shards that an event about a message goes to: where it really is, when the catalog names several.
  func owners(of key: ItemKey, _ connection: Connection) throws -> Set<ShardName> {
    let names = try CatalogReader.shards(of: key, names: shardNames, connection)
    if names.count < 2 { return names }
    let present = try names.filter { try store.hasShard($0) && shard($0).reading(of: key) != nil }
    return present.isEmpty ? names : present
  }
}
