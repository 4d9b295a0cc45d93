import ArgumentParser
import Records
import SearchIndex

/// `holdfast gateway reconciliation VAULT`.
struct GatewayReconciliationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reconciliation",
    abstract: "List what gateways counted each day: received, stored, repeated, gaps, and what could not be filed.",
    discussion: """
      A day is a day in UTC by the time of capture. It is listed some minutes after it ended, once nothing of it waits \
      in the spool; what comes later is added. Received is stored, repeated and unfiled together.
      """)

  @OptionGroup var arguments: VaultArguments
  @Option(help: ArgumentHelp("From this day on (YYYY-MM-DD).", valueName: "day")) var since: String?
  @Option(help: "How many lines at most, newest day first.") var limit = 1000

  func run() throws {
    guard limit > 0 else { throw Failure(.usage, "--limit must be at least 1", remedy: "leave it out for 1000") }
    let since = try since.map(Self.day)
    try Session.run(arguments) { session in
      let days = try session.index.reconciliation(since: since, limit: limit)
      if arguments.json {
        let coverage = try session.index.coverage()
        Output.json(
          .of([
            "checkpoint": .string(coverage.checkpoint), "days": .array(days.map(\.json)),
            "indexed": .whole(coverage.indexed), "records": .whole(coverage.records),
          ]))
      } else if days.isEmpty {
        Output.line("No gateway has counted a whole day yet.")
      } else {
        for line in Self.table(days) { Output.line(line) }
      }
    }
  }

  private static func day(_ text: String) throws -> CivilDate {
    guard text.utf8.count == 10, let instant = Instant(rfc3339: text + "T00:00:00Z") else {
      throw Failure(.usage, "‘\(SafeLine.of(text))’ is no day", remedy: "write it as 2026-01-31")
    }
    return CivilTime(instant).date
  }

  private static func table(_ days: [ReconciliationDay]) -> [String] {
    let head = ["day (UTC)", "account", "received", "stored", "repeated", "unfiled", "messages", "gaps", "exceptions"]
    let rows = days.map { day in
      [day.day.description, SafeLine.of(day.endpoint.isEmpty ? day.account : day.endpoint)]
        + [day.received, day.stored, day.duplicates, day.deadLetters, day.messages, day.gaps, day.exceptions].map {
          Numerals.grouped($0)
        }
    }
    let widths = head.indices.map { column in ([head] + rows).map { $0[column].count }.max() ?? 0 }
    return zip([head] + rows, [nil] + days).map { row, day in
      var line = row.indices.map { column in
        let space = String(repeating: " ", count: widths[column] - row[column].count)
        return column < 2 ? row[column] + space : space + row[column]
      }.joined(separator: "  ")
      if let day, day.unaccounted != 0 { line += "  \(Numerals.grouped(day.unaccounted)) not accounted for" }
      return line
    }
  }
}

extension ReconciliationDay {
  /// The day as docs/cli.md gives it.
  var json: JSONValue {
    .of([
      "account": .string(account), "day": .string(day.description), "dead_letters": .whole(deadLetters),
      "duplicates": .whole(duplicates), "endpoint": .string(endpoint), "exceptions": .whole(exceptions),
      "gaps": .whole(gaps), "messages": .whole(messages), "received": .whole(received),
      "records": .array(records.map { .string($0.description) }), "source": .string(provider.rawValue),
      "stored": .whole(stored), "unaccounted": .whole(unaccounted),
    ])
  }
}
