import Sealing

/// Meta's question whether this address is really ours: `hub.mode`, `hub.verify_token`, `hub.challenge`.
struct Challenge {
  /// The longest challenge that is repeated; Meta's are ten digits.
  static let limit = 256

  let token: SecretBytes

  /// Repeats the challenge when the token is right.
  func answer(query: String?) -> GatewayResponse {
    guard let items = QueryItems(query ?? ""), items.only("hub.mode") == "subscribe",
      let challenge = items.only("hub.challenge"), let given = items.only("hub.verify_token")
    else { return .text(400, "not a webhook challenge\n") }
    let expected = token.withUnsafeBytes(SHA256.hash)
    guard ConstantTime.equal(SHA256.hash(Array(given.utf8)), expected) else {
      return .text(403, "wrong verify token\n")
    }
    // It is repeated to whoever knows the token, and still never in a form that a browser could take for a page.
    let isPlain = challenge.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || byte == 0x2D || byte == 0x5F || byte == 0x2E
    }
    guard !challenge.isEmpty, challenge.utf8.count <= Challenge.limit, isPlain else {
      return .text(400, "not a webhook challenge\n")
    }
    return .text(200, challenge)
  }
}

/// The items of a query, percent signs undone.
struct QueryItems {
  private var items: [(name: String, value: String)] = []

  /// Reads a query; nil when it is broken or overlong.
  init?(_ query: String) {
    guard query.utf8.count <= 4096 else { return nil }
    for item in query.split(separator: "&") {
      let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = QueryItems.decoded(parts[0]),
        let value = parts.count == 2 ? QueryItems.decoded(parts[1]) : ""
      else { return nil }
      items.append((name, value))
    }
  }

  /// The value of an item that is there exactly once.
  func only(_ name: String) -> String? {
    let values = items.filter { $0.name == name }
    return values.count == 1 ? values[0].value : nil
  }

  private static func decoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      switch byte {
      case 0x2B: bytes.append(0x20)
      case 0x25:
        guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else { return nil }
        bytes.append(high << 4 | low)
      default: bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }
}
