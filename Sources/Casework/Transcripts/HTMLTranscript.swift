import Records

/// A conversation as one self-contained page: no script, no request to anywhere.
struct HTMLTranscript {
  let conversation: CaseConversation
  let context: TranscriptContext
  private let ids: Set<MessageID>
  private let evidence: ConversationEvidence
  private let words = EvidenceWords.transcript

  init(conversation: CaseConversation, context: TranscriptContext) {
    self.conversation = conversation
    self.context = context
    ids = Set(conversation.messages.map(\.id))
    evidence = ConversationEvidence(conversation)
  }

  /// The whole file.
  func render() -> String {
    var html = ""
    write { html += $0 }
    return html
  }

  /// The file in pieces, so that a conversation of any length fits.
  func write(_ emit: (String) throws -> Void) rethrows {
    let title = VisibleText.attribute(conversation.title)
    var html = Self.head(title: "\(title) · \(VisibleText.attribute(context.matter))")
    html += "<h1><bdi>\(VisibleText.html(conversation.title))</bdi></h1>\n<dl>"
    html += row("Matter", "\(context.matter)  \(context.matterTitle)")
    html += row("Conversation", "\(conversation.id), \(conversation.kind.rawValue)")
    html += row("Source", "\(conversation.provider), account \(conversation.account)")
    html += row("Messages", String(conversation.messages.count))
    html += row("Times", "all times are in \(context.timeZone)")
    html += row("As of", "\(TranscriptContext.stamp(context.asOf)) UTC")
    for note in evidence.notes { html += row(note.name, note.value) }
    try emit(html + "</dl>\n")
    var day = ""
    for line in TranscriptLine.lines(of: conversation) {
      let next = TranscriptContext.day(line.at)
      if next != day {
        day = next
        try emit("<h2>\(day)</h2>\n")
      }
      switch line {
      case .message(let message): try emit(article(message))
      case .event(let event):
        html = "<p class=\"event\(event.category == "gap" ? " gap" : "")\"><bdi>\(VisibleText.html(event.text))</bdi>"
        try emit(html + " · \(TranscriptContext.clock(event.at, .second))</p>\n")
      }
    }
    html = "<footer>Characters that would act or hide are shown in a dotted frame. The unchanged text is in "
    html += "messages.ndjson and in records/. Vault \(context.vault).</footer>\n</body>\n</html>\n"
    try emit(html)
  }

