/// What an event says about whether its account is captured.
public enum SessionWord: Sendable, Hashable {
  /// Nothing comes from now on.
  case lost
  /// It comes again.
  case returned
  /// A state of a session that decides nothing, such as connecting.
  case undecided

  private static let up: Set<String> = [
    "connected", "open", "working", "active", "authenticated", "ready", "online", "scan_complete",
  ]
  private static let between: Set<String> = ["connecting", "starting", "unknown", "scan_qr_code", "opening"]
  /// Meta's account events after which webhooks come again.
  private static let returns: Set<String> = [
    "PARTNER_ADDED", "PARTNER_APP_INSTALLED", "ACCOUNT_RECONNECTED", "ACCOUNT_RESTORED", "ACCOUNT_ENABLED",
    "ENABLED_UPDATE",
  ]

  /// Reads an event; nil where it is about something else.
  public init?(_ event: MessageEvent) {
    if let status = event.attributes["session_status"] {
      if SessionWord.up.contains(status) {
        self = .returned
      } else {
        self = event.saysSessionDown && !SessionWord.between.contains(status) ? .lost : .undecided
      }
    } else if event.saysSessionDown {
      self = .lost
    } else if event.attributes["field"] == "account_update", let word = event.attributes["event"],
      SessionWord.returns.contains(word)
    {
      self = .returned
    } else {
      return nil
    }
  }
}

extension MessageEvent {
  /// Whether a reader says that nothing comes any more.
  public var saysSessionDown: Bool { gap?.reason == "session-down" && conversation == nil && messageID == nil }
}
