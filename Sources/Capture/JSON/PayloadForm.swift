import Records

/// Tells the forms in which payloads are found in files.
enum PayloadForm {
  static let unknownProvider = Provider(rawValue: "unknown")

  /// The payload in what other programs put around it: a recorded request, a bare change, a bare value.
  static func unwrapped(_ value: JSONValue) -> JSONValue {
    guard value.object != nil, value["entry"] == nil, value["event"] == nil else { return value }
    if let body = value["body"], value["headers"] != nil || value["method"] != nil {
      if body.object != nil || body.array != nil { return body }
      if let text = body.string, let inner = try? JSONReader.parse(Array(text.utf8)), inner.object != nil {
        return inner
      }
    }
    if value["field"]?.string != nil, value["value"]?.object != nil { return wrapped(value) }
    if value["messaging_product"]?.string == "whatsapp" || value["metadata"]?["phone_number_id"] != nil {
      let change = JSONObject([
        .init(name: "field", value: value["field"] ?? .string("messages")), .init(name: "value", value: value),
      ])
      return wrapped(.object(change))
    }
    return value
  }

  private static func wrapped(_ change: JSONValue) -> JSONValue {
    let entry = JSONObject([.init(name: "changes", value: .array([change]))])
    return .object(JSONObject([.init(name: "entry", value: .array([.object(entry)]))]))
  }

  /// The provider of a payload that is not Meta's.
  ///
  /// What the payload shows counts; what the endpoint `expecting` says decides only between forms that look the same.
  static func provider(of value: JSONValue, expecting: Provider? = nil) -> Provider {
    if GowaReader.recognises(value) { return .gowaGateway }
    if value["event"]?.string != nil, value["payload"] != nil, value["data"] == nil {
      return expecting == .gowaGateway ? .gowaGateway : .wahaGateway
    }
    if EvolutionForm.recognises(value) { return .evolutionGateway }
    guard WasenderReader.recognises(value) else { return unknownProvider }
    return expecting == .evolutionGateway ? .evolutionGateway : .wasender
  }
}
