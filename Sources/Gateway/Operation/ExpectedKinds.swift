import Records

/// The kinds of event that a complete archive needs from each provider, in the names that ``KindScanner`` gives them.
enum ExpectedKinds {
  /// What should arrive sooner or later; a kind that never does is most often a subscription that was forgotten.
  static func of(_ provider: Provider) -> [String] {
    switch provider {
    case .meta: meta
    case .wasender: wasender
    case .waha: waha
    case .evolution: evolution
    case .gowa: gowa
    default: []
    }
  }

  private static let meta = [
    "messages", "statuses", "smb_message_echoes", "history", "smb_app_state_sync", "group_lifecycle_update",
    "group_participants_update", "group_settings_update", "calls", "standby", "messaging_handovers", "user_preferences",
    "account_update", "message_template_status_update",
  ]

  private static let wasender = [
    "messages.received", "messages-personal.received", "messages-group.received", "messages.upsert", "message.sent",
    "messages.update", "message-receipt.update", "messages.delete", "messages.reaction", "groups.upsert",
    "groups.update", "group-participants.update", "contacts.upsert", "contacts.update", "chats.upsert", "chats.update",
    "chats.delete", "call", "poll.results", "session.status",
  ]

  private static let waha = [
    "message.any", "message.ack", "message.reaction", "message.edited", "message.revoked", "message.waiting",
    "group.v2.join", "group.v2.leave", "group.v2.update", "group.v2.participants", "call.received", "poll.vote",
    "session.status",
  ]

  private static let gowa = [
    "message", "message.ack", "message.reaction", "message.edited", "message.revoked", "group.participants",
  ]

  private static let evolution = [
    "messages.upsert", "messages.update", "messages.edited", "messages.delete", "send.message", "contacts.upsert",
    "chats.upsert", "chats.delete", "groups.upsert", "group-participants.update", "connection.update", "call",
  ]

  /// Other names under which a kind arrives.
  private static let aliases: [String: [String]] = [
    "messages.received": ["messages.upsert", "messages-personal.received"],
    "messages-personal.received": ["messages.received", "messages.upsert"],
    "messages-group.received": ["messages.received", "messages.upsert"],
    "messages.upsert": ["messages.received", "messages_upsert"],
    "call": ["call.received"], "message.any": ["message"],
  ]

  /// The expected kinds that never arrived.
  static func missing(_ provider: Provider, seen: some Sequence<String>) -> [String] {
    let seen = Set(seen)
    let folded = Set(seen.map { $0.replacing("_", with: ".") })
    return of(provider).filter { kind in
      !seen.contains(kind) && !(provider == .evolution && folded.contains(kind.replacing("-", with: ".")))
        && !(aliases[kind] ?? []).contains { seen.contains($0) }
    }
  }
}
