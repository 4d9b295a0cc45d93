import ArgumentParser
import Console
import Records
import SearchIndex

/// `holdfast audit VAULT`.
struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "List what officers did: unlocks, searches, views, holds, exports.")

  @OptionGroup var arguments: VaultArguments
  @Option(help: "How many to list at most, newest first.") var limit = 1000

  func run() throws {
    guard limit > 0 else { throw Failure(.usage, "--limit must be at least 1", remedy: "leave it out for 1000") }
    try Session.run(arguments) { session in
      let entries = try session.index.acts(limit: limit)
      if arguments.json {
        Output.json(.of(["acts": .array(entries.map(\.json))]))
        return
      }
      let names = try Names(of: entries, vault: session.vault, index: session.index)
      for entry in entries {
        let words = "\(names.officer(entry.act.officer))  \(ActWords.sentence(entry.act, names))"
        Output.line("\(session.zone.text(entry.act.doneAt))  " + SafeLine.of(words))
      }
    }
  }
}

extension ActEntry {
  /// The act as docs/cli.md gives it.
  var json: JSONValue {
    .of([
      "act": .string(act.kind.rawValue), "details": .object(act.details), "done_at": .instant(act.doneAt),
      "id": .string(act.id.text), "officer": .string(act.officer.text), "record": .string(record.description),
      "signature": .string(act.signature),
    ])
  }
}
