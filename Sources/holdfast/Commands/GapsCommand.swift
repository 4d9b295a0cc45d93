import ArgumentParser
import Records
import SearchIndex

/// `holdfast gaps VAULT`.
struct GapsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gaps", abstract: "List what is known to be missing, and from when to when.",
    discussion: """
      Times in which nothing was captured, messages that could not be decrypted or read, media that could not be had. \
      A gap without a recorded end may last.
      """)

  @OptionGroup var arguments: VaultArguments
  @Option(help: "Only of this conversation.") var conversation: String?
  @Flag(help: "Also gaps whose message came later.") var filled = false
  @Option(help: "How many to list at most, newest first.") var limit = 1000

  func run() throws {
    guard limit > 0 else { throw Failure(.usage, "--limit must be at least 1", remedy: "leave it out for 1000") }
    let id = try conversation.map(Session.conversation)
    try Session.run(arguments) { session in
      let gaps = try session.index.gaps(conversation: id, unfilledOnly: !filled, limit: limit)
      if arguments.json {
        let coverage = try session.index.coverage()
        Output.json(
          .of([
            "checkpoint": .string(coverage.checkpoint), "gaps": .array(gaps.map(\.json)),
            "indexed": .whole(coverage.indexed), "records": .whole(coverage.records),
          ]))
        return
      }
      for gap in gaps { Output.line(line(gap, session.zone)) }
    }
  }

  private func line(_ gap: GapSummary, _ zone: NamedZone) -> String {
    var times = zone.text(gap.from ?? gap.at)
    if let until = gap.until {
      times += " – " + zone.text(until)
    } else if gap.from != nil {
      times += " – no recorded end"
    }
    let about = gap.message?.text ?? gap.conversation?.text ?? ""
    return times + "  " + SafeLine.of(gap.reason) + (about.isEmpty ? "" : "  " + about)
      + "  " + SafeLine.of(gap.detail) + (gap.isFilled ? "  [came later]" : "")
  }
}

extension GapSummary {
  /// The gap as docs/cli.md gives it.
  var json: JSONValue {
    .of([
      "at": .instant(at), "conversation": .text(conversation?.text), "detail": .string(detail),
      "filled": .bool(isFilled), "from": .instant(from), "id": .string(id), "message": .text(message?.text),
      "reason": .string(reason), "record": .string(record.description), "source": .string(provider.rawValue),
      "until": .instant(until),
    ])
  }
}
