import ArgumentParser
import Casework
import Records
import SearchIndex

/// `holdfast hold place|list|release VAULT`.
struct HoldCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hold", abstract: "Place, list and release legal holds.",
    discussion: "A hold is a standing rule: what arrives later and matches is held too.",
    subcommands: [Place.self, List.self, Release.self])

  struct Place: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "place", abstract: "Place a hold.")
    @OptionGroup var arguments: VaultArguments
    @Option(help: "The matter it belongs to.") var matter: String
    @Option(help: "Hold what this query finds.") var query: String?
    @Option(help: "Hold this conversation.") var conversation: String?
    @Option(help: "Hold this message; may be given several times.") var message: [String] = []
    @Option(help: "Why.") var reason: String
    @Flag(help: "Only say what would be held.") var dryRun = false

    func run() throws {
      guard [query != nil, conversation != nil, !message.isEmpty].filter({ $0 }).count == 1 else {
        throw Failure(
          .usage, "a hold needs exactly one of --query, --conversation and --message",
          remedy: "try it first with --dry-run")
      }
      try Session.run(arguments) { session in
        let scope = try scope(session)
        _ = try session.cases.matter(matter)
        let preview = try session.cases.previewHold(scope)
        if dryRun {
          report(preview, hold: nil)
          return
        }
        report(preview, hold: try session.cases.placeHold(matter: matter, on: scope, reason: reason))
      }
    }

    private func scope(_ session: Session) throws -> HoldScope {
      if let query { return .query(try session.query(query)) }
      if let conversation {
        guard let id = ConversationID(conversation), try session.index.conversation(id) != nil else {
          throw Failure(
            .badInput, "there is no conversation \(conversation)", remedy: "`holdfast conversations` lists them")
        }
        return .conversation(id)
      }
      return .messages(
        try message.map { text in
          let id = try Session.message(text)
          guard try session.index.message(id) != nil else {
            throw Failure(.badInput, "there is no message \(id)", remedy: "`holdfast search` lists them")
          }
          return id
        })
    }

    private func report(_ preview: HoldPreview, hold: HoldSummary?) {
      if arguments.json {
        Output.json(
          .of([
            "attachments": .whole(preview.attachments), "hold": hold?.json, "messages": .whole(preview.messages),
            "people": .whole(preview.people),
          ]))
        return
      }
      let what = hold.map { "Hold \($0.id) placed on" } ?? "This would hold"
      Output.line(
        "\(what) \(Numerals.count(preview.messages, "message")) · \(Numerals.count(preview.attachments, "attachment")) · "
          + "\(Numerals.count(preview.people, "person", "people")), and on what arrives later and matches.")
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List holds.")
    @OptionGroup var arguments: VaultArguments
    @Option(help: "Only this matter's.") var matter: String?

    func run() throws {
      try Session.run(arguments) { session in
        let holds = try session.cases.holds(matter: matter)
        if arguments.json {
          Output.json(.of(["holds": .array(holds.map(\.json))]))
          return
        }
        for hold in holds { Output.line(hold.line(zone: session.zone)) }
        if holds.isEmpty { Output.line("No hold is in force.") }
      }
    }
  }

  struct Release: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "release", abstract: "Ask for a hold's release: it needs a second officer.")
    @OptionGroup var arguments: VaultArguments
    @Argument(help: "The hold's id.") var hold: String
    @Option(help: "Why.") var reason = ""

    func run() throws {
      guard let id = HoldID(hold) else {
        throw Failure(.badInput, "‘\(hold)’ is not a hold id", remedy: "`holdfast hold list` lists them")
      }
      try Session.run(arguments) { session in
        try session.cases.releaseHold(id, reason: reason)
      }
    }
  }
}

extension HoldSummary {
  /// The hold as docs/cli.md gives it.
  var json: JSONValue {
    .of([
      "conversations": .whole(conversations), "id": .string(id.text), "matter": .string(placement.matter),
      "messages": .whole(messages), "placed_at": .instant(placedAt), "placed_by": .string(placedBy.text),
      "predicate": .string(placement.predicate), "reason": .string(placement.reason),
      "released_at": .instant(releasedAt), "time_zone": .string(placement.timeZone),
    ])
  }

  /// The hold on one line.
  func line(zone: NamedZone) -> String {
    "\(id)  \(SafeLine.of(placement.matter))  \(Numerals.count(messages, "message"))  since \(zone.text(placedAt))"
      + (releasedAt.map { "  released \(zone.text($0))" } ?? "")
      + "\n    \(SafeLine.of(placement.predicate))"
      + people.map { "\n    \($0.id) is \($0.person.text)" }.joined() + "\n    \(SafeLine.of(placement.reason))"
  }
}