  /// The head of every page; the policy forbids scripts, frames and requests.
  static func head(title: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="referrer" content="no-referrer">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(title)</title>
    <style>
    \(TranscriptStyle.css)</style>
    </head>
    <body>

    """
  }

  private func row(_ name: String, _ value: String) -> String {
    "<dt>\(name)</dt><dd><bdi>\(VisibleText.html(value))</bdi></dd>"
  }

  private func article(_ message: CaseMessage) -> String {
    let sender = VisibleText.html(message.senderName)
    var html =
      "<article id=\"\(message.id)\" class=\"\(message.direction.rawValue)\">\n<header><b><bdi>\(sender)</bdi></b>"
    if !message.holds.isEmpty {
      html += "<span class=\"hold\">HOLD \(VisibleText.html(message.holds.map(\.text).joined(separator: ", ")))</span>"
    }
    if let sentAt = message.sentAt {
      html += "<time datetime=\"\(sentAt.rfc3339)\">\(TranscriptContext.clock(sentAt, message.precision))</time>"
    } else {
      html += "<time>no usable time; captured \(TranscriptContext.stamp(message.capturedAt))</time>"
    }
    html += "</header>\n"
    if let reply = message.reply {
      let quoted = VisibleText.html(reply.quoted ?? "")
      if let target = message.replyTo, ids.contains(target) {
        html += "<blockquote dir=\"auto\"><a href=\"#\(target)\">↳</a> \(quoted)</blockquote>\n"
      } else {
        html += "<blockquote dir=\"auto\">↳ \(quoted)</blockquote>\n"
      }
    }
    let evidence = evidence.evidence(of: message)
    for version in message.versions { html += self.version(version, of: message, evidence) }
    for deletion in evidence.deletions {
      html += "<p class=\"deleted\">[<bdi>\(VisibleText.html(message.mark(deletion)))</bdi>]</p>\n"
    }
    html += readings(evidence)
    html += steps(message)
    html += "<div class=\"id\">\(message.id)</div>\n</article>\n"
    return html
  }

  private func version(
    _ version: CaseMessage.Version, of message: CaseMessage, _ evidence: MessageEvidence
  ) -> String {
    var html = ""
    let isOne = message.versions.count == 1
    if !isOne {
      html += "<div class=\"version\"><small>version \(version.number) of \(message.versions.count), "
      html += VisibleText.html(version.origin)
      html += (version.sentAt.map { ", " + TranscriptContext.stamp($0) } ?? "") + "</small>\n"
    }
    if let words = version.content.text, !words.isEmpty {
      let shown = VisibleText.html(words)
      html += "<p class=\"words\" dir=\"auto\">\(evidence.isStruck ? "<s>\(shown)</s>" : shown)</p>\n"
    }
    if let media = version.content.media {
      html += attachment(media)
    } else if let absence = message.absence(in: version) {
      html += "<p class=\"deleted\">[<bdi>\(VisibleText.html(absence))</bdi>]</p>\n"
    } else if version.content.kind != .text {
      html += "<p><small>\(VisibleText.html(version.content.kind.rawValue))</small></p>\n"
    }
    if let change = evidence.changes.first(where: { $0.version == version.number }) { html += changes(change) }
    return html + (isOne ? "" : "</div>\n")
  }

  /// What was changed, by sign and by form: no colour is needed to tell removed from added.
  private func changes(_ change: VersionChange) -> String {
    var html = "<p class=\"changes\" dir=\"auto\"><small>\(VisibleText.html(change.summary))</small>"
    if change.words.isChanged {
      html += "\n"
      for piece in change.words.shown() {
        if piece.isCut { html += " … " }
        let shown = VisibleText.html(piece.text)
        switch piece.change {
        case .kept: html += shown
        case .removed: html += "<del>[−\(shown)−]</del>"
        case .added: html += "<ins>[+\(shown)+]</ins>"
        }
      }
    }
    return html + "</p>\n"
  }

  /// Whether the earlier words had been read, and what had been read around the message.
  private func readings(_ evidence: MessageEvidence) -> String {
    var html = ""
    for reading in evidence.earlierReadings {
      let lines = words.lines(reading) + reading.doubts.map(\.words)
      html += "<p class=\"reading\"><small>\(VisibleText.html(words.question(reading)))</small> "
      html += lines.map { "<bdi>\(VisibleText.html($0))</bdi>" }.joined(separator: " ") + "</p>\n"
    }
    for state in evidence.readStates {
      guard let brief = words.brief(state) else { continue }
      html += "<details><summary>\(VisibleText.html(brief))</summary><ul class=\"steps\">"
      for line in words.lines(state) + state.doubts.map(\.words) { html += "<li>\(VisibleText.html(line))</li>" }
      html += "</ul></details>\n"
    }
    return html
  }

  private func attachment(_ media: MediaReference) -> String {
    let name = "<bdi>" + VisibleText.html(media.fileName ?? media.mimeType ?? "file") + "</bdi>"
    var facts: [String] = []
    if let type = media.mimeType { facts.append(VisibleText.html(type)) }
    if let size = media.size { facts.append("\(size) bytes") }
    let details = facts.isEmpty ? "" : " <small>\(facts.joined(separator: ", "))</small>"
    guard let path = context.mediaPath(media) else {
      let reason = VisibleText.html(media.reason ?? media.state.rawValue)
      return "<p>▢ \(name)\(details) <span class=\"deleted\">not in this bundle: \(reason)</span></p>\n"
    }
    return "<p>▣ <a href=\"../\(VisibleText.attribute(path))\">\(name)</a>\(details)</p>\n"
  }

  private func steps(_ message: CaseMessage) -> String {
    var items: [String] = []
    for step in message.reactions {
      let emoji = step.what.isEmpty ? "reaction removed" : VisibleText.html(step.what)
      items.append("\(emoji) <bdi>\(VisibleText.html(step.party?.displayName ?? "unknown"))</bdi>\(at(step))")
    }
    for step in message.receipts {
      let who = step.party.map { " <bdi>\(VisibleText.html($0.displayName))</bdi>" } ?? ""
      items.append(VisibleText.html(step.what) + who + at(step) + (step.note.map { ": " + VisibleText.html($0) } ?? ""))
    }
    items += message.notes.map { VisibleText.html($0) }
    return items.isEmpty ? "" : "<ul class=\"steps\">" + items.map { "<li>\($0)</li>" }.joined() + "</ul>\n"
  }

  private func at(_ step: CaseMessage.Step) -> String {
    step.at.map { " " + TranscriptContext.stamp($0) } ?? ""
  }
}

/// The first page of a bundle: its conversations, with links.
struct HTMLIndex {
  let conversations: [CaseConversation]
  let context: TranscriptContext
  /// Further facts, such as counts.
  let facts: [(name: String, value: String)]

  /// The whole file.
  func render() -> String {
    let title = "\(context.matter)  \(context.matterTitle)"
    var html = HTMLTranscript.head(title: VisibleText.attribute(title))
    html += "<h1><bdi>\(VisibleText.html(title))</bdi></h1>\n<dl>"
    for fact in facts {
      html += "<dt>\(VisibleText.html(fact.name))</dt><dd><bdi>\(VisibleText.html(fact.value))</bdi></dd>"
    }
    html +=
      "</dl>\n<table><thead><tr><th>Conversation</th><th>From</th><th>To</th><th>Messages</th></tr></thead><tbody>\n"
    for conversation in conversations {
      html +=
        "<tr><td><a href=\"transcripts/\(conversation.id).html\"><bdi>\(VisibleText.html(conversation.title))</bdi></a>"
      html += " <span class=\"id\">\(conversation.kind.rawValue)</span></td>"
      html += "<td>\(conversation.messages.first.map { TranscriptContext.stamp($0.at) } ?? "")</td>"
      html += "<td>\(conversation.messages.last.map { TranscriptContext.stamp($0.at) } ?? "")</td>"
      html += "<td class=\"n\">\(conversation.messages.count)</td></tr>\n"
    }
    html +=
      "</tbody></table>\n<footer>To check this bundle: VERIFY.md. Times are in \(VisibleText.html(context.timeZone)).</footer>\n"
    return html + "</body>\n</html>\n"
  }
}
