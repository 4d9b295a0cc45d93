import Records

/// Makes an event of each entry of an export.
struct ChatEventBuilder {
  let bytes: [UInt8]
  let isBracketed: Bool
  let isStrict: Bool
  let cast: ChatCast
  let conversation: ConversationReference
  let account: String
  let zone: ZoneClock
  let statedOrder: DateLayout?
  private var identifiers: Identifiers
  private var lineNames: ChatLineNames
  /// What the lines are called in an export whose dates were ambiguous.
  private var openNames: ChatLineNames
  /// Asked where this chat is archived from such an export.
  private let known: (any KnownChatExports)?
  private var parties: [String: Party] = [:]
  private var previous: Instant?

  init(
    transcript: ChatTranscript, cast: ChatCast, conversation: ConversationReference, account: String, zone: ZoneClock,
    vault: VaultID, known: (any KnownChatExports)?
  ) {
    bytes = transcript.bytes
    isBracketed = transcript.isBracketed
    isStrict = transcript.isBracketed && transcript.isMarked
    self.cast = cast
    self.conversation = conversation
    self.account = account
    self.zone = zone
    statedOrder = transcript.statedOrder
    self.known = known
    identifiers = Identifiers(vault: vault)
    lineNames = ChatLineNames(conversationKey: conversation.key)
    openNames = lineNames
  }

  /// The event of one entry.
  mutating func event(_ entry: ChatEntry, _ line: ChatLine, label: String?) throws -> MessageEvent {
    var event = MessageEvent(.message, provider: .chatExport, account: account, conversation: conversation)
    event.precision = entry.stamp.hasSeconds ? .second : .minute
    event.attributes = ["line": String(entry.line), "zone": zone.name, "header": header(entry)]
    setTime(entry, &event)
    if let label { setSender(label, line, &event) }
    setContent(line, &event)
    try setName(entry, line, &event)
    if entry.quotesHeader {
      event.notes.append("A line of this text looks like the header of an export; it was taken for quoted text.")
    }
    return event
  }

  private func header(_ entry: ChatEntry) -> String {
    String(decoding: bytes[entry.range.lowerBound..<entry.rest], as: UTF8.self).trimmingSpaces
  }

  // MARK: Time

  private mutating func setTime(_ entry: ChatEntry, _ event: inout MessageEvent) {
    if let readings = entry.readings {
      event.attributes["reading_dmy"] = "\(readings.dayFirst.date)T\(readings.dayFirst.clock)"
      event.attributes["reading_mdy"] = "\(readings.monthFirst.date)T\(readings.monthFirst.clock)"
    }
    if entry.isOpen, let statedOrder { event.attributes["date_order_stated"] = statedOrder.rawValue }
    guard let time = entry.time else {
      event.notes.append(
        entry.readings == nil
          ? "The written date does not exist: the message has no date."
          : "The order of day and month is not settled: the message has no date until somebody states it.")
      return
    }
    switch zone.read(time) {
    case .exact(let instant): event.sentAt = instant
    case .ambiguous(let first, let second):
      // The file is in order: what was before tells which of the two hours it is.
      let isSecond = previous.map { $0 > first && $0 <= second } ?? false
      event.sentAt = isSecond ? second : first
      event.attributes["fold"] = isSecond ? "second" : "first"
      event.attributes["fold_other"] = (isSecond ? first : second).rfc3339
      event.notes.append(
        "Ambiguous hour: the clocks of \(zone.name) showed this time twice; read as the "
          + (isSecond ? "second, as the line before is later than the first." : "first, which no other line proves."))
    case .nonexistent(let instant):
      event.sentAt = instant
      event.notes.append("The clocks of \(zone.name) never showed this time: they were put forward over it.")
    }
    if let sentAt = event.sentAt {
      if let previous, sentAt.milliseconds < previous.milliseconds - 86_400_000 {
        event.attributes["steps_back"] = "true"
      }
      previous = sentAt
    }
  }

  // MARK: Sender

  private mutating func setSender(_ label: String, _ line: ChatLine, _ event: inout MessageEvent) {
    event.attributes["label"] = label
    // A group's name before a notice is nobody.
    if cast.noticeLabels.contains(label), ChatLabel.phone(label) == nil { return }
    switch line.meaning {
    // The label before a notice is the group, the contact, the actor or whom it is about: nobody's words.
    case .system, .group: return
    default: break
    }
    event.sender = party(label)
    if let owner = cast.owner {
      event.direction = label == owner ? .outbound : .inbound
      if let evidence = cast.ownerEvidence { event.attributes["direction_from"] = evidence }
    }
    if event.direction == .outbound, conversation.kind == .direct, let other = conversation.counterpart {
      event.recipients = [other]
    }
  }

  private mutating func party(_ label: String) -> Party {
    if let known = parties[label] { return known }
    let party = ChatLabel.party(label)
    if parties.count < 10_000 { parties[label] = party }
    return party
  }

  // MARK: Names

  private mutating func setName(_ entry: ChatEntry, _ line: ChatLine, _ event: inout MessageEvent) throws {
    let words = ChatLineNames.words(of: line, in: bytes)
    var name = lineNames.name(time: ChatLineNames.time(entry), words: words)
    if let known {
      let open = openNames.name(time: ChatLineNames.openTime(entry), words: words)
      // Archived when nobody could tell the order: this is the same message, now with its date.
      if try known.contains(message: messageID(open)) { name = open }
    }
    event.providerMessageID = name
    event.messageID = event.kind == .message ? messageID(name) : nil
  }

  private func messageID(_ name: String) -> MessageID {
    identifiers.message(provider: .chatExport, account: account, providerID: name, fromMe: false)
  }

