import Records

/// What a provider's answer to a send says about the message.
enum ExchangeAnswer {
  /// The provider's id of the message.
  static func id(in answer: JSONValue) -> String? {
    let places = [
      answer["messages"]?[0]?["id"], answer["data"]?["key"]?["id"], answer["key"]?["id"], answer["id"],
      answer["data"]?["msgId"], answer["data"]?["id"],
    ]
    for place in places {
      if let text = place?.text, !text.isEmpty { return text }
    }
    return nil
  }

  /// The receiver as the provider knows it: a number without a plus.
  static func receiver(in answer: JSONValue) -> String? {
    let places = [answer["contacts"]?[0]?["wa_id"], answer["data"]?["jid"]]
    for place in places {
      guard let text = place?.text, !text.isEmpty else { continue }
      return text.split(separator: "@").first.map(String.init)
    }
    return nil
  }
}
