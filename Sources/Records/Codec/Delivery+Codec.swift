extension Delivery {
  /// Writes the record; a body that is UTF-8 is kept as text, so that it compresses and reads well.
  func encode(into json: inout CanonicalJSON) {
    let text = String(validating: body, as: UTF8.self)
    json.object { json in
      json.member("account", account)
      json.name("auth")
      json.object { json in
        json.member("method", authenticity.method.rawValue)
        json.member("outcome", authenticity.outcome.rawValue)
      }
      if let text { json.member("body", text) } else { json.member("body_base64", Base64.encode(body)) }
      json.member("captured_at", capturedAt)
      if !headers.isEmpty {
        json.name("headers")
        json.array { json in
          for header in headers {
            json.array { json in
              json.string(header.name)
              json.string(header.value)
            }
          }
        }
      }
      json.member("id", id.text)
      json.member("kind", "delivery")
      if let originalDigest { json.member("original_sha256", originalDigest) }
      json.member("provider", provider.rawValue)
      if !redactions.isEmpty {
        json.name("redactions")
        json.array { json in
          for redaction in redactions {
            json.object { json in
              json.member("length", redaction.length)
              json.member("offset", redaction.offset)
              json.member("what", redaction.what)
            }
          }
        }
      }
      if let source {
        json.name("source")
        json.object { json in
          json.member("file_sha256", source.fileDigest)
          json.member("line", source.line)
          json.member("name", source.name)
          json.member("offset", source.offset)
        }
      }
      json.member("v", Record.version)
    }
  }

  init(_ fields: RecordFields) throws(RecordError) {
    guard let auth = try fields.fields("auth") else { throw RecordError(.missingField, "‘record.auth’ is not there") }
    let body: [UInt8]
    if let text = fields.optionalString("body") {
      body = Array(text.utf8)
    } else if let bytes = Base64.decode(try fields.string("body_base64")) {
      body = bytes
    } else {
      throw RecordError(.malformed, "‘record.body_base64’ is not base64")
    }
    var headers: [Header] = []
    for pair in fields.array("headers") {
      guard let name = pair[0]?.string, let value = pair[1]?.string else {
        throw RecordError(.malformed, "a header of the delivery is not a pair of strings")
      }
      headers.append(Header(name, value))
    }
    var redactions: [Redaction] = []
    for element in fields.array("redactions") {
      let redaction = try RecordFields(element, in: "redactions")
      redactions.append(
        Redaction(
          offset: try redaction.integer("offset"), length: try redaction.integer("length"),
          what: try redaction.string("what")))
    }
    var source: DeliverySource?
    if let place = try fields.fields("source") {
      source = DeliverySource(
        name: try place.string("name"), fileDigest: try place.string("file_sha256"),
        offset: try place.integer("offset"), line: try place.integer("line"))
    }
    self.init(
      id: try fields.identifier("id"), provider: Provider(rawValue: try fields.string("provider")),
      account: try fields.string("account"), capturedAt: try fields.instant("captured_at"),
      authenticity: Authenticity(
        Authenticity.Method(rawValue: try auth.string("method")), try auth.choice("outcome")),
      headers: headers, source: source, body: body, originalDigest: fields.optionalString("original_sha256"),
      redactions: redactions)
  }
}
