import Records

/// What to call a conversation in a bundle, from what was known at the checkpoint: the index only knows today's title.
struct TitleChooser {
  private var title: (at: Instant, id: MessageID, text: String)?
  private var counterpart: (at: Instant, id: MessageID, text: String)?
  private var key: String?

  /// Learns from a message's first reading.
  mutating func learn(from event: MessageEvent, of message: CaseMessage) {
    guard let conversation = event.conversation else { return }
    key = min(key ?? conversation.key, conversation.key)
    if let text = conversation.title, !text.isEmpty { Self.keep(&title, text, message) }
    if let party = conversation.counterpart, !party.isEmpty { Self.keep(&counterpart, party.displayName, message) }
  }

  private static func keep(
    _ best: inout (at: Instant, id: MessageID, text: String)?, _ text: String, _ message: CaseMessage
  ) {
    if let known = best, (known.at, known.id) > (message.at, message.id) { return }
    best = (message.at, message.id, text)
  }

  /// Whether the messages themselves named the conversation.
  var hasTitle: Bool { title != nil }

  /// The newest title, else a subject that a group was given, else the counterpart, else the key.
  func title(subject: String?, id: ConversationID) -> String {
    title?.text ?? subject ?? counterpart?.text ?? key ?? id.text
  }
}
