extension EventRecord {
  func encode(into json: inout CanonicalJSON) {
    json.object { json in
      json.member("captured_at", capturedAt)
      json.member("delivery", delivery.text)
      json.name("event")
      event.encode(into: &json)
      json.member("kind", "event")
      json.member("part", part)
      json.member("reader", reader)
      json.member("sequence", sequence)
      json.member("v", Record.version)
    }
  }

  init(_ fields: RecordFields) throws(RecordError) {
    guard let event = try fields.fields("event") else {
      throw RecordError(.missingField, "‘record.event’ is not there")
    }
    self.init(
      delivery: try fields.identifier("delivery"), part: try fields.string("part"),
      sequence: try fields.integer("sequence"), capturedAt: try fields.instant("captured_at"),
      reader: try fields.string("reader"), event: try MessageEvent(event))
  }
}
