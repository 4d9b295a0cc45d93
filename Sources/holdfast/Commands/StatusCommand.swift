import ArgumentParser
import Records
import SearchIndex

/// `holdfast status VAULT`.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Say what the archive holds and how current its index is.")

  @OptionGroup var arguments: VaultArguments

  func run() throws {
    try Session.run(arguments) { session in
      let all = try session.index.statistics()
      if arguments.json {
        Output.json(
          .of([
            "attachments": .whole(all.attachments), "checkpoint": .string(all.coverage.checkpoint),
            "conversations": .whole(all.conversations), "deliveries": .whole(all.deliveries),
            "events": .whole(all.events), "exceptions": .whole(all.exceptions), "first_at": .instant(all.firstAt),
            "gaps": .whole(all.gaps), "held": .whole(all.held), "holds": .whole(all.holds),
            "index_bytes": .whole(all.indexBytes), "indexed": .whole(all.coverage.indexed),
            "last_at": .instant(all.lastAt), "matters": .whole(all.matters), "messages": .whole(all.messages),
            "people": .whole(all.people), "receipts": .whole(all.receipts), "records": .whole(all.coverage.records),
            "title": .string(session.vault.locked.title), "vault": .string(session.vault.locked.id.text),
            "waiting": .whole(all.waiting),
          ]))
        return
      }
      let rows: [(String, String)] = [
        ("vault", "\(SafeLine.of(session.vault.locked.title))  \(session.vault.locked.id)"),
        ("fingerprint", session.vault.locked.fingerprint),
        ("messages", "\(Numerals.grouped(all.messages)) in \(Numerals.count(all.conversations, "conversation"))"),
        ("events", "\(Numerals.grouped(all.events)) and \(Numerals.count(all.receipts, "receipt"))"),
        ("attachments", Numerals.grouped(all.attachments)),
        ("gaps", "\(Numerals.grouped(all.gaps)), exceptions \(Numerals.grouped(all.exceptions))"),
        (
          "held",
          "\(Numerals.count(all.held, "message")) by \(Numerals.count(all.holds, "hold")) in \(Numerals.count(all.matters, "matter"))"
        ),
        ("from", all.firstAt.map(session.zone.text) ?? "-"), ("to", all.lastAt.map(session.zone.text) ?? "-"),
        ("index", "\(Numerals.bytes(all.indexBytes)) in \(Numerals.count(all.shards, "shard")) · \(all.coverage.line)"),
      ]
      for (name, value) in rows {
        Output.line(name + String(repeating: " ", count: 13 - name.count) + value)
      }
    }
  }
}
