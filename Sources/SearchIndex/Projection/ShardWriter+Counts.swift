import Records

extension ShardWriter {
  func tally(_ item: StoredItem, _ sign: Int64) throws {
    guard item.bits.category == .message, !item.bits.has(ItemBits.stub) else {
      eventsDelta += sign
      changes[item.conversation, default: ConversationChange()].events += sign
      return
    }
    messagesDelta += sign
    if item.bits.has(ItemBits.media) { attachmentsDelta += sign }
    changes[item.conversation, default: ConversationChange()].messages += sign
    if item.sender != 0 { partyDeltas[item.sender, default: 0] += sign }
    dayDeltas[absolute(item).flooredQuotient(by: 86_400_000), default: 0] += sign
  }

  /// Writes what was counted; once for each conversation, party and day, not for each message.
  func writeCounts() throws {
    for (number, change) in changes { try change.write(number, self) }
    for (number, delta) in partyDeltas where delta != 0 {
      try connection.statement("UPDATE parties SET messages = messages + ? WHERE number = ?").bind(1, delta).bind(
        2, number
      ).run()
    }
    for (day, delta) in dayDeltas where delta != 0 {
      try connection.statement(
        "INSERT INTO days(day, messages) VALUES(?1, ?2) ON CONFLICT(day) DO UPDATE SET messages = messages + ?2"
      ).bind(1, day).bind(2, delta).run()
    }
  }

  /// Notes that an item that was there before has changed.
  func touch(_ item: StoredItem) throws {
    changes[item.conversation, default: ConversationChange()].isUncertain = true
    touchedRows.insert(item.row)
    lowest = min(lowest, item.row)
    highest = max(highest, item.row)
    guard item.bits.has(ItemBits.edited | ItemBits.conflict) else { return }
    // What holds ask of the message they ask about each of its wordings.
    try connection.statement("SELECT min(row), max(row) FROM versions WHERE item = ?").bind(1, item.row).forEach {
      lowest = min(lowest, $0.optionalInteger(0) ?? lowest)
      highest = max(highest, $0.optionalInteger(1) ?? highest)
      return false
    }
  }
}
