import Records
import Sealing

/// One export as read: its entries, its people, its conversation.
struct ChatExport: Sendable {
  let transcript: ChatTranscript
  let lines: [ChatLine]
  let labels: [String?]
  let cast: ChatCast
  let zone: ZoneClock
  let account: String
  private(set) var key: String
  /// What is archived, where this chat was archived from an export whose dates were ambiguous.
  private var openKnown: (any KnownChatExports)?
  private let context: ReadingContext

  /// Reads the text of an export; `names` are the file's own and that of a zip around it.
  init(bytes: [UInt8], path: String, names: [String], context: ReadingContext) throws {
    let latest = CivilTime(Instant(milliseconds: context.capturedAt.milliseconds + 172_800_000)).date
    let splitter = ChatSplitter(bytes, latest: latest, stated: context.dateOrder?.layout)
    let transcript = splitter.split()
    guard !transcript.entries.isEmpty else {
      throw CaptureError(
        .unknownFormat, "No line of this text begins with a date, a time and a person, as a chat export's do",
        path: path,
        remedy: "Import WhatsApp's “Export chat” as it is, without editing it.")
    }
    guard let zoneName = context.timeZone else {
      throw CaptureError(
        .noTimeZone, "The times of a chat export carry no time zone", path: path, place: "line 1",
        remedy: "State the exporting phone's zone with --time-zone, such as --time-zone Europe/Berlin.")
    }
    guard let zone = ZoneClock(name: zoneName, until: context.capturedAt) else {
      throw CaptureError(
        .noTimeZone, "There is no time zone called “\(zoneName)”", path: path,
        remedy: "Use a name of the IANA database with --time-zone, such as Europe/Berlin.")
    }
    let title = names.lazy.compactMap(ChatTitle.title(ofFile:)).first
    let reader = ChatLineReader(transcript, title: title)
    var lines = transcript.entries.map(reader.read)
    let labels = lines.map { line in line.label.map { ChatLabel.text(bytes[$0]) } }
    ChatExport.recogniseOpening(&lines, labels, bytes)
    var cast = ChatCast(lines: lines, labels: labels, title: title, account: context.account)
    if cast.title == nil, cast.kind == .group { cast.title = ChatExport.subject(lines, bytes) }
    self.lines = lines
    self.labels = labels
    self.cast = cast
    self.transcript = transcript
    self.zone = zone
    self.context = context
    account = context.account ?? ChatExport.fallbackAccount
    key = ChatExport.key(title: title, transcript, lines)
  }

  /// Android puts a group's name before the encryption notice that opens the chat, and nowhere else.
  private static func recogniseOpening(_ lines: inout [ChatLine], _ labels: [String?], _ bytes: [UInt8]) {
    guard let first = lines.first, first.meaning == .text, let label = labels[0],
      AppPhrases.notice(bytes[first.text]) == .system("encryption"), !labels.dropFirst().contains(label)
    else { return }
    lines[0].meaning = .system("encryption")
  }

  /// The name that the group last got, as its notices tell.
  private static func subject(_ lines: [ChatLine], _ bytes: [UInt8]) -> String? {
    for line in lines.reversed() {
      guard line.label == nil || line.isMarked,
        line.meaning == .group("subject") || line.meaning == .group("create")
      else { continue }
      if let name = ChatSubject.quoted(String(decoding: bytes[line.text], as: UTF8.self)) { return name }
    }
    return nil
  }

  /// The account of exports for which none was stated.
  static let fallbackAccount = "unknown"

  /// `export:` and the title; without one, what the export begins with, which stays when it is exported again.
  private static func key(title: String?, _ transcript: ChatTranscript, _ lines: [ChatLine]) -> String {
    if let title { return "export:" + title }
    guard let entry = transcript.entries.first, let line = lines.first else { return "export:" }
    let start = Derivation.identifier(
      label: .conversationIdentifier,
      parts: [
        Array("chat-export-start/1".utf8), Array(entry.stamp.written.utf8),
        ChatLineNames.words(of: line, in: transcript.bytes),
      ])
    return "export:start:" + start
  }

  /// The conversation as events refer to it.
  var conversation: ConversationReference {
    ConversationReference(
      id: Identifiers(vault: context.vault).conversation(provider: .chatExport, account: account, key: key),
      kind: cast.kind, key: key, title: cast.title, counterpart: cast.counterpart.map(ChatLabel.party))
  }

  /// A builder of the events, to be used from the first entry on.
  func builder() -> ChatEventBuilder {
    ChatEventBuilder(
      transcript: transcript, cast: cast, conversation: conversation, account: account, zone: zone,
      vault: context.vault, known: openKnown)
  }

  // MARK: Alignment

  /// Takes the archived conversation's key when enough of these lines are archived under it.
  mutating func align(with known: any KnownChatExports) throws -> String? {
    let sample = alignmentSample()
    guard sample.count >= 3 else { return nil }
    var best: (key: String, hits: Int, areOpen: Bool)?
    for candidate in try known.conversationKeys(account: account) where candidate.hasPrefix("export:") {
      for areOpen in [false, true] {
        let hits = try sample.reduce(0) { count, line in
          let name = sampleName(line, key: candidate, isOpen: areOpen)
          return try known.contains(message: name) ? count + 1 : count
        }
        if hits > (best?.hits ?? 2) || (hits == best?.hits && candidate == key && best?.key != key) {
          best = (candidate, hits, areOpen)
        }
      }
    }
    guard let best else { return nil }
    key = best.key
    if best.areOpen { openKnown = known }
    return key
  }

  /// What a line would be archived as under a conversation's key.
  private func sampleName(_ index: Int, key: String, isOpen: Bool) -> MessageID {
    var names = ChatLineNames(conversationKey: key)
    let entry = transcript.entries[index]
    let name = names.name(
      time: isOpen ? ChatLineNames.openTime(entry) : ChatLineNames.time(entry),
      words: ChatLineNames.words(of: lines[index], in: transcript.bytes))
    return Identifiers(vault: context.vault).message(
      provider: .chatExport, account: account, providerID: name, fromMe: false)
  }

  /// Texts long enough to be nobody else's, from the beginning, the end and in between.
  private func alignmentSample() -> [Int] {
    let distinct = lines.indices.filter { index in
      switch lines[index].meaning {
      case .text, .edited: return lines[index].text.count >= 12 && lines[index].label != nil
      default: return false
      }
    }
    guard distinct.count > 192 else { return distinct }
    let step = Double(distinct.count) / 128
    let spread = (0..<128).map { distinct[Int(Double($0) * step)] }
    return Array(Set(spread + distinct.prefix(32) + distinct.suffix(32))).sorted()
  }
}

extension DateOrder {
  /// The layout that this order means for a date with the year last, or first.
  var layout: DateLayout {
    switch self {
    case .dayMonthYear: return .dmy
    case .monthDayYear: return .mdy
    case .yearMonthDay: return .ymd
    }
  }
}
