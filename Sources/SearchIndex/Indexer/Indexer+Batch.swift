import Records

extension Indexer {
  func apply(_ batch: Batch) throws {
    let projection = batch.projection
    var works: [ShardName: ShardWriter.Work] = [:]
    var catalogWork = CatalogWriter.Work()
    catalogWork.facts = projection.facts
    catalogWork.positions = batch.positions
    catalogWork.records = projection.records
    let everywhere = learnHolds(projection.facts)

    var batchGaps: Set<ItemKey> = []
    for gap in projection.facts.gaps { if let id = gap.message { batchGaps.insert(ItemKey(id)) } }
    var here: [ItemKey: Set<ShardName>] = [:]
    for (name, items) in projection.items {
      works[name, default: ShardWriter.Work()].items = items
      for item in items where item.isMessage {
        if here[item.key, default: []].insert(name).inserted { catalogWork.messages.append((item.key, name)) }
        if gapHeads.contains(item.key.head) || batchGaps.contains(item.key) {
          works[name]?.watched.insert(item.key)
        }
      }
    }
    try takeWaiting(here, &works, &catalogWork)
    try routeLate(projection.late, here, &works, &catalogWork)
    if everywhere { for name in generations.keys where works[name] == nil { works[name] = ShardWriter.Work() } }

    let all = holds.values.sorted { $0.id < $1.id }
    for name in works.keys.sorted() {
      guard var work = works[name] else { continue }
      work.holds = all
      work.positions = batch.positions
      let shard = try shard(name)
      var outcome = try shard.apply(work, parties: projection.facts.parties, evaluator: evaluator)
      if outcome.totals.generation != (generations[name] ?? 0) + 1 {
        // It was ahead of the catalog: the process died between the two commits.
        let exceptions = outcome.exceptions
        let readable = outcome.readable
        outcome = try shard.wholeOutcome()
        outcome.exceptions = exceptions
        outcome.readable = readable
      }
      written.insert(name)
      catalogWork.readable.formUnion(outcome.readable)
      catalogWork.outcomes.append(outcome)
      try crashPoint("shard \(name)")
    }
    let grew = try writer.apply(catalogWork)
    try crashPoint("catalog")
    remember(catalogWork, batchGaps)
    if grew, holds.values.contains(where: { $0.releasedAt == nil && evaluator.dependsOnCatalog($0) }) {
      needsSweep = true
    }
  }

  func learnHolds(_ facts: CatalogFacts) -> Bool {
    var changed = false
    for fact in facts.acts {
      if fact.act.kind == .placeHold, let placement = HoldPlacement(details: fact.act.details),
        holds[placement.hold] == nil
      {
        holds[placement.hold] = HoldFact(
          id: placement.hold, matter: placement.matter, placement: placement,
          releasedAt: releases[placement.hold.text])
        changed = true
      } else if fact.act.kind == .releaseHold, let name = fact.act.details["hold"]?.string {
        releases[name] = min(releases[name] ?? .max, fact.act.doneAt.milliseconds)
        if let id = HoldID(name), holds[id]?.releasedAt == nil {
          holds[id]?.releasedAt = releases[name]
          changed = true
        }
      }
    }
    return changed
  }

  /// Events that waited for a message of this batch.
  func takeWaiting(
    _ here: [ItemKey: Set<ShardName>], _ works: inout [ShardName: ShardWriter.Work],
    _ catalogWork: inout CatalogWriter.Work
  ) throws {
    for (key, names) in here where !knowsAllWaiting || waitingHeads.contains(key.head) {
      for fact in try catalog.use({ try CatalogReader.waiting(for: key, $0) }) {
        for name in names { works[name, default: ShardWriter.Work()].late.append((key, fact)) }
        if fact.kind == .gap { for name in names { works[name]?.watched.insert(key) } }
        if fact.makesStub, let first = fact.targets.first {
          works[fact.place.shard, default: ShardWriter.Work()].stubsToRemove.insert(first)
        }
        catalogWork.arrived.append((key, fact))
      }
    }
  }

  /// Sends each event to the shards of its message, or lets it wait.
  func routeLate(
    _ late: [LateFact], _ here: [ItemKey: Set<ShardName>], _ works: inout [ShardName: ShardWriter.Work],
    _ catalogWork: inout CatalogWriter.Work
  ) throws {
    guard !late.isEmpty else { return }
    try catalog.use { connection in
      for fact in late {
        var isKnown = false
        for target in fact.targets {
          let names = try here[target] ?? CatalogReader.shards(of: target, names: shardNames, connection)
          for name in names {
            works[name, default: ShardWriter.Work()].late.append((target, fact))
            if fact.kind == .gap { works[name]?.watched.insert(target) }
            isKnown = true
          }
        }
        if isKnown {
          // A placeholder may be left of an attempt that died before the catalog knew of it.
          if fact.makesStub, let first = fact.targets.first {
            works[fact.place.shard, default: ShardWriter.Work()].stubsToRemove.insert(first)
          }
          continue
        }
        for target in fact.targets { catalogWork.waiting.append((target, fact)) }
        if fact.makesStub, let first = fact.targets.first {
          works[fact.place.shard, default: ShardWriter.Work()].late.append((first, fact))
        }
      }
    }
  }

  func remember(_ work: CatalogWriter.Work, _ gaps: Set<ItemKey>) {
    for outcome in work.outcomes { generations[outcome.shard] = outcome.totals.generation }
    if let names = try? catalog.use({ try CatalogReader.shardNames($0) }) { shardNames = names }
    for (target, _) in work.waiting { waitingHeads.insert(target.head) }
    if waitingHeads.count > profile.rememberedTargets {
      waitingHeads = []
      knowsAllWaiting = false
    }
    for key in gaps { gapHeads.insert(key.head) }
    for key in work.readable { gapHeads.remove(key.head) }
  }

  /// Evaluates again, over everything, the holds that depend on names and memberships.
  func sweep() throws {
    let depending = holds.values.filter { $0.releasedAt == nil && evaluator.dependsOnCatalog($0) }.sorted {
      $0.id < $1.id
    }
    guard !depending.isEmpty else { return }
    var work = CatalogWriter.Work()
    for name in generations.keys.sorted() {
      let outcome = try shard(name).sweep(depending, evaluator: evaluator)
      if !outcome.conversations.isEmpty || outcome.totals.generation != generations[name] {
        work.outcomes.append(outcome)
      }
    }
    _ = try writer.apply(work)
    remember(work, [])
  }
}
