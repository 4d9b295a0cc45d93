import ArgumentParser
import Intake
import Records
import SearchIndex
import Vault

/// `holdfast media list|retry VAULT`.
struct MediaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "media", abstract: "List the attachments whose files are missing, or have them fetched again.",
    subcommands: [List.self, Retry.self])

  /// `holdfast media list VAULT`.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the attachments whose files are not in the vault, and why, newest first.")

    @OptionGroup var arguments: VaultArguments
    @Option(help: "Only of this conversation.") var conversation: String?
    @Option(help: "How many to list at most.") var limit = 1000

    func run() throws {
      guard limit > 0 else { throw Failure(.usage, "--limit must be at least 1", remedy: "leave it out for 1000") }
      let id = try conversation.map(Session.conversation)
      try Session.run(arguments) { session in
        let missing = try session.index.missingAttachments(conversation: id, limit: limit)
        if arguments.json {
          let coverage = try session.index.coverage()
          Output.json(
            .of([
              "checkpoint": .string(coverage.checkpoint), "indexed": .whole(coverage.indexed),
              "media": .array(missing.map(\.json)), "records": .whole(coverage.records),
            ]))
          return
        }
        for attachment in missing {
          let why =
            attachment.media.reason ?? (attachment.media.state == .remote ? "not fetched yet" : "no reason known")
          Output.line(
            session.zone.text(attachment.at) + "  " + attachment.message.text + "  "
              + SafeLine.of(attachment.media.fileName ?? attachment.media.mimeType ?? "file") + "  " + SafeLine.of(why))
        }
      }
    }
  }

  /// `holdfast media retry VAULT MESSAGE-ID|--all`.
  struct Retry: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "retry",
      abstract: "Ask this machine's gateway to fetch what was given up; needs no passphrase.",
      discussion: "The gateway takes the request within seconds; one that does not run takes it when it starts.")

    @OptionGroup var arguments: VaultArguments
    @Argument(help: "The message whose file is missing, as `list` shows it.") var message: String?
    @Flag(help: "Everything that was given up.") var all = false

    func run() throws {
      guard all != (message != nil) else {
        throw Failure(.usage, "it is not said what to fetch", remedy: "give one message id, or --all")
      }
      let id = try message.map(Session.message)
      let locked = try arguments.open()
      try MediaRetryRequests(state: locked.state, files: locked.environment.files).ask(id.map { .message($0) } ?? .all)
      let isRunning = try GatewayStatus.isRunning(of: locked)
      if arguments.json {
        Output.json(.of(["asked": .string(id?.text ?? "all"), "running": .bool(isRunning)]))
        return
      }
      Output.line(
        (id.map { "The file of \($0)" } ?? "Everything that was given up")
          + (isRunning ? " is fetched again." : " is fetched again when the gateway runs; it does not run now."))
    }
  }
}

extension AttachmentSummary {
  /// The attachment as docs/cli.md gives it.
  var json: JSONValue {
    .of([
      "at": .instant(at), "conversation": .string(conversation.text), "file_name": .text(media.fileName),
      "message": .string(message.text), "reason": .text(media.reason), "size": media.size.map { .whole($0) },
      "state": .string(media.state.rawValue), "type": .text(media.mimeType),
    ])
  }
}