  // MARK: Content

  private mutating func setContent(_ line: ChatLine, _ event: inout MessageEvent) {
    let text = ChatText.read(bytes[line.text], notes: &event.notes)
    switch line.meaning {
    case .text: event.content = Content(.text, text: text)
    case .edited:
      event.content = Content(.text, text: text)
      event.attributes["edited"] = "true"
      event.notes.append("Edited before the export: earlier versions are not in the export.")
    case .media(let fileName, let kind): setMedia(fileName, kind, text, &event)
    case .deleted(let byOwner):
      event.content = Content(Content.Kind(rawValue: "deleted"), fields: ["notice": text])
      event.attributes["deleted_by"] = byOwner ? "owner" : "sender"
      event.gap = Gap(
        reason: "deleted-before-export", detail: "Deleted before the export: what it said is not in the export.")
    case .viewOnce:
      event.content = Content(
        Content.Kind(rawValue: "view-once"),
        media: MediaReference(.missing, reason: "view once: never part of an export"), fields: ["notice": text])
      event.gap = Gap(reason: "media-missing", detail: "A view-once message: its content is never part of an export.")
    case .empty:
      event.content = Content(.unsupported)
      event.gap = Gap(reason: "empty", detail: "The export has a line of this person without any content.")
    case .waiting:
      event.content = Content(.unsupported, fields: ["notice": text])
      event.gap = Gap(reason: "undecryptable", detail: "The exporting phone had not been able to decrypt the message.")
    case .location, .liveLocation: setLocation(line, text, &event)
    case .poll: event.content = Content(.poll, text: text)
    case .call(let kind):
      event.kind = .call
      event.content = Content(.text, text: text)
      event.attributes["call"] = kind
    case .group(let action):
      event.kind = .group
      event.group = GroupChange(action: action)
      if action == "create" || action == "subject" { event.group?.value = ChatSubject.quoted(text) }
      event.content = Content(.text, text: text)
    case .system(let name):
      event.kind = .system
      event.content = Content(.text, text: text)
      event.attributes["notice"] = name
    case .unknownAppText:
      event.content = Content(.text, text: text)
      if let label = event.attributes["label"], label == cast.title || cast.noticeLabels.contains(label) {
        event.kind = .system
        event.attributes["notice"] = "unclassified"
      } else {
        event.notes.append("Begins with the mark that WhatsApp puts before its own words, which are not known here.")
      }
    }
    noteIfTyped(line, &event)
  }

  /// Off iOS nothing tells the app's words from the same words typed by a person.
  private func noteIfTyped(_ line: ChatLine, _ event: inout MessageEvent) {
    guard !line.isMarked, line.label != nil else { return }
    if line.imitatesApp {
      event.attributes["imitates_app"] = "true"
      event.notes.append(
        "Words that WhatsApp writes, without the mark that this export has before WhatsApp's own: a person typed them.")
    }
    switch line.meaning {
    case .media(nil, _), .deleted, .viewOnce, .call, .liveLocation, .waiting, .system, .group:
      event.attributes["unmarked"] = "true"
      event.notes.append("This export does not mark the app's own words: a person may have typed them.")
    default: break
    }
  }

  private func setMedia(_ fileName: String?, _ kind: String?, _ text: String, _ event: inout MessageEvent) {
    var caption: String? = text.isEmpty ? nil : text
    var content: Content
    if let fileName {
      content = Content(MediaNames.kind(fileName))
      content.media = MediaReference(
        .missing, mimeType: MediaNames.mimeType(fileName), fileName: fileName, reason: "named, but not in the export")
      if MediaNames.isAnimation(fileName) { content.fields["animation"] = "true" }
    } else {
      content = Content(Content.Kind(rawValue: kind ?? "media"))
      if kind == "gif" {
        content.kind = .video
        content.fields["animation"] = "true"
      }
      content.media = MediaReference(.missing, reason: "omitted from export")
    }
    if content.kind == .document || kind == "document" || kind == nil, let title = documentTitle(text, &content) {
      if content.media?.fileName == nil { content.media?.fileName = title }
      if fileName != nil { content.fields["title"] = title }
      caption = title
    }
    content.text = caption
    event.content = content
  }

  /// `Resume.pdf • ‎2 pages`: the document's own name, which iOS writes before its part.
  private func documentTitle(_ text: String, _ content: inout Content) -> String? {
    guard isBracketed, !text.isEmpty, !text.contains("\n") else { return nil }
    let plain = String(decoding: ChatMarks.stripped(ArraySlice(text.utf8)), as: UTF8.self)
    guard let dot = plain.range(ofText: " • ") else {
      return (1...8).contains(MediaNames.ending(plain).utf8.count) ? plain.trimmingSpaces : nil
    }
    content.fields["pages"] = String(plain[dot.upperBound...]).trimmingSpaces
    return String(plain[..<dot.lowerBound]).trimmingSpaces
  }

  private func setLocation(_ line: ChatLine, _ text: String, _ event: inout MessageEvent) {
    var content = Content(.location, text: text)
    if let place = ChatLocation.coordinates(bytes[line.text]) {
      content.fields["latitude"] = place.latitude
      content.fields["longitude"] = place.longitude
    }
    if line.meaning == .liveLocation { content.fields["live"] = "true" }
    event.content = content
  }
}

extension String {
  /// The first place of a text, without Foundation.
  func range(ofText needle: String) -> Range<Index>? {
    guard let first = needle.first else { return nil }
    var from = startIndex
    while let start = self[from...].firstIndex(of: first) {
      if self[start...].hasPrefix(needle) { return start..<index(start, offsetBy: needle.count) }
      from = index(after: start)
    }
    return nil
  }
}
