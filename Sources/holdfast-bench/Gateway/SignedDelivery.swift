import Sealing

/// A webhook request as Meta posts it, signed with the app's secret.
struct SignedDelivery: Sendable {
  static let secret = "measured, not guarded"
  private static let key = HMACSHA256(key: Array(secret.utf8))

  var path: String
  var body: [UInt8]

  /// The bytes of the whole request.
  var request: [UInt8] {
    let head =
      "POST \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: facebookexternalua\r\nContent-Type: application/json\r\n"
      + "X-Hub-Signature-256: sha256=\(SignedDelivery.key.authenticate(body).hex)\r\n"
      + "Content-Length: \(body.count)\r\n\r\n"
    return Array(head.utf8) + body
  }
}
