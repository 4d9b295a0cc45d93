import Records

/// What every transcript of a bundle says besides its messages.
struct TranscriptContext: Sendable {
  var matter: String
  var matterTitle: String
  var vault: VaultID
  /// The zone of the times shown, as a name; `UTC` unless the vault says otherwise.
  var timeZone: String
  /// When the checkpoint was reached.
  var asOf: Instant
  /// Where a stored file lies, relative to the bag's `data/`; nil when it is not in the bundle.
  var mediaPath: @Sendable (MediaReference) -> String?

  /// `14 May 2024`.
  static func day(_ instant: Instant) -> String {
    let date = CivilTime(instant).date
    let months = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
      "December",
    ]
    return "\(date.day) \(months[max(0, min(11, date.month - 1))]) \(date.year)"
  }

  /// `09:14:02`, or without seconds where the source has none.
  static func clock(_ instant: Instant, _ precision: MessageEvent.Precision) -> String {
    let clock = CivilTime(instant).clock
    return precision == .minute ? String(clock.prefix(5)) : clock
  }

  /// `2024-05-14 09:14:02`.
  static func stamp(_ instant: Instant) -> String {
    let time = CivilTime(instant)
    return "\(time.date) \(time.clock)"
  }
}

/// The lines of a conversation in their order: messages and, between them, events.
enum TranscriptLine: Sendable {
  case message(CaseMessage)
  case event(CaseEvent)

  var at: Instant {
    switch self {
    case .message(let message): return message.at
    case .event(let event): return event.at
    }
  }

  static func lines(of conversation: CaseConversation) -> [TranscriptLine] {
    var lines: [TranscriptLine] = []
    var events = conversation.events[...]
    for message in conversation.messages {
      while let event = events.first, event.at <= message.at {
        lines.append(.event(event))
        events = events.dropFirst()
      }
      lines.append(.message(message))
    }
    return lines + events.map { .event($0) }
  }
}
