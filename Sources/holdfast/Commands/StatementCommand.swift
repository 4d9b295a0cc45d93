import ArgumentParser
import Casework
import Glibc
import Records
import SearchIndex
import Storage

/// `holdfast statement VAULT QUERY`.
struct StatementCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "statement", abstract: "After a search without hits: write a signed statement that nothing was found.")

  @OptionGroup var arguments: VaultArguments
  @Argument(help: "The query that finds nothing.") var query: String
  @Option(help: "The statement's file; it must not exist.") var out: String

  func run() throws {
    try Session.run(arguments) { session in
      let parsed = try session.query(query).fixingRelativeDates(session.queryOptions)
      for suffix in ["", ".sig", ".pub.pem"] where access(out + suffix, F_OK) == 0 {
        throw Failure(.cannotWrite, "\(out + suffix) is there already", remedy: "name another file with --out")
      }
      let statement = try session.cases.nothingFoundStatement(typed: query, query: parsed)
      do { try statement.write(to: out) } catch let error as StorageError {
        throw Failure(.cannotWrite, "the statement could not be written: \(error.message)", remedy: error.remedy)
      }
      if arguments.json {
        Output.json(
          .of([
            "public_key": .string(out + ".pub.pem"), "signature": .string(out + ".sig"), "statement": .string(out),
          ]))
      } else {
        Output.line("Signed statement in \(SafeLine.of(out)); check it with:")
        Output.line(SafeLine.of(SignedStatement.instructions(out)))
      }
    }
  }
}
