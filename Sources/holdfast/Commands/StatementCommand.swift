import ArgumentParser
import Casework

/// `holdfast statement VAULT QUERY`
struct StatementCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "statement", abstract: "After a search without hits: write a signed statement that nothing was found.")

  @OptionGroup var arguments: VaultArguments
  @Argument(help: "The query that finds nothing.") var query: String
  @Option(help: "The statement's file; it must not exist.") var out: String

  func run() throws {
    try Session.run(arguments) { session in
      let statement = try session.cases.nothingFoundStatement(
        typed: query, query: try session.query(query), timeZone: session.zone.name, to: out)
      if arguments.json {
        Output.json(statement.json)
      } else {
        Output.line("Signed statement in \(SafeLine.of(out))")
      }
    }
  }
}
