import Casework
import Records
import SearchIndex
import TerminalKit

/// An opened message set as text for a width.
struct MessagePaper {
  let message: OpenedMessage
  let width: Int
  let session: SessionState
  private let evidence: MessageEvidence?

  init(message: OpenedMessage, width: Int, _ session: SessionState) {
    self.message = message
    self.width = width
    self.session = session
    evidence = message.evidence ?? CaseMessage(message.detail).map { MessageEvidence(of: $0) }
  }

  private var detail: MessageDetail { message.detail }
  private var item: TimelineItem { message.detail.item }
  private static let column = 15

  // MARK: - Versions

  func versions() -> Paper {
    var paper = Paper(width: width)
    head(&paper)
    let problems = message.checks.compactMap(\.problem)
    if !problems.isEmpty {
      paper.space()
      for problem in problems { paper.add("\(session.glyphs[.cross]) \(problem)", style: .error) }
    }
    for exception in detail.exceptions {
      paper.fact("Note", exception, style: .warning, at: Self.column)
    }
    paper.space()
    reply(&paper)
    let shown = EvidencePaper(evidence, detail, session)
    if detail.versions.isEmpty { shown.addNothing(to: &paper) }
    for version in detail.versions {
      add(version, &paper)
      shown.addChanges(of: version.number, to: &paper)
      paper.space()
    }
    shown.addDeletions(to: &paper)
    shown.addEarlierReading(to: &paper)
    events(&paper)
    shown.addReading(to: &paper)
    ProvenancePaper(message: message, session).add(to: &paper)
    return paper
  }

  private func head(_ paper: inout Paper) {
    guard width >= 110 else {
      people(&paper)
      place(&paper)
      return
    }
    let half = width / 2
    var left = Paper(width: half)
    people(&left)
    var right = Paper(width: width - half)
    place(&right)
    paper.add(left, beside: right, at: half)
  }

  /// Who wrote it to whom, and when.
  private func people(_ paper: inout Paper) {
    var from = SafeText(Wording.name(item.sender, item.direction), style: .strong)
    let claims = Wording.claims(item.sender, item.direction)
    if !claims.isEmpty { from.append("  " + claims, style: .dim) }
    paper.fact("From", from, at: Self.column)
    for flag in message.sender?.flags.prefix(4) ?? [] {
      var text = SafeText("\(session.glyphs[.flagged]) \(FlagWords.short(flag.kind))", style: .warning)
      text.append("  \(FlagWords.sentence(flag))")
      paper.fact("", text, at: Self.column)
    }
    let recipients = detail.recipients.map { party in
      let claims = Wording.claims(party)
      return Wording.name(party) + (claims.isEmpty ? "" : "  " + claims)
    }
    paper.fact("To", recipients.isEmpty ? detail.conversationTitle : listed(recipients), at: Self.column)
    paper.fact("Sent", sent, at: Self.column)
    paper.fact("Captured", full(detail.capturedAt), style: .time, at: Self.column)
  }

  /// Where it was said, how long it is kept, and who holds it.
  private func place(_ paper: inout Paper) {
    var conversation = SafeText(detail.conversationTitle)
    conversation.append("  \(detail.conversationKind.rawValue) · account \(detail.account)", style: .dim)
    paper.fact("Conversation", conversation, at: Self.column)
    // Who holds it stands below: here are the rules alone.
    let rules = message.explanation.filter { $0.hasPrefix(Worker.retention) }.map {
      $0.dropFirst(Worker.retention.count)
    }
    paper.fact(
      "Retention", rules.isEmpty ? "no retention schedule is set: kept for ever" : rules.joined(separator: "; "),
      style: .dim, at: Self.column)
    if item.held.isEmpty {
      paper.fact("Held by", "no matter", style: .dim, at: Self.column)
    } else {
      for held in item.held {
        var text = SafeText("\(session.glyphs[.hold]) \(held.matter)", style: .hold)
        text.append("  hold \(Wording.short(held.hold))", style: .dim)
        paper.fact(held == item.held[0] ? "Held by" : "", text, at: Self.column)
      }
    }
  }

  private func listed(_ names: [String]) -> String {
    names.prefix(12).joined(separator: ", ") + (names.count > 12 ? " and \(names.count - 12) more" : "")
  }

  private var sent: SafeText {
    guard let sentAt = item.sentAt else {
      return SafeText("no usable time from the provider: it stands at its capture time", style: .warning)
    }
    var text = SafeText(full(sentAt), style: .time)
    text.append("  \(session.zone.label(at: sentAt))", style: .dim)
    if item.precision == .minute { text.append(" · to the minute", style: .dim) }
    return text
  }

  private func full(_ instant: Instant) -> String { Numerals.full(session.zone.civil(instant)) }

  private func reply(_ paper: inout Paper) {
    guard let reply = item.reply else { return }
    let who = detail.replyTo.map { Wording.name($0.sender, $0.direction) } ?? reply.sender.map { Wording.name($0) }
    var text = SafeText("\(session.glyphs[.reply]) ", style: .quote)
    if let who { text.append(who + "  ", style: .dim) }
    if let at = detail.replyTo?.at { text.append(full(at) + "  ", style: .time) }
    let quoted = detail.replyTo?.text ?? reply.quoted ?? ""
    text.append(quoted.isEmpty ? "(no text)" : "“\(String(quoted.prefix(400)))”", style: .quote)
    if reply.message == nil { text.append("  not in the archive", style: .warning) }
    paper.fact("Answers", text, at: Self.column)
    paper.space()
  }

