import ArgumentParser
import Casework
import Records

/// `holdfast explain VAULT MESSAGE-ID`
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Say why a message is still kept: every rule and hold on it.")

  @OptionGroup var arguments: VaultArguments
  @Argument(help: "The message's id.") var message: String

  func run() throws {
    try Session.run(arguments) { session in
      let explanation = try session.cases.explain(try Session.message(message))
      if arguments.json {
        Output.json(explanation.json)
      } else {
        for line in explanation.lines { Output.line(SafeLine.of(line)) }
      }
    }
  }
}
