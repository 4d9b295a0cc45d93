import Records

/// A delivery read and encoded, ready to be appended: events first, the delivery last.
struct Filing: Sendable {
  struct Item: Sendable {
    var bytes: [UInt8]
    var period: Period
    var date: Instant
    var isDelivery = false
  }

  /// Nil for what is no delivery of its own: a reading made anew.
  var delivery: DeliveryID?
  var scope: CoverageScope
  var endpoint: String
  var route: CapturedDelivery.Route
  var capturedAt: Instant
  /// The events as they are filed.
  var events: [EventRecord] = []
  /// What they say about coverage.
  var signals: [CoverageSignal] = []
  var items: [Item] = []
  var exceptions = 0

  var isOwnWord: Bool { route == .coverage || route == .reading }
  var messages: Int { events.count { $0.event.kind == .message } }
  var gaps: Int { events.count { $0.event.gap != nil && $0.event.kind != .exception } }
  var length: Int { items.reduce(0) { $0 + $1.bytes.count } }
}

extension CapturedDelivery.Route {
  /// An event that was read anew, as when its file was fetched: the body is the record.
  static let reading = CapturedDelivery.Route(rawValue: "reading")
}