  private func add(_ version: MessageDetail.Version, _ paper: inout Paper) {
    var head = SafeText("Version \(version.number) of \(detail.versions.count)", style: .strong)
    switch version.origin {
    case .original: break
    case .edit: head.append("  \(session.glyphs[.edited])", style: .edited)
    case .conflict: head.append("  another reading of the same id", style: .warning)
    }
    head.append("   " + full(version.sentAt ?? version.capturedAt), style: .time)
    if version.sentAt == nil { head.append(" (captured)", style: .dim) }
    if version.origin != .original, let sender = version.sender, sender != item.sender {
      head.append("  by \(Wording.name(sender))", style: .warning)
    }
    for held in version.held where !item.held.contains(held) {
      head.append("  \(session.glyphs[.hold]) \(held.matter)", style: .hold)
    }
    paper.add(head)
    let text = version.content.text ?? ""
    if !text.isEmpty {
      paper.add(SafeText(text, style: evidence?.isStruck == true ? .deleted : .text), indent: 3)
    } else if version.content.kind.rawValue == "deleted" {
      EvidencePaper(evidence, detail, session).addDeletedBefore(to: &paper)
    } else if version.content.media == nil {
      paper.add("(no text: \(Wording.kind(version.content.kind)))", style: .dim, indent: 3)
    }
    if let media = version.content.media { add(media, version.content.kind, &paper) }
    for (name, value) in version.content.fields.sorted(by: { $0.key < $1.key }).prefix(12) {
      paper.add(SafeText("\(name): \(String(value.prefix(200)))", style: .dim), indent: 3)
    }
  }

  private func add(_ media: MediaReference, _ kind: Content.Kind, _ paper: inout Paper) {
    let summary = Wording.media(media, kind: kind)
    paper.add(
      SafeText("\(session.glyphs[.attachment]) \(summary)", style: media.state == .missing ? .warning : .text),
      indent: 3)
    if let digest = media.sha256 {
      let whose = media.state == .stored ? "SHA-256" : "SHA-256 claimed by the provider"
      paper.add("\(whose) \(digest)", style: .dim, indent: 5)
    }
  }

  private func events(_ paper: inout Paper) {
    if !detail.receipts.isEmpty {
      var text = SafeText()
      for step in detail.receipts.prefix(60) {
        if text.width > 0 { text.append("   ") }
        text.append(step.status, style: step.error == nil ? .text : .error)
        if let at = step.at ?? step.capturedAt { text.append(" " + session.zone.civil(at).clock, style: .time) }
        if let party = step.party, detail.conversationKind == .group {
          text.append(" \(Wording.name(party))", style: .dim)
        }
        if let error = step.error { text.append(" (\(error))", style: .error) }
      }
      if detail.receipts.count > 60 { text.append("   and \(detail.receipts.count - 60) more", style: .dim) }
      paper.fact("Receipts", text, at: Self.column)
    }
    if !detail.reactions.isEmpty {
      for step in detail.reactions.prefix(60) {
        var text = SafeText(step.emoji ?? "reaction removed", style: step.stands ? .text : .dim)
        text.append("  \(Wording.name(step.party))")
        text.append("  \(full(step.at))", style: .time)
        if !step.stands, step.emoji != nil { text.append("  no longer stands", style: .dim) }
        paper.fact(step == detail.reactions[0] ? "Reactions" : "", text, at: Self.column)
      }
    }
    let attributes = item.attributes.sorted { $0.key < $1.key }
    if !attributes.isEmpty {
      let words = attributes.prefix(12).map { "\($0.key) \($0.value)" }.joined(separator: " · ")
      paper.fact("Also", words, style: .dim, at: Self.column)
    }
    if !detail.receipts.isEmpty || !detail.reactions.isEmpty || !attributes.isEmpty { paper.space() }
  }

  // MARK: - Other pages

  func raw() -> Paper {
    var paper = Paper(width: width)
    let shown = message.raw.utf8.count
    var head = SafeText("The delivery as it arrived, \(Numerals.bytes(Int64(message.rawLength)))", style: .dim)
    if shown < message.rawLength { head.append(" · the first \(Numerals.bytes(Int64(shown)))", style: .warning) }
    paper.add(head)
    paper.space()
    for line in message.raw.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.isEmpty { paper.space() } else { paper.add(String(line)) }
    }
    return paper
  }

  func scalars() -> Paper {
    var paper = Paper(width: width)
    let most = 2000
    for version in detail.versions {
      let text = version.content.text ?? ""
      let list = ScalarInfo.list(text)
      paper.add(
        "Version \(version.number) of \(detail.versions.count)   \(Numerals.count(text.count, "character")), "
          + "\(Numerals.count(list.count, "scalar")), \(Numerals.bytes(Int64(text.utf8.count)))", style: .strong)
      for info in list.prefix(most) {
        var line = SafeText(padded(Numerals.grouped(info.index), 6, left: true), style: .number)
        line.append("  " + padded(info.code, 9), style: .accent)
        line.append(padded(info.bytes, 13), style: .dim)
        line.append(padded(info.visible, 9))
        line.append(info.name, style: .dim)
        paper.add(line)
      }
      if list.count > most { paper.add("and \(Numerals.grouped(list.count - most)) more", style: .warning) }
      paper.space()
    }
    return paper
  }

  private func padded(_ text: String, _ cells: Int, left: Bool = false) -> String {
    let blanks = String(repeating: " ", count: max(left ? 0 : 1, cells - TextSafety.width(of: text)))
    return left ? blanks + text : text + blanks
  }

  func explanation(_ isLoading: Bool) -> Paper {
    var paper = Paper(width: width)
    paper.add("Why this message is still kept", style: .strong)
    paper.space()
    if message.explanation.isEmpty {
      paper.add(isLoading ? "asking the archive…" : "Nothing more is known.", style: .dim)
    }
    for line in message.explanation { paper.add(line) }
    return paper
  }
}
