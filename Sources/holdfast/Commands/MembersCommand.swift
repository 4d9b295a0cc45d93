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
      named since. Whoever wrote there was there, too: see `holdfast timeline`.
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
      let (group, undated) = try session.index.members(of: id, at: at)
      try session.vault.acts.record(
        .view,
        details: JSONObject([
          .init(name: "conversation", value: .string(id.text)), .init(name: "messages", value: .texts([])),
        ]))
      if arguments.json {
        let coverage = try session.index.coverage()
        Output.json(
          .of([
            "at": .instant(at), "checkpoint": .string(coverage.checkpoint), "conversation": .string(id.text),
            "former": .array(group.former.map(\.json)), "indexed": .whole(coverage.indexed),
            "known_from": .instant(group.knownFrom), "members": .array(group.members.map(\.json)),
            "records": .whole(coverage.records), "unclear": .whole(group.unclear), "undated": .whole(undated),
            "whole": .bool(group.isWhole),
          ]))
        return
      }
      Output.line("\(SafeLine.of(summary.title)), \(session.zone.text(at))")
      for member in group.members { Output.line("  " + line(member, "since", session.zone)) }
      for member in group.former { Output.line("  " + line(member, "no longer there since", session.zone)) }
      for doubt in doubts(group, undated, session.zone) { Output.line("! " + doubt) }
    }
  }

  private func instant(in zone: NamedZone) throws -> Instant? {
    guard let on else { return nil }
    guard on.utf8.count == 10, let midnight = Instant(rfc3339: on + "T23:59:59.999Z") else {
      throw Failure(.usage, "‘\(on)’ is not a date", remedy: "write it as 2024-05-14")
    }
    return Instant(milliseconds: midnight.milliseconds - Int64(zone.offset(at: midnight)) * 1000)
  }

  private func line(_ member: GroupMembers.Member, _ word: String, _ zone: NamedZone) -> String {
    let role = member.isAdmin == true ? ", administrator" : ""
    return SafeLine.of(member.party.line) + role + "  (\(word) \(zone.text(member.since)): \(SafeLine.of(member.how)))"
  }

  private func doubts(_ group: GroupMembers, _ undated: Int, _ zone: NamedZone) -> [String] {
    var doubts: [String] = []
    switch (group.isWhole, group.knownFrom) {
    case (true, _): break
    case (false, nil): doubts.append("the archive has no record of who came or went up to then")
    case (false, let from?):
      doubts.append("no list of everybody has arrived: who was there before \(zone.text(from)) may be missing")
    }
    if undated > 0 { doubts.append("\(undated) changes without a usable time are left out") }
    if group.unclear > 0 { doubts.append("\(group.unclear) changes do not say whether people came or went") }
    return doubts
  }
}

extension GroupMembers.Member {
  /// The member as docs/cli.md gives it.
  var json: JSONValue {
    .of([
      "admin": isAdmin.map { .bool($0) } ?? .null, "how": .string(how), "lid": .text(party.lid),
      "name": .text(party.name), "phone": .text(party.phone), "record": .string(record.description),
      "since": .instant(since), "user_id": .text(party.userID), "username": .text(party.username),
    ])
  }
}
