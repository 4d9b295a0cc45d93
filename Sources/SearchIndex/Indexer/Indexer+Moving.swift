import Records

extension Indexer {
  /// Prepares a batch: what the ledgers list by now is no longer provisional, what is new on its way is written down,
  /// and records that were sealed again take the place that they had under their first address.
  ///
  /// A gateway that dies before it seals a segment replays its spool: the same records come in another segment, and the
  /// first one never appears in a ledger.
  func settle(_ batch: Batch) throws {
    for (segment, number) in batch.settled { provisional.settle(segment, below: number) }
    let fresh = batch.noted.filter { provisional.state($0.address) == nil }
    if !fresh.isEmpty {
      try writer.note(fresh)
      for (address, digest) in fresh { provisional.set(address, digest, .noted) }
      try crashPoint("noted")
    }
    try move(batch)
  }

  /// Notes that a batch is committed.
  func settled(_ batch: Batch) {
    for (address, digest) in batch.noted { provisional.set(address, digest, .applied) }
  }

  private func move(_ batch: Batch) throws {
    var work = CatalogWriter.Work()
    var moves: [ShardName: [ItemKey: [RecordAddress: RecordAddress]]] = [:]
    var bytes: [RecordAddress: [UInt8]] = [:]
    var digests: [RecordAddress: RecordDigest] = [:]
    var projector = Projector(source: source)
    for record in batch.returned {
      for from in provisional.others(record.digest, than: record.address.segment) {
        if digests.updateValue(record.digest, forKey: from) != nil { continue }
        bytes[record.address] = record.bytes
        var projection = Projection()
        projector.add(
          .success(record.bytes), at: from, isAudit: false, writer: WriterID(suffix: ""), to: &projection)
        for (name, keys) in try places(of: projection) {
          for key in keys { moves[name, default: [:]][key, default: [:]][from] = record.address }
        }
        work.provisional.moved.append((from, record.address, projection.facts))
        for fact in projection.late {
          for target in fact.targets { work.provisional.withdrawn.append((target, fact)) }
        }
      }
    }
    guard !work.provisional.moved.isEmpty else { return }
    let moved = Set(digests.keys)
    let catalog = self.catalog
    for (name, addresses) in moves.sorted(by: { $0.key < $1.key }) where store.hasShard(name) {
      let moving = ShardWriter.Moving(
        addresses: addresses, parties: [:],
        projection: { [self] address in read(address, bytes[address], &projector) },
        waiting: { key in
          try catalog.use { try CatalogReader.waiting(for: key, $0) }.filter { !moved.contains($0.address) }
        })
      let shard = try shard(name)
      var outcome = try shard.move(moving, holds: holds.values.sorted { $0.id < $1.id }, evaluator: evaluator)
      if outcome.totals.generation != (generations[name] ?? 0) + 1 {
        let exceptions = outcome.exceptions
        outcome = try shard.wholeOutcome()
        outcome.exceptions = exceptions
      }
      written.insert(name)
      work.outcomes.append(outcome)
      try crashPoint("move \(name)")
    }
    for (address, digest) in digests { provisional.set(address, digest, .superseded) }
    _ = try writer.apply(work)
    remember(work, [])
    try crashPoint("moved")
  }

  /// Where what a record says may stand.
  private func places(of projection: Projection) throws -> [ShardName: Set<ItemKey>] {
    var places: [ShardName: Set<ItemKey>] = [:]
    try catalog.use { connection in
      for (name, items) in projection.items {
        for item in items {
          places[name, default: []].insert(item.key)
          guard item.isMessage else { continue }
          for other in try CatalogReader.shards(of: item.key, names: shardNames, connection) {
            places[other, default: []].insert(item.key)
          }
        }
      }
      for fact in projection.late {
        for target in fact.targets {
          for name in try CatalogReader.shards(of: target, names: shardNames, connection) {
            places[name, default: []].insert(target)
          }
        }
        if fact.makesStub, let first = fact.targets.first { places[fact.place.shard, default: []].insert(first) }
      }
    }
    return places
  }

  /// What a record says; nil where it does not open, as one that no ledger ever got.
  private func read(_ address: RecordAddress, _ known: [UInt8]?, _ projector: inout Projector) -> Projection? {
    guard let bytes = known ?? (try? source.record(at: address)) else { return nil }
    var projection = Projection()
    projector.add(.success(bytes), at: address, isAudit: false, writer: WriterID(suffix: ""), to: &projection)
    return projection
  }
}
