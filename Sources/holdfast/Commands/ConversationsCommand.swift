import ArgumentParser
import Records
import SearchIndex

/// `holdfast conversations VAULT`.
struct ConversationsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "conversations", abstract: "List conversations, newest first.")

  @OptionGroup var arguments: VaultArguments
  @Option(help: "Only those whose names or numbers hold this.") var filter = ""
  @Flag(help: "Only those with messages under a legal hold.") var held = false
  @Option(help: "How many to list at most.") var limit = 100_000

  func run() throws {
    guard limit > 0 else { throw Failure(.usage, "--limit must be at least 1", remedy: "leave it out for all") }
    try Session.run(arguments) { session in
      var rows: [ConversationSummary] = []
      var cursor: ConversationCursor?
      var coverage: Coverage
      repeat {
        let page = try session.index.conversations(
          filter: ConversationFilter(text: filter, heldOnly: held), after: cursor,
          limit: max(1, min(500, limit - rows.count)))
        rows += page.conversations
        cursor = page.next
        coverage = page.coverage
      } while cursor != nil && rows.count < limit
      if arguments.json {
        Output.json(
          .of([
            "checkpoint": .string(coverage.checkpoint), "conversations": .array(rows.map(\.json)),
            "indexed": .whole(coverage.indexed), "records": .whole(coverage.records),
          ]))
        return
      }
      for row in rows {
        let last = row.lastAt.map(session.zone.text) ?? "-"
        let marks = row.matters.isEmpty ? "" : "  HOLD " + row.matters.joined(separator: " ")
        Output.line(
          "\(row.id)  \(last)  \(Numerals.count(row.messages, "message"))  \(SafeLine.of(row.title))"
            + (row.phone.map { "  +\(SafeLine.of($0))" } ?? "") + marks)
      }
      Output.line("\(Numerals.count(rows.count, "conversation")) · \(session.zone.name)")
    }
  }
}

extension ConversationSummary {
  /// The conversation as docs/cli.md gives it.
  var json: JSONValue {
    .of([
      "account": .string(account), "events": .whole(events), "first_at": .instant(firstAt), "gaps": .whole(gaps),
      "held": .whole(held), "id": .string(id.text), "kind": .string(kind.rawValue), "last_at": .instant(lastAt),
      "last_message": last.map { .string($0.preview) }, "matters": .texts(matters), "messages": .whole(messages),
      "names": .texts(names), "phone": .text(phone), "source": .string(provider.rawValue), "title": .string(title),
    ])
  }
}
