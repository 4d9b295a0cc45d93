import ArgumentParser
import Intake
import Records
import Vault

/// `holdfast deadletters`.
struct DeadlettersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deadletters",
    abstract: "What a gateway on this machine received and could not file, and what did not prove its origin.",
    subcommands: [List.self, Show.self, Retry.self, Annotate.self])

  /// `holdfast deadletters list VAULT`.
  struct List: ParsableCommand {
    /// Which letters.
    enum Kind: String, ExpressibleByArgument, CaseIterable {
      case unfiled, quarantined
    }

    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the letters, oldest first; needs no passphrase.",
      discussion: """
        “unfiled” are deliveries that proved their origin and could not be filed: each needs a look. “quarantined” are \
        those that did not prove where they came from (answered 401): forged, or signed with another secret.
        """)

    @OptionGroup var arguments: VaultArguments
    @Option(help: "Only those that could not be filed, or only those that did not prove their origin.") var only: Kind?

    func run() throws {
      let locked = try arguments.open()
      let zone = try arguments.zone(of: locked)
      let all = try DeadLetterStore(vault: locked).list()
      let letters = all.filter { only == nil || $0.isQuarantined == (only == .quarantined) }
      let quarantined = all.count { $0.isQuarantined }
      if arguments.json {
        Output.json(
          .of([
            "letters": .array(letters.map(\.json)), "quarantined": .whole(quarantined),
            "unfiled": .whole(all.count - quarantined),
          ]))
        return
      }
      Output.line(
        "\(Numerals.grouped(Int64(all.count - quarantined))) could not be filed, "
          + "\(Numerals.grouped(Int64(quarantined))) did not prove where they came from")
      for letter in letters {
        Output.line(
          "\(letter.id)  \(zone.text(letter.at))  \(SafeLine.of(letter.endpoint))  "
            + "\(SafeLine.of(letter.reason.words))"
            + (letter.isQuarantined ? "" : "  \(letter.tries) tries") + "  \(Numerals.bytes(Int64(letter.size)))"
            + (letter.notes == 0 ? "" : "  \(letter.notes) notes"))
      }
    }
  }

  /// `holdfast deadletters show VAULT ID`.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Open a letter: what came, the error, the notes. The act is recorded.")

    @OptionGroup var arguments: VaultArguments
    @Argument(help: "The letter's id, as `list` shows it.") var id: String

    func run() throws {
      let id = try DeadlettersCommand.letter(id)
      try Session.run(arguments, catchUp: false) { session in
        let opened = try DeadLetterStore(vault: session.vault.locked).show(id, in: session.vault)
        if arguments.json {
          Output.json(opened.json)
          return
        }
        let letter = opened.letter
        Output.line("letter    \(letter.id)")
        Output.line("put aside \(session.zone.text(letter.at)) after \(letter.tries) tries")
        Output.line("reason    \(SafeLine.of(letter.reason.rawValue)): \(SafeLine.of(opened.error))")
        if let captured = opened.captured {
          Output.line(
            "from      \(SafeLine.of(captured.endpoint)) (\(SafeLine.of(captured.provider.rawValue)), "
              + "\(captured.authenticity.method.rawValue) \(captured.authenticity.outcome.rawValue))")
          Output.line("captured  \(session.zone.text(captured.capturedAt))")
          for header in captured.headers { Output.line("header    \(SafeLine.of(header.name + ": " + header.value))") }
        }
        for note in opened.notes { Output.line("note      \(session.zone.text(note.at))  \(SafeLine.of(note.text))") }
        Output.line(SafeLine.of(String(decoding: opened.captured?.body ?? opened.bytes, as: UTF8.self)))
      }
    }
  }

  /// `holdfast deadletters retry VAULT ID`.
  struct Retry: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "retry", abstract: "Read and file a letter again; it stays a letter when that fails.")

    @OptionGroup var arguments: VaultArguments
    @Argument(help: "The letter's id, as `list` shows it.") var id: String

    func run() throws {
      let id = try DeadlettersCommand.letter(id)
      try Session.run(arguments, catchUp: false) { session in
        let filed = try DeadLetterStore(vault: session.vault.locked).retry(id, in: session.vault)
        if arguments.json {
          Output.json(
            .of([
              "events": .whole(filed.events), "letter": .string(id.text), "media": .whole(filed.media),
              "messages": .whole(filed.messages),
            ]))
        } else {
          Output.line("\(id) is filed: \(filed.messages) messages, \(filed.events) events")
          if filed.media > 0 {
            Output.line(
              "\(filed.media) attachments are missing still: a gateway that runs on this machine fetches them, and until "
                + "then each is a gap")
          }
        }
      }
    }
  }

  /// `holdfast deadletters annotate VAULT ID --note TEXT`.
  struct Annotate: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "annotate", abstract: "Put a sealed note beside a letter; the act is recorded in the vault.")

    @OptionGroup var arguments: VaultArguments
    @Argument(help: "The letter's id, as `list` shows it.") var id: String
    @Option(help: "What to note.") var note: String

    func run() throws {
      let id = try DeadlettersCommand.letter(id)
      guard !note.isEmpty else { throw Failure(.usage, "--note says nothing", remedy: "write what is to be kept") }
      try Session.run(arguments, catchUp: false) { session in
        try DeadLetterStore(vault: session.vault.locked).annotate(id, note, in: session.vault)
        if arguments.json { Output.json(.of(["letter": .string(id.text)])) }
      }
    }
  }

  static func letter(_ text: String) throws -> DeadLetterID {
    guard let id = DeadLetterID(text) else {
      throw Failure(
        .badInput, "‘\(text)’ is not a dead letter's id", remedy: "`holdfast deadletters list` lists them")
    }
    return id
  }
}

extension DeadLetter {
  /// The letter as docs/cli.md gives it.
  var json: JSONValue {
    .of([
      "at": .instant(at), "endpoint": .string(endpoint), "id": .string(id.text), "notes": .whole(notes),
      "quarantined": .bool(isQuarantined), "reason": .string(reason.rawValue), "size": .whole(size),
      "tries": .whole(tries),
    ])
  }
}

extension OpenDeadLetter {
  /// The opened letter as docs/cli.md gives it.
  var json: JSONValue {
    .of([
      "body": captured.map { .string(String(decoding: $0.body, as: UTF8.self)) },
      "captured_at": .instant(captured?.capturedAt), "error": .string(error),
      "headers": captured.map { captured in
        .array(captured.headers.map { .of(["name": .string($0.name), "value": .string($0.value)]) })
      },
      "letter": letter.json,
      "notes": .array(notes.map { .of(["at": .instant($0.at), "text": .string($0.text)]) }),
      "outcome": .text(captured?.authenticity.outcome.rawValue), "provider": .text(captured?.provider.rawValue),
    ])
  }
}
