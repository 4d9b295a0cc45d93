import Records

/// Collects the events of one delivery, numbering them.
struct EventSink {
  private(set) var events: [EventRecord] = []
  var exceptions: [ReadingException] = []
  let delivery: DeliveryID
  let capturedAt: Instant
  let reader: String
  private(set) var sequence: Int64

  init(delivery: DeliveryID, capturedAt: Instant, reader: String, sequence: Int64) {
    self.delivery = delivery
    self.capturedAt = capturedAt
    self.reader = reader
    self.sequence = sequence
  }

  /// Adds an event that was read at a place of the delivery.
  mutating func add(_ event: MessageEvent, at part: String) {
    events.append(
      EventRecord(
        delivery: delivery, part: part, sequence: sequence, capturedAt: capturedAt, reader: reader, event: event))
    sequence += 1
  }

  /// Says to every event that tells no time what the envelope says of it, without believing it.
  mutating func attribute(undated name: String, _ value: String) {
    for index in events.indices where events[index].event.sentAt == nil { events[index].event.attributes[name] = value }
  }

  /// Adds a note to every event.
  mutating func note(_ text: String) {
    for index in events.indices { events[index].event.notes.append(text) }
  }
}
