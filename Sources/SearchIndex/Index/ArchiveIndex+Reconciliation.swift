import Records

extension ArchiveIndex {
  /// What gateways counted, newest day first: for each account and day what was received and what became of it.
  ///
  /// A day is there some minutes after it ended (UTC), once nothing of it waits in the spool.
  public func reconciliation(since: CivilDate? = nil, limit: Int = 1000) throws -> [ReconciliationDay] {
    try current().readCatalog { connection in
      var days: [ReconciliationDay] = []
      try connection.statement(
        """
        SELECT day, provider, account, endpoint, sum(received), sum(stored), sum(duplicates), sum(messages), sum(gaps),
        sum(exceptions), sum(dead_letters), group_concat(address, ' ') FROM reconciliations WHERE day >= ?1
        GROUP BY day, endpoint, provider, account ORDER BY day DESC, endpoint, provider, account LIMIT ?2
        """
      ).bind(1, Int64(since?.daysSinceEpoch ?? -3_000_000)).bind(2, Int64(max(0, limit))).forEach { row in
        days.append(
          ReconciliationDay(
            day: CivilDate(daysSinceEpoch: Int(clamping: row.integer(0))), provider: Provider(rawValue: row.text(1)),
            account: row.text(2), endpoint: row.text(3), received: row.integer(4), stored: row.integer(5),
            duplicates: row.integer(6), messages: row.integer(7), gaps: row.integer(8), exceptions: row.integer(9),
            deadLetters: row.integer(10),
            records: row.text(11).split(separator: " ").compactMap { RecordAddress(String($0)) }
              .sorted()))
        return true
      }
      return days
    }
  }
}
