import Records

extension Indexer {
  func apply(_ batch: Batch) throws {
    try settle(batch)
    let projection = batch.projection
    var works: [ShardName: ShardWriter.Work] = [:]
    var catalogWork = CatalogWriter.Work()
    catalogWork.facts = projection.facts
    catalogWork.positions = batch.positions
    catalogWork.records = batch.noted.isEmpty ? projection.records : 0
    catalogWork.newDeliveries = try newDeliveries(projection.facts.deliveries)
    catalogWork.provisional.settled = batch.settled
    catalogWork.provisional.applied = batch.noted.map(\.address)
    let (newHolds, everywhere) = learnHolds(projection.facts)
    let isOfPeople =
      !projection.facts.identities.isEmpty || projection.facts.acts.contains(where: \.isOfPeople)
    let asksPeople = newHolds.contains { id in
      holds[id].map { evaluator.dependsOnCatalog($0, people: true) } ?? false
    }
    if isOfPeople || asksPeople {
      // What is one with whom is asked when every act has been read. A merge widens the holds placed before it even if
      // it is undone by then, and nobody has moved.
      catalogWork.asksPeople = true
      needsSweep = .people
    }

    var batchGaps: Set<ItemKey> = []
    for gap in projection.facts.gaps { if let id = gap.message { batchGaps.insert(ItemKey(id)) } }
    var parties = projection.facts.parties
    var here: [ItemKey: Set<ShardName>] = [:]
    for (name, items) in projection.items {
      works[name, default: ShardWriter.Work()].items = items
      for item in items where item.isMessage { here[item.key, default: []].insert(name) }
    }
    let known = try knownShards(of: here.keys)
    let released = try gather(&here, known, &works, &parties)
    for (key, names) in here {
      for name in names {
        if known[key]?.contains(name) != true { catalogWork.messages.append((key, name)) }
        if gapHeads.contains(key.head) || mediaHeads.contains(key.head) || batchGaps.contains(key) {
          works[name]?.watched.insert(key)
        }
      }
    }
    try takeWaiting(here, &works, &catalogWork, &parties)
    try routeLate(projection.late, here, &works, &catalogWork)
    if everywhere { for name in generations.keys where works[name] == nil { works[name] = ShardWriter.Work() } }

    let all = holds.values.sorted { $0.id < $1.id }
    var reached = generations
    func commit(_ name: ShardName, _ work: ShardWriter.Work) throws {
      var work = work
      work.holds = all
      work.newHolds = newHolds
      work.positions = batch.positions
      let shard = try shard(name)
      var outcome = try shard.apply(work, parties: parties, evaluator: evaluator)
      if outcome.totals.generation != (reached[name] ?? 0) + 1 {
        // It was ahead of the catalog: the process died between the two commits.
        let (exceptions, readable, filed) = (outcome.exceptions, outcome.readable, outcome.filed)
        outcome = try shard.wholeOutcome()
        (outcome.exceptions, outcome.readable, outcome.filed) = (exceptions, readable, filed)
      }
      reached[name] = outcome.totals.generation
      written.insert(name)
      catalogWork.readable.formUnion(outcome.readable)
      catalogWork.filed.formUnion(outcome.filed)
      catalogWork.outcomes.append(outcome)
      try crashPoint("shard \(name)")
    }
    for (name, work) in works.sorted(by: { $0.key < $1.key }) { try commit(name, work) }
    // Only what has been taken is let go.
    for (name, keys) in released.sorted(by: { $0.key < $1.key }) {
      var work = ShardWriter.Work()
      work.released = keys
      try commit(name, work)
    }
    let grew = try writer.apply(catalogWork)
    try crashPoint("catalog")
    remember(catalogWork, batchGaps)
    settled(batch)
    if grew || isOfPeople { evaluator.forgetPeople() }
    if grew, needsSweep == .none { needsSweep = .names }
  }

  /// Takes in placed and released holds; says which are new, and whether there is something to evaluate everywhere.
  func learnHolds(_ facts: CatalogFacts) -> (new: Set<HoldID>, changed: Bool) {
    var new: Set<HoldID> = []
    var changed = false
    for fact in facts.acts {
      if fact.act.kind == .placeHold, let placement = HoldPlacement(details: fact.act.details),
        holds[placement.hold] == nil
      {
        holds[placement.hold] = HoldFact(
          id: placement.hold, matter: placement.matter, placement: placement,
          releasedAt: releases[placement.hold.text],
          placedAt: fact.act.doneAt.milliseconds)
        new.insert(placement.hold)
        changed = true
      } else if fact.act.kind == .releaseHold, let name = fact.act.details["hold"]?.string {
        releases[name] = min(releases[name] ?? .max, fact.act.doneAt.milliseconds)
        if let id = HoldID(name), holds[id]?.releasedAt == nil {
          holds[id]?.releasedAt = releases[name]
          changed = true
        }
      }
    }
    return (new, changed)
  }

  /// Events that waited for a message of this batch.
  func takeWaiting(
    _ here: [ItemKey: Set<ShardName>], _ works: inout [ShardName: ShardWriter.Work],
    _ catalogWork: inout CatalogWriter.Work, _ parties: inout [Int64: Party]
  ) throws {
    for (key, names) in here where !knowsAllWaiting || waitingHeads.contains(key.head) {
      for fact in try catalog.use({ try CatalogReader.waiting(for: key, $0) }) {
        for name in names { works[name, default: ShardWriter.Work()].late.append((key, fact)) }
        if fact.kind == .gap { for name in names { works[name]?.watched.insert(key) } }
        if fact.makesStub, let first = fact.targets.first {
          works[fact.place.shard, default: ShardWriter.Work()].stubsToRemove.insert(first)
        }
        catalogWork.arrived.append((key, fact))
        // Who it is about was named in another batch.
        if fact.sender != 0, parties[fact.sender] == nil {
          parties[fact.sender] = try catalog.use { try ConversationReader.party(fact.sender, $0) }
        }
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
          let names = try here[target] ?? owners(of: target, connection)
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
    rememberMessages(work.messages)
    for (target, _) in work.waiting { waitingHeads.insert(target.head) }
    if waitingHeads.count > profile.rememberedTargets {
      waitingHeads = []
      knowsAllWaiting = false
    }
    for key in gaps { gapHeads.insert(key.head) }
    for key in work.readable { gapHeads.remove(key.head) }
    for gap in work.facts.gaps where gap.isOfMedia {
      if let id = gap.message { mediaHeads.insert(ItemKey(id).head) }
    }
    for key in work.filed { mediaHeads.remove(key.head) }
  }

  /// Evaluates again, over everything, the holds that depend on names and memberships; says whether there are any.
  func sweep() throws -> Bool {
    let isOfPeople = needsSweep == .people
    evaluator.settled = Set(holds.keys)
    let depending = holds.values.filter {
      $0.releasedAt == nil && evaluator.dependsOnCatalog($0, people: isOfPeople)
    }.sorted { $0.id < $1.id }
    if !depending.isEmpty {
      var work = CatalogWriter.Work()
      for name in generations.keys.sorted() {
        let outcome = try shard(name).sweep(depending, evaluator: evaluator)
        let isAhead = outcome.totals.generation != (generations[name] ?? 0) + 1
        work.outcomes.append(isAhead ? try shard(name).wholeOutcome() : outcome)
        try crashPoint("sweep \(name)")
      }
      _ = try writer.apply(work)
      remember(work, [])
    }
    try catalog.write { try ShardMeta.set($0, "sweep", 0) }
    needsSweep = .none
    return !depending.isEmpty
  }
}
