import Records

extension ShardWriter {
  /// Records that were sealed again under other addresses.
  struct Moving {
    /// By what they are about: the address that was, and the one that is.
    var addresses: [ItemKey: [RecordAddress: RecordAddress]]
    var parties: [Int64: Party]
    /// Reads a record anew; nil where it does not open.
    var projection: (RecordAddress) -> Projection?
    /// Events that wait for a message.
    var waiting: (ItemKey) throws -> [LateFact]
  }

  private enum Step {
    /// Only the address changes.
    case rename(StoredItem)
    /// A placeholder: made again of what still waits.
    case stub(StoredItem)
    /// Which of its readings stands first may depend on the addresses: made again of all its records.
    case remake(Gathering)
  }

  /// Gives what is there the new addresses, so that it is as if the old ones had never been.
  func move(_ moving: Moving, holds: [HoldFact], evaluator: any HoldEvaluating) throws -> ShardOutcome {
    reset()
    claims = moving.parties
    var steps: [(key: ItemKey, step: Step)] = []
    for key in moving.addresses.keys.sorted() {
      if let step = try step(key, moving) { steps.append((key, step)) }
    }
    do {
      return try connection.write { connection in
        for (key, step) in steps {
          let addresses = moving.addresses[key] ?? [:]
          switch step {
          case .rename(let item): try rename(item, addresses)
          case .stub(let item):
            try remove(item)
            for fact in try moving.waiting(key)
            where fact.makesStub && fact.targets.first == key && fact.place.shard == name { try add(fact, to: key) }
          case .remake(let gathering):
            try release(key)
            try gather(gathering)
          }
        }
        try writeDocuments()
        try evaluate(holds, evaluator)
        return try outcome(Work())
      }
    } catch {
      numbers.forget()
      rows.forget(spill: (try? connection.use { try ShardMeta.integer($0, "spill") }) ?? rows.spill)
      throw error
    }
  }

  private func step(_ key: ItemKey, _ moving: Moving) throws -> Step? {
    guard let addresses = moving.addresses[key] else { return nil }
    let (item, isPlain) = try connection.use { connection -> (StoredItem?, Bool) in
      guard let item = try find(key) else { return (nil, false) }
      let others =
        try connection.statement(
          """
          SELECT EXISTS(SELECT 1 FROM versions WHERE item = ?1) OR EXISTS(SELECT 1 FROM records WHERE item = ?1)
          """
        ).bind(1, item.row).firstInteger() ?? 0
      return (item, others == 0)
    }
    guard let item else { return nil }
    if item.bits.has(ItemBits.stub) { return .stub(item) }
    if isPlain { return .rename(item) }
    guard var all = try everything(of: key) else { return nil }
    remake(&all, addresses, moving)
    claims.merge(all.parties) { first, _ in first }
    // A reading of another month would have to go there: as good as never, and the next rebuild does it.
    guard let first = all.readings.min(by: ReadingOrder.precedes), first.fact.place.shard == name else {
      return .rename(item)
    }
    return .remake(all)
  }

  /// All that the message's records say, under the addresses that they have now.
  private func remake(_ all: inout Gathering, _ addresses: [RecordAddress: RecordAddress], _ moving: Moving) {
    func exact(_ address: RecordAddress) -> (readings: [Reading], late: [LateFact])? {
      guard let projection = moving.projection(address) else { return nil }
      all.parties.merge(projection.facts.parties) { first, _ in first }
      let readings = projection.items.values.joined().filter { $0.key == all.key }.map {
        Reading(fact: $0, hasPhone: projection.facts.parties[$0.sender]?.phone != nil)
      }
      return (readings, projection.late.filter { $0.targets.contains(all.key) })
    }
    var readings: [Reading] = []
    for var reading in all.readings {
      if let to = addresses[reading.fact.address] { reading.fact.address = to }
      // Of a reading that did not stand first not everything is kept here.
      readings += exact(reading.fact.address).map(\.readings).flatMap { $0.isEmpty ? nil : $0 } ?? [reading]
    }
    var late = all.late.map { fact in
      var fact = fact
      if let to = addresses[fact.address] { fact.address = to }
      return fact
    }
    var notes: [(address: RecordAddress, role: String)] = []
    for (address, role) in all.notes where addresses[address] == nil {
      if let found = exact(address), !found.readings.isEmpty || !found.late.isEmpty {
        readings += found.readings
        late += found.late
      } else {
        notes.append((address, role))
      }
    }
    all.readings = readings
    all.late = late
    all.notes = notes
  }

  private func rename(_ item: StoredItem, _ addresses: [RecordAddress: RecordAddress]) throws {
    for (from, to) in addresses {
      let old = try numbers.segment(from.segment)
      let new = try numbers.segment(to.segment)
      for (table, column) in [
        ("items", "row"), ("versions", "item"), ("receipts", "item"), ("reactions", "item"), ("marks", "item"),
      ] {
        try connection.statement(
          "UPDATE \(table) SET segment = ?, record = ? WHERE \(column) = ? AND segment = ? AND record = ?"
        ).bind(1, new).bind(2, to.number).bind(3, item.row).bind(4, old).bind(5, from.number).run()
      }
      try connection.statement("DELETE FROM records WHERE item = ? AND segment = ? AND record = ?").bind(1, item.row)
        .bind(2, old).bind(3, from.number).run()
    }
  }
}
