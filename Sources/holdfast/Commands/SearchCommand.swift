import ArgumentParser
import Records
import SearchIndex

/// `holdfast search VAULT QUERY`.
struct SearchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search", abstract: "Find messages, newest first.",
    discussion: "The query language is described in docs/query-language.md: with:ruiz \"call me\" date:2024-05")

  @OptionGroup var arguments: VaultArguments
  @Argument(help: "What to find.") var query: String
  @Option(help: "How many hits to list at most.") var limit = 50
  @Flag(help: "Only count.") var count = false

  func run() throws {
    guard limit >= 0 else { throw Failure(.usage, "--limit must not be negative", remedy: "leave it out for 50") }
    try Session.run(arguments) { session in
      let parsed = try session.query(query)
      let total = try session.index.count(parsed, cap: nil)
      var hits: [SearchHit] = []
      var cursor: SearchCursor?
      let people = try session.index.references(parsed.people)
      while !count, hits.count < limit {
        let page = try session.index.search(parsed, after: cursor, limit: min(limit - hits.count, 500))
        hits += page.hits
        cursor = page.next
        if cursor == nil || page.hits.isEmpty { break }
      }
      try session.vault.acts.record(
        .search,
        details: JSONObject([
          JSONObject.Member(name: "hits", value: .whole(total.count)),
          JSONObject.Member(name: "messages", value: .texts(hits.map(\.id.text))),
          JSONObject.Member(name: "query", value: .string(query)),
          JSONObject.Member(name: "time_zone", value: .string(session.zone.name)),
        ]))
      if arguments.json {
        print(json: hits, total: total, people)
      } else {
        for id in parsed.people { Output.line("\(id) is \(people[id]?.text ?? "nobody who is known")") }
        print(text: hits, total: total, zone: session.zone)
      }
    }
  }

  private func print(json hits: [SearchHit], total: SearchCount, _ people: [PersonID: PersonReference]) {
    var members: [JSONObject.Member] = [
      .init(name: "checkpoint", value: .string(total.coverage.checkpoint)),
      .init(name: "indexed", value: .whole(total.coverage.indexed)),
      .init(name: "query", value: .string(query)),
      .init(name: "records", value: .whole(total.coverage.records)),
      .init(name: "total", value: .whole(total.count)),
    ]
    if !people.isEmpty {
      let named = people.sorted { $0.key < $1.key }.map { id, person in
        JSONValue.of(["id": .string(id.text), "name": .string(person.name), "phone": .text(person.phone)])
      }
      members.append(.init(name: "people", value: .array(named)))
    }
    if !count { members.append(.init(name: "hits", value: .array(hits.map(\.json)))) }
    Output.json(.object(JSONObject(members)))
  }

  private func print(text hits: [SearchHit], total: SearchCount, zone: NamedZone) {
    for hit in hits {
      let name = SenderLine.of(hit.sender, hit.direction, hit.person, unknown: "unknown")
      var marks: [String] = []
      if hit.versions > 1 { marks.append("v\(hit.version) of \(hit.versions)") }
      if hit.isDeleted { marks.append(hit.isStruck ? "deleted" : "perhaps deleted") }
      if !hit.held.isEmpty { marks.append("HOLD " + hit.held.joined(separator: " ")) }
      let time = hit.sentAt.map(zone.text) ?? "no time           "
      Output.line(
        "\(hit.id)  \(time)  \(SafeLine.of(hit.conversationTitle)) · \(SafeLine.of(name))"
          + (marks.isEmpty ? "" : "  [\(marks.joined(separator: ", "))]"))
      Output.line("    " + SafeLine.of(hit.text))
    }
    let coverage = total.coverage
    Output.line(
      "\(Numerals.grouped(total.count)) message\(total.count == 1 ? "" : "s") · \(zone.name) · searched "
        + "\(Numerals.grouped(coverage.indexed)) of \(Numerals.grouped(coverage.records)) capture records at checkpoint \(coverage.checkpoint)"
    )
  }
}

extension SearchHit {
  /// The hit as docs/cli.md gives it.
  var json: JSONValue {
    .of([
      "conversation": .string(conversation.text), "deleted": .bool(isDeleted),
      "deletion": deletion.map(\.json), "direction": .string(direction.rawValue), "held": .texts(held),
      "id": .string(id.text), "kind": .string(kind.rawValue), "person": person?.json, "phone": .text(phone),
      "sender": .text(sender?.name ?? sender?.phone ?? sender?.username ?? sender?.lid ?? sender?.userID),
      "sent_at": .instant(sentAt), "source": .string(provider.rawValue), "text": .string(text),
      "version": .whole(version), "versions": .whole(versions),
    ])
  }
}
