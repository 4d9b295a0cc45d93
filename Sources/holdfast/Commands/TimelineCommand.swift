import ArgumentParser
import Casework
import Records
import SearchIndex

/// `holdfast timeline VAULT CONVERSATION-ID`.
struct TimelineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "timeline", abstract: "Print a conversation, oldest first.")

  @OptionGroup var arguments: VaultArguments
  @Argument(help: "The conversation's id, as `conversations` lists it.") var conversation: String
  @Option(help: "Begin at this date (YYYY-MM-DD, in the zone).") var from: String?
  @Option(help: "How many lines to print at most.") var limit = 1_000_000

  func run() throws {
    guard limit >= 0 else { throw Failure(.usage, "--limit must not be negative", remedy: "leave it out for all") }
    guard let id = ConversationID(conversation) else {
      throw Failure(
        .badInput, "‘\(conversation)’ is not a conversation id", remedy: "`holdfast conversations` lists them")
    }
    try Session.run(arguments) { session in
      guard let summary = try session.index.conversation(id) else {
        throw Failure(.badInput, "there is no conversation \(id)", remedy: "`holdfast conversations` lists them")
      }
      var anchor = try start(in: session.zone)
      var items: [TimelineItem] = []
      var coverage: Coverage
      repeat {
        let page = try session.index.timeline(id, from: anchor, before: 0, after: min(500, limit - items.count + 1))
        coverage = page.coverage
        let fresh = items.last.map { last in page.items.filter { $0.id != last.id } } ?? page.items
        items += fresh
        guard page.hasNewer, !fresh.isEmpty, let last = page.items.last else { break }
        anchor = .item(last.id, at: last.at)
      } while items.count < limit
      items = Array(items.prefix(limit))
      try session.vault.acts.record(
        .view,
        details: JSONObject([
          .init(name: "conversation", value: .string(id.text)),
          .init(name: "messages", value: .texts(items.compactMap(\.messageID?.text))),
        ]))
      if arguments.json {
        Output.json(
          .of([
            "checkpoint": .string(coverage.checkpoint), "conversation": summary.json,
            "indexed": .whole(coverage.indexed), "items": .array(items.map(\.json)),
            "records": .whole(coverage.records),
          ]))
      } else {
        for item in items { Output.line(line(item, zone: session.zone)) }
      }
    }
  }

  private func words(_ deletion: TimelineItem.Deletion, _ zone: NamedZone) -> String {
    let what = deletion.isForEveryone ? "deleted" : "removed on a device"
    let who = deletion.isForEveryone ? deletion.party.map { " by \($0.line)" } ?? "" : ""
    return (deletion.isUncertain ? "perhaps " : "") + what + who
      + (deletion.isDated ? " at " : ", no time given, captured at ") + zone.text(deletion.at)
  }

  private func start(in zone: NamedZone) throws -> TimelineAnchor {
    guard let from else { return .oldest }
    guard let midnight = Instant(rfc3339: from + "T00:00:00Z") else {
      throw Failure(.usage, "‘\(from)’ is not a date", remedy: "write it as 2024-05-14")
    }
    return .date(Instant(milliseconds: midnight.milliseconds - Int64(zone.offset(at: midnight)) * 1000))
  }

  private func line(_ item: TimelineItem, zone: NamedZone) -> String {
    let name = SenderLine.of(item.sender, item.direction, unknown: "–")
    var marks: [String] = []
    if item.isEdited { marks.append("edited, v\(item.version) of \(item.versions)") }
    if let deletion = item.deletion { marks.append(words(deletion, zone)) }
    if item.wasDeletedBeforeExport { marks.append("deleted before the export") }
    if item.category == .message, item.text.isEmpty, item.media == nil, !item.wasDeletedBeforeExport {
      marks.append(item.isStub ? "only an edit has arrived" : "no words")
    }
    if !item.held.isEmpty { marks.append("HOLD " + item.heldMatters.joined(separator: " ")) }
    marks += item.reactions.map { "\($0.emoji) \($0.parties.count)" }
    if (item.isStub && item.category == .gap) || item.contentKind == .unsupported,
      let hint = DeletionCoverage.unsupported(item.provider)
    {
      marks.append(hint)
    }
    let media = item.media.map { "[\(item.contentKind) \($0.fileName ?? "")] " } ?? ""
    return "\(item.sentAt.map(zone.text) ?? "no time")  \(SafeLine.of(name)): \(SafeLine.of(media + item.text))"
      + (marks.isEmpty ? "" : "  [\(SafeLine.of(marks.joined(separator: ", ")))]")
  }
}

/// How a line of text names a sender.
enum SenderLine {
  /// The name, else the number; our own side without a name is the firm, by its number.
  ///
  /// Where the message gives neither, whoever it is known to be by other records; then any other claim.
  static func of(
    _ party: Party?, _ direction: MessageEvent.Direction, _ person: PersonReference? = nil, unknown: String
  ) -> String {
    if let name = party?.name { return name }
    let number = party?.phone.map { "+" + $0 }
    guard direction == .outbound else {
      if let person, !person.isUnnamed {
        return person.name + ((party?.phone ?? person.phone).map { " (+\($0))" } ?? "")
      }
      return number ?? person?.phone.map { "+" + $0 } ?? party?.username.map { "@" + ClaimKey.username($0) }
        ?? party?.lid.map { "LID " + $0 } ?? party?.userID.map { "user " + $0 } ?? unknown
    }
    return "the firm" + (number.map { " (\($0))" } ?? "")
  }
}

extension TimelineItem {
  /// Whether an export had only the app's notice of a deleted message.
  fileprivate var wasDeletedBeforeExport: Bool { contentKind.rawValue == "deleted" }

  /// The line as docs/cli.md gives it.
  var json: JSONValue {
    .of([
      "category": .string(category.rawValue), "deleted": .bool(isDeleted || wasDeletedBeforeExport),
      "deletion": deletion.map(\.json),
      "direction": .string(direction.rawValue),
      "edited": .bool(isEdited), "held": .texts(heldMatters), "id": .string(id.description),
      "kind": .string(contentKind.rawValue), "media": media.map(\.json), "phone": .text(sender?.phone),
      "reactions": .array(reactions.map { .of(["count": .whole($0.parties.count), "emoji": .string($0.emoji)]) }),
      "receipt": .text(receipt), "reply_to": .text(reply?.message?.text),
      "sender": .text(sender?.name ?? sender?.phone),
      "sent_at": .instant(sentAt), "source": .string(provider.rawValue), "text": .string(text),
      "version": .whole(version), "versions": .whole(versions),
    ])
  }
}

extension TimelineItem.Deletion {
  /// The deletion as docs/cli.md gives it.
  var json: JSONValue {
    .of([
      "at": .instant(at), "at_is_capture": .bool(!isDated), "by": .text(party?.line),
      "captured_at": .instant(capturedAt), "for_everyone": .bool(isForEveryone), "uncertain": .bool(isUncertain),
    ])
  }
}

extension TimelineItem.Media {
  /// The attachment as docs/cli.md gives it.
  var json: JSONValue {
    .of([
      "file_name": .text(fileName), "mime_type": .text(mimeType), "path": .text(path), "reason": .text(reason),
      "seconds": seconds.map { .whole($0) }, "sha256": .text(sha256), "size": size.map { .whole($0) },
      "state": .string(state.rawValue),
    ])
  }
}
