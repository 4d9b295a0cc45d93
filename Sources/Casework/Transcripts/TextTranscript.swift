import Records

/// A conversation as plain text.
struct TextTranscript {
  let conversation: CaseConversation
  let context: TranscriptContext
  private let evidence: ConversationEvidence
  private let words = EvidenceWords.transcript

  init(conversation: CaseConversation, context: TranscriptContext) {
    self.conversation = conversation
    self.context = context
    evidence = ConversationEvidence(conversation)
  }

  /// The whole file.
  func render() -> String {
    var text = ""
    write { text += $0 }
    return text
  }

  /// The file in pieces.
  func write(_ emit: (String) throws -> Void) rethrows {
    var text = "\(VisibleText.plain(conversation.title))\n"
    text += String(repeating: "=", count: min(100, max(8, conversation.title.count))) + "\n\n"
    text += "Matter        \(context.matter)  \(VisibleText.plain(context.matterTitle))\n"
    text += "Conversation  \(conversation.id)  (\(conversation.kind.rawValue), \(conversation.provider), account "
    text += "\(VisibleText.plain(conversation.account)))\n"
    text += "Messages      \(conversation.messages.count)\n"
    text += "Times         \(context.timeZone)\n"
    text += "As of         \(TranscriptContext.stamp(context.asOf)) UTC\n"
    for note in evidence.notes {
      text += note.name + String(repeating: " ", count: max(1, 14 - note.name.count)) + note.value + "\n"
    }
    try emit(text)
    var day = ""
    for line in TranscriptLine.lines(of: conversation) {
      let next = TranscriptContext.day(line.at)
      if next != day {
        day = next
        try emit("\n--- \(day) ---\n")
      }
      switch line {
      case .message(let message): try emit(render(message))
      case .event(let event):
        text = "\n\(TranscriptContext.clock(event.at, .second))  [\(event.category)] "
        try emit(text + VisibleText.plain(event.text, indent: Self.indent) + "\n")
      }
    }
  }

  private static let indent = "          "

  private func render(_ message: CaseMessage) -> String {
    let sender = VisibleText.plain(message.senderName)
    let clock = message.sentAt.map { TranscriptContext.clock($0, message.precision) } ?? "no time"
    var text = "\n\(clock)  \(sender)  [\(message.id)]\n"
    func add(_ line: String) { text += Self.indent + VisibleText.plain(line, indent: Self.indent) + "\n" }
    if message.sentAt == nil { add("(no usable time; captured \(TranscriptContext.stamp(message.capturedAt)))") }
    if let reply = message.reply {
      add("> " + (reply.quoted ?? "") + (message.replyTo.map { " [answers \($0)]" } ?? " [message not in the archive]"))
    }
    let evidence = evidence.evidence(of: message)
    for version in message.versions {
      if message.versions.count > 1 {
        add(
          "version \(version.number) of \(message.versions.count) (\(version.origin)"
            + (version.sentAt.map { ", \(TranscriptContext.stamp($0))" } ?? "") + "):")
      }
      if let words = version.content.text, !words.isEmpty { add((evidence.isStruck ? "[deleted] " : "") + words) }
      if let absence = message.absence(in: version) {
        add("[\(absence)]")
      } else if version.content.kind != .text {
        add("[\(version.content.kind)]")
      }
      if let media = version.content.media { add("[attachment] " + describe(media)) }
      if let change = evidence.changes.first(where: { $0.version == version.number }) { add(changes(change)) }
    }
    for deletion in evidence.deletions { add("[\(message.mark(deletion))]") }
    for reading in evidence.earlierReadings {
      add(([words.question(reading)] + words.lines(reading) + reading.doubts.map(\.words)).joined(separator: " "))
    }
    for state in evidence.readStates {
      if let brief = words.brief(state) { add(([brief + "."] + state.doubts.map(\.words)).joined(separator: " ")) }
    }
    for step in message.reactions {
      add("reaction \(step.what.isEmpty ? "removed" : step.what) by \(step.party?.displayName ?? "unknown")" + at(step))
    }
    for step in message.receipts {
      add(
        "\(step.what)" + (step.party.map { " " + $0.displayName } ?? "") + at(step)
          + (step.note.map { ": \($0)" } ?? ""))
    }
    for note in message.notes { add("note: " + note) }
    if !message.holds.isEmpty { add("HOLD " + message.holds.map(\.text).joined(separator: ", ")) }
    return text
  }

  private func changes(_ change: VersionChange) -> String {
    guard change.words.isChanged else { return "(\(change.summary))" }
    return "(\(change.summary): \(change.words.marked()))"
  }

  private func at(_ step: CaseMessage.Step) -> String { step.at.map { " at " + TranscriptContext.stamp($0) } ?? "" }

  private func describe(_ media: MediaReference) -> String {
    var parts = [media.fileName ?? "file"]
    if let type = media.mimeType { parts.append(type) }
    if let size = media.size { parts.append("\(size) bytes") }
    if let path = context.mediaPath(media) {
      parts.append(path)
    } else {
      parts.append("not in this bundle: " + (media.reason ?? media.state.rawValue))
    }
    return parts.joined(separator: ", ")
  }
}
