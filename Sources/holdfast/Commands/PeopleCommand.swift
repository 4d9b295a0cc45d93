import ArgumentParser
import Casework
import Records
import SearchIndex

/// `holdfast people list|show|merge|split VAULT`.
struct PeopleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "people", abstract: "Say who is who: list and show people, merge and split them.",
    discussion:
      "People are joined by what records prove, or by an officer's merge, which a split undoes; never by a name.",
    subcommands: [List.self, Show.self, Merge.self, Split.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List people, those with most messages first.")
    @OptionGroup var arguments: VaultArguments
    @Option(help: "Only those with a name, number or id that holds this.") var filter = ""
    @Flag(help: "Only those whose names or numbers may mislead.") var flagged = false
    @Flag(help: "Only those whom an officer merged.") var merged = false
    @Option(help: "Only those seen in this conversation.") var conversation: String?
    @Option(help: "messages, name or last-seen.") var order = PersonOrder.messages.rawValue
    @Option(help: "How many to list at most.") var limit = 1000

    func run() throws {
      guard limit > 0 else { throw Failure(.usage, "--limit must be at least 1", remedy: "leave it out for 1000") }
      guard let order = PersonOrder(rawValue: order) else {
        throw Failure(
          .usage, "‘\(order)’ is no order of people",
          remedy: "use one of " + PersonOrder.allCases.map(\.rawValue).joined(separator: ", "))
      }
      let place = try conversation.map { try Session.conversation($0) }
      try Session.run(arguments) { session in
        let filter = PersonFilter(text: filter, flaggedOnly: flagged, mergedOnly: merged, conversation: place)
        var people: [PersonLine] = []
        var page = try session.index.people(filter: filter, order: order, limit: min(500, limit))
        let total = page.total
        people = page.people
        while let next = page.next, people.count < limit {
          page = try session.index.people(
            filter: filter, order: order, after: next, limit: min(500, limit - people.count))
          people += page.people
        }
        if arguments.json {
          Output.json(
            .of([
              "checkpoint": .string(page.coverage.checkpoint), "indexed": .whole(page.coverage.indexed),
              "people": .array(people.map(\.json)), "records": .whole(page.coverage.records), "total": .whole(total),
            ]))
          return
        }
        for line in PeopleTable.lines(people, session.zone) { Output.line(line) }
        Output.line(
          "\(Numerals.grouped(people.count)) of \(Numerals.grouped(total)) people · \(session.zone.name)")
      }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Show everything that is known of a person, and which record says so.")
    @OptionGroup var arguments: VaultArguments
    @Argument(help: "A person's id, a claim as `show` prints it, a number, an @username, or a name.") var person: String

    func run() throws {
      try Session.run(arguments) { session in
        let id = try session.person(person).line.id
        try session.vault.acts.record(
          .view, details: JSONObject([.init(name: "person", value: .string(id.text))]))
        let detail = try session.cases.person(id)
        let places = try session.index.conversations(of: id)
        let holds = try session.cases.holds(selecting: [id])
        if arguments.json {
          Output.json(detail.json(places, holds: holds))
        } else {
          for line in detail.text(places, holds: holds, session.zone) { Output.line(line) }
        }
      }
    }
  }

  struct Merge: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "merge", abstract: "Say that people are one; a split undoes it.",
      discussion:
        "Searches for either find the messages of all, and holds that select by one of them cover all from then on.")
    @OptionGroup var arguments: VaultArguments
    @Argument(help: "Two or more people: ids, claims, numbers, @usernames.") var people: [String]
    @Option(help: "Why.") var reason = ""
    @Flag(help: "Only say what would be brought together.") var dryRun = false

    func run() throws {
      guard people.count >= 2 else {
        throw Failure(.usage, "a merge needs two people", remedy: "`holdfast people list` shows their ids")
      }
      try Session.run(arguments) { session in
        let ids = try people.map { try session.person($0).line.id }
        if dryRun {
          let preview = try session.cases.previewMerge(ids)
          report(preview, session)
          return
        }
        let merged = try session.cases.mergePeople(ids, reason: reason)
        let holds = try session.cases.holds(selecting: [merged.line.id])
        if arguments.json {
          Output.json(merged.json([], holds: holds))
          return
        }
        Output.line("Merged into one person:")
        for line in PeopleTable.lines([merged.line], session.zone) { Output.line(line) }
        for line in HoldReachText.lines(holds, isPreview: false, whom: "them") { Output.line(line) }
        if let act = merged.history.first { Output.line("`holdfast people split VAULT --undo \(act.id)` undoes it.") }
      }
    }

    private func report(_ preview: MergePreview, _ session: Session) {
      if arguments.json {
        Output.json(
          .of([
            "conversations": .whole(preview.conversations),
            "holds": .array(preview.holds.map { $0.json(isPreview: true) }), "messages": .whole(preview.messages),
            "people": .array(preview.people.map(\.json)),
          ]))
        return
      }
      Output.line("Would be one person with \(Numerals.grouped(preview.messages)) messages; nothing was done:")
      for line in PeopleTable.lines(preview.people, session.zone) { Output.line(line) }
      for line in HoldReachText.lines(preview.holds, isPreview: true, whom: "them") { Output.line(line) }
    }
  }

  struct Split: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "split", abstract: "Undo a merge, or say that claims are somebody else's.")
    @OptionGroup var arguments: VaultArguments
    @Argument(help: "The person to take claims from; not with --undo.") var person: String?
    @Option(help: "The merge to undo, as `people show` lists it.") var undo: String?
    @Option(help: "A claim that is somebody else's, as `people show` prints it; may be given several times.")
    var claim: [String] = []
    @Option(help: "Why.") var reason = ""
    @Flag(help: "Only say who would be parted, and what holds keep.") var dryRun = false

    func run() throws {
      guard (undo != nil) != (person != nil), undo == nil || claim.isEmpty, undo != nil || !claim.isEmpty else {
        throw Failure(
          .usage, "a split needs either --undo with a merge, or a person and --claim",
          remedy: "`holdfast people show` prints merges and claims")
      }
      let keys = try claim.map { text in
        guard let key = ClaimKey(text) else {
          throw Failure(
            .badInput, "‘\(text)’ is no claim", remedy: "claims look like phone:447700900123; `holdfast people show`")
        }
        return key
      }
      try Session.run(arguments) { session in
        let act = try undo.map { text in
          guard let act = ActID(text) else {
            throw Failure(.badInput, "‘\(text)’ is not an act's id", remedy: "`holdfast people show` prints merges")
          }
          return act
        }
        let id = try person.map { try session.person($0).line.id }
        if dryRun {
          let preview =
            try act.map { try session.cases.previewUndo($0) }
            ?? id.map { try session.cases.previewSplit($0, taking: keys) }
          if let preview { report(preview, session) }
          return
        }
        let people =
          try act.map { try session.cases.undoMerge($0, reason: reason) }
          ?? id.map { try session.cases.splitPerson($0, taking: keys, reason: reason) } ?? []
        let holds = try session.cases.holds(selecting: people.map(\.line.id))
        if arguments.json {
          Output.json(
            .of([
              "holds": .array(holds.map { $0.json(isPreview: false) }), "people": .array(people.map(\.line.json)),
            ]))
          return
        }
        Output.line(people.count == 1 ? "Still one person:" : "Parted into \(people.count) people:")
        for line in PeopleTable.lines(people.map(\.line), session.zone) { Output.line(line) }
        for line in HoldReachText.lines(holds, isPreview: false, whom: "them") { Output.line(line) }
      }
    }

    private func report(_ preview: SplitPreview, _ session: Session) {
      if arguments.json {
        Output.json(
          .of([
            "claims": .array(preview.groups.map { .texts($0.map(\.text)) }),
            "holds": .array(preview.holds.map { $0.json(isPreview: true) }),
            "people": .array(preview.people.map(\.json)),
          ]))
        return
      }
      Output.line("Would part these claims; nothing was done:")
      for line in PeopleTable.lines(preview.people, session.zone) { Output.line(line) }
      for (number, group) in preview.groups.enumerated() {
        Output.line("  person \(number + 1)  " + group.map { SafeLine.of($0.text) }.joined(separator: "  "))
      }
      for line in HoldReachText.lines(preview.holds, isPreview: true, whom: "them") { Output.line(line) }
    }
  }
}

extension Session {
  /// The one person whom a text means.
  func person(_ text: String) throws -> PersonDetail {
    if let id = PersonID(text), let person = try index.person(id) { return person }
    // A whole number or user name means exactly that one, where there is one.
    let written = text.filter { $0.isASCII && $0.isNumber }
    let exact =
      text.hasPrefix("+") ? ClaimKey("phone:" + written) : text.hasPrefix("@") ? ClaimKey("username:" + text) : nil
    for key in [ClaimKey(text), exact].compactMap({ $0 }) {
      if let person = try index.person(PersonID(key)) { return person }
    }
    let found = try index.people(named: text, limit: 6)
    guard let first = found.first else {
      throw Failure(.badInput, "there is no person ‘\(text)’", remedy: "`holdfast people list` lists them")
    }
    guard found.count == 1 else {
      let list = found.prefix(5).map { "\($0.id) (\(SafeLine.of($0.name)))" }.joined(separator: ", ")
      throw Failure(
        .badInput, "‘\(text)’ means several people: \(list)\(found.count > 5 ? "…" : "")", remedy: "name one by its id")
    }
    return try cases.person(first.id)
  }
}
