import ArgumentParser
import Casework
import Records
import SearchIndex

/// `holdfast matter new|list|show VAULT`.
struct MatterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "matter", abstract: "Open and list matters: the cases that holds and exports belong to.",
    subcommands: [New.self, List.self, Show.self])

  struct New: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "new", abstract: "Open a matter.")
    @OptionGroup var arguments: VaultArguments
    @Argument(help: "Its short name, such as M-221.") var matter: String
    @Option(help: "What it is about.") var title: String

    func run() throws {
      try Session.run(arguments) { session in
        let summary = try session.cases.openMatter(name: matter, title: title)
        if arguments.json {
          Output.json(summary.json)
        } else {
          Output.line("Matter \(SafeLine.of(summary.name)) is open: \(SafeLine.of(summary.title))")
        }
      }
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List matters.")
    @OptionGroup var arguments: VaultArguments

    func run() throws {
      try Session.run(arguments) { session in
        let matters = try session.index.matters()
        if arguments.json {
          Output.json(.of(["matters": .array(matters.map(\.json))]))
          return
        }
        for matter in matters {
          Output.line(
            "\(SafeLine.of(matter.name))  \(SafeLine.of(matter.title))  \(Numerals.count(matter.holds.count, "hold")) · "
              + "\(Numerals.count(matter.messages, "message")) in \(Numerals.count(matter.conversations, "conversation"))"
          )
        }
        if matters.isEmpty { Output.line("No matter is open. Open one: holdfast matter new VAULT M-1 --title T") }
      }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show one matter and its holds.")
    @OptionGroup var arguments: VaultArguments
    @Argument(help: "The matter's short name.") var matter: String

    func run() throws {
      try Session.run(arguments) { session in
        let summary = try session.cases.matter(matter)
        if arguments.json {
          Output.json(summary.json)
          return
        }
        Output.line("\(SafeLine.of(summary.name))  \(SafeLine.of(summary.title))")
        Output.line("opened \(session.zone.text(summary.openedAt)) by \(summary.openedBy)")
        for hold in summary.holds { Output.line(hold.line(zone: session.zone)) }
      }
    }
  }
}

extension MatterSummary {
  /// The matter as docs/cli.md gives it.
  var json: JSONValue {
    .of([
      "conversations": .whole(conversations), "holds": .array(holds.map(\.json)), "matter": .string(name),
      "messages": .whole(messages), "opened_at": .instant(openedAt), "opened_by": .string(openedBy.text),
      "title": .string(title),
    ])
  }
}
