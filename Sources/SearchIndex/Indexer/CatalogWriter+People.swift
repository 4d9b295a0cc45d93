import Records

extension CatalogWriter {
  func writePeople(_ facts: CatalogFacts) throws -> Bool {
    var grew = false
    if knownParties.count > CatalogWriter.remembered { knownParties = [] }
    for (hash, party) in facts.parties where !knownParties.contains(hash) {
      try connection.statement(
        """
        INSERT OR IGNORE INTO parties(hash, phone, reversed, lid, user, username, name, scope)
        VALUES(?, ?, ?, ?, ?, ?, ?, ?)
        """
      ).bind(1, hash).bind(2, party.phone).bind(3, party.phone.map { String($0.reversed()) }).bind(4, party.lid).bind(
        5, party.userID
      ).bind(6, party.username).bind(7, party.name).bind(8, facts.scopes[hash]?.text).run()
      if connection.changes > 0 {
        grew = true
        let row = connection.lastRow
        try writeClaims(of: party, hash: hash, scope: facts.scopes[hash])
        let name = [party.name, party.username].compactMap { $0 }.joined(separator: "\n")
        if !name.isEmpty {
          try connection.statement("INSERT INTO party_names(rowid, name) VALUES(?, ?)").bind(1, row).bind(2, name).run()
        }
      }
      knownParties.insert(hash)
    }
    return grew
  }

  func writeConversations(_ facts: CatalogFacts) throws -> Bool {
    var grew = false
    for (id, conversation) in facts.conversations {
      var number = try conversationNumber(id)
      if number == nil {
        try connection.statement(
          """
          INSERT INTO conversations(id, kind, provider, account, key, title, folded, messages, events, gaps, held)
          VALUES(?, ?, ?, ?, ?, '', '', 0, 0, 0, 0)
          """
        ).bind(1, id.text).bind(2, ItemBits.rank(conversation.kind)).bind(3, conversation.account.provider).bind(
          4, conversation.account.account
        ).bind(5, conversation.key).run()
        number = connection.lastRow
        conversationNumbers[id] = number
        grew = true
      } else {
        try connection.statement("UPDATE conversations SET kind = max(kind, ?) WHERE number = ?").bind(
          1, ItemBits.rank(conversation.kind)
        ).bind(2, number).run()
      }
      guard let number else { continue }
      if let party = conversation.party {
        try connection.statement(
          """
          UPDATE conversations SET party = ?1, party_at = ?2
          WHERE number = ?3 AND (party IS NULL OR (party_at, party) < (?2, ?1))
          """
        ).bind(1, party.hash).bind(2, party.at).bind(3, number).run()
      }
      for (name, last) in conversation.names {
        try connection.statement(
          """
          INSERT INTO conversation_names(conversation, name, what, last) VALUES(?, ?, ?, ?)
          ON CONFLICT DO UPDATE SET last = max(last, excluded.last)
          """
        ).bind(1, number).bind(2, name.text).bind(3, name.what).bind(4, last).run()
        try connection.statement("INSERT OR IGNORE INTO name_texts(conversation, name) VALUES(?, ?)").bind(1, number)
          .bind(2, name.text).run()
        if connection.changes > 0 {
          grew = true
          try connection.statement("INSERT INTO conversation_words(rowid, name) VALUES(?, ?)").bind(
            1, connection.lastRow
          ).bind(2, name.text).run()
        }
      }
    }
    if knownMemberships.count > CatalogWriter.remembered { knownMemberships = [] }
    for membership in facts.memberships where !knownMemberships.contains(membership) {
      guard let number = try conversationNumber(membership.conversation) else { continue }
      try connection.statement("INSERT OR IGNORE INTO conversation_parties(conversation, party) VALUES(?, ?)").bind(
        1, number
      ).bind(2, membership.party).run()
      if connection.changes > 0 {
        grew = true
        try markStale(membership.party, isDeep: false)
      }
      knownMemberships.insert(membership)
    }
    return grew
  }
}
