import ArgumentParser
import Casework
import Records
import SearchIndex

/// `holdfast members VAULT CONVERSATION`.
struct MembersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "members", abstract: "Tell who was in a group on a day, as far as the archive knows.",
    discussion: """
      Read from the sealed records of who came and went. No provider lists a group's members every day: where the archive \
      has no list of everybody, those who were there before its first record of a change are missing, unless they were \
      named since. Whoever wrote there was there, too, and is listed.
      """)

  @OptionGroup var arguments: VaultArguments
  @Argument(help: "The conversation's id, as `conversations` lists it.") var conversation: String
  @Option(help: "At the end of this day (YYYY-MM-DD, in the zone); now, when left out.") var on: String?

  func run() throws {
    let id = try Session.conversation(conversation)
    try Session.run(arguments) { session in
      guard let summary = try session.index.conversation(id) else {
        throw Failure(.badInput, "there is no conversation \(id)", remedy: "`holdfast conversations` lists them")
      }
      let at = try instant(in: session.zone) ?? SystemClock().now()
      let group = try session.index.group(id, at: at)
      try session.vault.acts.record(
        .view,
        details: JSONObject([
          .init(name: "conversation", value: .string(id.text)), .init(name: "messages", value: .texts([])),
          .init(name: "shown", value: .texts(["members"])),
        ]))
      if arguments.json {
        let coverage = try session.index.coverage()
        Output.json(
          .of([
            "at": .instant(at), "checkpoint": .string(coverage.checkpoint), "conversation": .string(id.text),
            "former": .array(group.former.map(\.json)), "indexed": .whole(coverage.indexed),
            "known_from": .instant(group.knownFrom), "members": .array(group.members.map(\.json)),
            "records": .whole(coverage.records), "unclear": .whole(group.unclear), "undated": .whole(group.undated),
            "whole": .bool(group.isWhole), "writers": .array(group.writers.map(\.json)),
          ]))
        return
      }
      let day = on.map { "at the end of \($0)" } ?? "now, \(session.zone.text(at))"
      Output.line("\(SafeLine.of(summary.title)), \(day) (\(session.zone.name))")
      for line in lines(group, session.zone) { Output.line(line) }
    }
  }

  private func lines(_ group: GroupOnDay, _ zone: NamedZone) -> [String] {
    var lines: [String] = []
    func list(_ title: String, _ entries: [GroupOnDay.Entry], _ word: String) {
      guard !entries.isEmpty else { return }
      lines.append("\(title) (\(Numerals.grouped(entries.count))):")
      var table = TextTable([.left, .left, .left, .left, .left], indent: "  ")
      for entry in entries {
        let member = entry.member
        table.add(
          Self.name(member.party, entry.person), Self.number(member.party, entry.person),
          (member.isAdmin == true ? "administrator  " : "") + "\(word) \(zone.text(member.since))",
          SafeLine.of(member.how), member.record.description)
      }
      lines += table.lines
    }
    list("In the group, by the records", group.members, "since")
    list("No longer in it", group.former, "since")
    if !group.writers.isEmpty {
      lines.append("Wrote there, and no record says when they came (\(Numerals.grouped(group.writers.count))):")
      var table = TextTable([.left, .left, .left, .left], indent: "  ")
      for writer in group.writers {
        table.add(
          Self.name(writer.party, writer.person), Self.number(writer.party, writer.person),
          "wrote last \(zone.text(writer.lastAt))", writer.record.description)
      }
      lines += table.lines
    }
    let doubts = group.doubts(zone.text)
    if !doubts.isEmpty { lines += ["What the records cannot tell:"] + doubts.map { "! " + $0 } }
    return lines
  }

  /// The name that the record gives, else the best one that is known.
  private static func name(_ party: Party, _ person: PersonReference?) -> String {
    if let name = party.name, !name.isEmpty { return SafeLine.of(name) }
    guard let person, !person.isUnnamed || person.isOurs else { return "no name" }
    return person.called
  }

  private static func number(_ party: Party, _ person: PersonReference?) -> String {
    if let phone = party.phone ?? person?.phone { return "+" + SafeLine.of(phone) }
    return party.lid.map { "LID " + SafeLine.of($0) } ?? party.username.map { "@" + SafeLine.of($0) } ?? "no number"
  }

  private func instant(in zone: NamedZone) throws -> Instant? {
    guard let on else { return nil }
    guard on.utf8.count == 10, let midnight = Instant(rfc3339: on + "T23:59:59.999Z") else {
      throw Failure(.usage, "‘\(on)’ is not a date", remedy: "write it as 2024-05-14")
    }
    return Instant(milliseconds: midnight.milliseconds - Int64(zone.offset(at: midnight)) * 1000)
  }
}

extension GroupOnDay.Entry {
  /// The member as docs/cli.md gives it.
  fileprivate var json: JSONValue {
    let party = member.party
    return .of([
      "admin": member.isAdmin.map { .bool($0) } ?? .null, "how": .string(member.how), "lid": .text(party.lid),
      "name": .text(party.name), "person": person?.json, "phone": .text(party.phone),
      "record": .string(member.record.description), "since": .instant(member.since), "user_id": .text(party.userID),
      "username": .text(party.username),
    ])
  }
}

extension GroupOnDay.Writer {
  /// Whoever wrote there, as docs/cli.md gives it.
  fileprivate var json: JSONValue {
    .of([
      "last_at": .instant(lastAt), "lid": .text(party.lid), "messages": .whole(messages), "name": .text(party.name),
      "person": person?.json, "phone": .text(party.phone), "record": .string(record.description),
      "user_id": .text(party.userID), "username": .text(party.username),
    ])
  }
}
