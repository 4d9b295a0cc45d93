import ArgumentParser
import Casework
import Records

/// `holdfast explain VAULT MESSAGE-ID`.
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
        Output.line(SafeLine.of(explanation.summary))
        for rule in explanation.rules {
          Output.line("rule  \(SafeLine.of(rule.text)) (filed under \(rule.months.joined(separator: ", ")))")
        }
        for hold in explanation.holds { Output.line("hold  " + hold.line(zone: session.zone)) }
        Output.line(explanation.coverage.line)
      }
    }
  }
}

extension Explanation {
  /// The explanation as docs/cli.md gives it.
  var json: JSONValue {
    .of([
      "checkpoint": .string(coverage.checkpoint), "conversation": .string(conversation.text),
      "holds": .array(holds.map(\.json)), "indexed": .whole(coverage.indexed), "kept_until": .instant(keptUntil),
      "message": .string(message.text), "records": .whole(coverage.records),
      "rules": .array(
        rules.map { rule in
          .of([
            "class": .string(rule.retentionClass), "expires_at": .instant(rule.expiresAt),
            "months": .texts(rule.months), "text": .string(rule.text),
          ])
        }), "summary": .string(summary),
    ])
  }
}
