import Records

extension CatalogWriter {
  func writeOfficers(_ facts: CatalogFacts) throws {
    for fact in facts.acts {
      let act = fact.act
      try connection.statement(
        "INSERT OR IGNORE INTO acts(at, id, kind, officer, writer, address) VALUES(?, ?, ?, ?, ?, ?)"
      ).bind(1, act.doneAt.milliseconds).bind(2, act.id.text).bind(3, act.kind.rawValue).bind(4, act.officer.text).bind(
        5, fact.writer.text
      ).bind(6, fact.address.description).run()
      switch act.kind {
      case .openMatter:
        guard let opening = MatterOpening(details: act.details) else { continue }
        // The first opening of a name stands.
        try connection.statement(
          """
          INSERT INTO matters(name, title, at, officer, act, address) VALUES(?1, ?2, ?3, ?4, ?5, ?6)
          ON CONFLICT DO UPDATE SET title = ?2, at = ?3, officer = ?4, act = ?5, address = ?6
          WHERE (excluded.at, excluded.act) < (at, act)
          """
        ).bind(1, opening.matter).bind(2, opening.title).bind(3, act.doneAt.milliseconds).bind(4, act.officer.text)
          .bind(5, act.id.text).bind(6, fact.address.description).run()
      case .placeHold:
        guard let placement = HoldPlacement(details: act.details) else { continue }
        var json = CanonicalJSON()
        json.value(.object(placement.details))
        try connection.statement(
          """
          INSERT OR IGNORE INTO holds(id, matter, details, at, officer, act, address) VALUES(?, ?, ?, ?, ?, ?, ?)
          """
        ).bind(1, placement.hold.text).bind(2, placement.matter).bind(3, String(decoding: json.bytes, as: UTF8.self))
          .bind(4, act.doneAt.milliseconds).bind(5, act.officer.text).bind(6, act.id.text).bind(
            7, fact.address.description
          ).run()
      case .releaseHold:
        guard let hold = act.details["hold"]?.string else { continue }
        try connection.statement("INSERT OR IGNORE INTO releases(hold, at, officer) VALUES(?, ?, ?)").bind(1, hold)
          .bind(
            2, act.doneAt.milliseconds
          ).bind(3, act.officer.text).run()
      case .mergePeople, .splitPeople: try writePeopleAct(fact)
      default: break
      }
    }
    for (delivery, address) in facts.homes {
      try connection.statement("INSERT OR IGNORE INTO homes(delivery, address) VALUES(?, ?)").bind(1, delivery.text)
        .bind(2, address.description).run()
      if connection.changes == 0 { try settleHome(delivery, address) }
    }
  }

  /// Of two records of one delivery the same one is its home, whichever came first.
  private func settleHome(_ delivery: DeliveryID, _ address: RecordAddress) throws {
    var old: RecordAddress?
    try connection.statement("SELECT address FROM homes WHERE delivery = ?").bind(1, delivery.text).forEach {
      old = RecordAddress($0.text(0))
      return false
    }
    guard let old, stands(address, before: old) else { return }
    try connection.statement("UPDATE homes SET address = ? WHERE delivery = ?").bind(1, address.description).bind(
      2, delivery.text
    ).run()
  }
}
