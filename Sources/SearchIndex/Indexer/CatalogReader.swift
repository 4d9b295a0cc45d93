import Records

/// What the indexer asks the catalog.
enum CatalogReader {
  static func shardNames(_ connection: Connection) throws -> [Int64: ShardName] {
    var names: [Int64: ShardName] = [:]
    try connection.statement("SELECT number, name FROM shards").forEach {
      if let name = ShardName($0.text(1)) { names[$0.integer(0)] = name }
      return true
    }
    return names
  }

  /// The shards that hold a message; usually one.
  static func shards(of key: ItemKey, names: [Int64: ShardName], _ connection: Connection) throws -> Set<ShardName> {
    var shards: Set<ShardName> = []
    for rest in try HashRuns(connection: connection, kind: .messages).find(HashRuns.message(key)) where rest.count == 2
    {
      if let name = names[Int64(rest[0]) << 8 | Int64(rest[1])] { shards.insert(name) }
    }
    return shards
  }

  /// The shards of those of many messages that are known.
  static func shards(
    of keys: [ItemKey], names: [Int64: ShardName], _ connection: Connection
  ) throws -> [ItemKey: Set<ShardName>] {
    let found = try HashRuns(connection: connection, kind: .messages).shards(of: Set(keys.map(HashRuns.head(of:))))
    var shards: [ItemKey: Set<ShardName>] = [:]
    for key in keys {
      guard let numbers = found[HashRuns.head(of: key)] else { continue }
      shards[key] = Set(numbers.compactMap { names[Int64($0)] })
    }
    return shards
  }

  static func waiting(for key: ItemKey, _ connection: Connection) throws -> [LateFact] {
    var facts: [LateFact] = []
    try connection.statement("SELECT data FROM waiting WHERE target = ?").bind(1, key.bytes).forEach {
      if let fact = LateFact(encoded: $0.bytes(0)) { facts.append(fact) }
      return true
    }
    return facts
  }

  static func holds(_ connection: Connection) throws -> [HoldFact] {
    var holds: [HoldFact] = []
    try connection.statement(
      "SELECT h.details, r.at, h.at FROM holds h LEFT JOIN releases r ON r.hold = h.id ORDER BY h.id"
    ).forEach {
      if let object = try? JSONReader.parse(Array($0.text(0).utf8)).object,
        let placement = HoldPlacement(details: object)
      {
        holds.append(
          HoldFact(
            id: placement.hold, matter: placement.matter, placement: placement, releasedAt: $0.optionalInteger(1),
            placedAt: $0.integer(2)))
      }
      return true
    }
    return holds
  }

  static func positions(_ connection: Connection) throws -> [String: (leaf: Int64, record: Int64)] {
    var positions: [String: (leaf: Int64, record: Int64)] = [:]
    try connection.statement("SELECT writer, leaf, record FROM positions").forEach {
      positions[$0.text(0)] = ($0.integer(1), $0.integer(2))
      return true
    }
    return positions
  }
}
