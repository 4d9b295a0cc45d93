import Records

/// What a delivery says about whether an account is captured; read from its events, pure.
enum CoverageSignal: Sendable, Hashable {
  /// Nothing comes from now on.
  case down(CoverageScope, at: Instant, detail: String)
  /// It says that it is back.
  case up(CoverageScope, at: Instant)
  /// Another application answers; what it sends is not told here.
  case standby(CoverageScope, at: Instant)
  /// A message came live, which shows that capture works.
  case live(CoverageScope, at: Instant)
  /// A message of ours is known.
  case message(CoverageScope, id: String)
  /// A message of ours was sent, of which only this receipt came so far.
  case receipt(CoverageScope, id: String, at: Instant)

  static func signals(in events: [EventRecord], isLive: Bool) -> [CoverageSignal] {
    var signals: [CoverageSignal] = []
    for record in events { add(record, isLive, &signals) }
    return signals
  }

  private static func add(_ record: EventRecord, _ isLive: Bool, _ signals: inout [CoverageSignal]) {
    let event = record.event
    let scope = CoverageScope(provider: event.provider, account: event.account, session: event.session)
    let at = time(of: record)
    if let word = SessionWord(event) {
      switch word {
      case .lost: signals.append(.down(scope, at: at, detail: event.gap?.detail ?? "capture may have ended"))
      case .returned: signals.append(.up(scope, at: at))
      case .undecided: break
      }
      return
    }
    switch event.kind {
    case .message:
      if event.direction != .inbound, let id = event.providerMessageID { signals.append(.message(scope, id: id)) }
      guard isLive else { return }
      switch event.attributes["route"] {
      case nil, "echo": signals.append(.live(scope, at: at))
      case "standby": signals.append(.standby(scope, at: at))
      default: break
      }
    case .receipt:
      if event.receipt?.status == "sent", let id = event.target { signals.append(.receipt(scope, id: id, at: at)) }
    default: break
    }
  }

  /// The provider's time where it can be believed, else ours.
  private static func time(of record: EventRecord) -> Instant {
    guard let sentAt = record.event.sentAt, RecordDate.isUsable(sentAt, capturedAt: record.capturedAt) else {
      return record.capturedAt
    }
    return sentAt
  }
}
