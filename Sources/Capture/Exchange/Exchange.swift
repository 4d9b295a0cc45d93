import Records
import Sealing

/// A send: what a bot asked the provider for, and what the provider answered (docs/format.md, “Exchanges”).
///
/// Text that is sent through an API never comes back in a webhook; this is the only trace of it.
public struct Exchange: Sendable, Hashable {
  /// The reading's format, in the body's `exchange` member.
  public static let version: Int64 = 1

  public var provider: Provider
  /// The business's side: Meta's phone number id, or the account's name.
  public var account: String
  /// What was called, without its host.
  public var path: String
  /// The gateway's clock when the request was passed on.
  public var requestedAt: Instant
  /// The gateway's clock when the answer was complete; nil where none came.
  public var answeredAt: Instant?
  /// The HTTP status of the answer; nil where none came: then nobody knows whether it was sent.
  public var status: Int?
  /// The request's bytes as the bot gave them.
  public var request: [UInt8]
  /// The answer's bytes as the provider gave them.
  public var response: [UInt8]

  /// Creates an exchange.
  public init(
    provider: Provider, account: String, path: String, requestedAt: Instant, answeredAt: Instant? = nil,
    status: Int? = nil, request: [UInt8], response: [UInt8] = []
  ) {
    self.provider = provider
    self.account = account
    self.path = path
    self.requestedAt = requestedAt
    self.answeredAt = answeredAt
    self.status = status
    self.request = request
    self.response = response
  }

  /// The body of the delivery that records it: canonical JSON, each side as text where it is UTF-8, else in base64.
  public func encoded() -> [UInt8] {
    var json = CanonicalJSON(capacity: request.count + response.count + 256)
    json.object { json in
      json.member("account", account)
      json.member("answered_at", answeredAt?.rfc3339)
      json.member("exchange", Exchange.version)
      json.member("path", path)
      json.member("provider", provider.rawValue)
      Exchange.write("request", request, &json)
      json.member("requested_at", requestedAt.rfc3339)
      Exchange.write("response", response, &json)
      json.member("status", status.map { Int64($0) })
    }
    return json.bytes
  }

  private static func write(_ name: String, _ bytes: [UInt8], _ json: inout CanonicalJSON) {
    if let text = String(validating: bytes, as: UTF8.self) {
      json.member(name, text)
    } else {
      json.member(name + "_base64", Base64.encode(bytes))
    }
  }

  /// Reads a delivery's body; nil when it is not an exchange.
  ///
  /// A bot that hands over what it sent itself may leave out what the gateway knows, and may give both sides as JSON
  /// objects instead of texts.
  public init?(_ value: JSONValue, provider: Provider? = nil, account: String? = nil, capturedAt: Instant? = nil) {
    guard value["exchange"]?.integer == Exchange.version,
      let provider = value["provider"]?.string.map({ Provider(rawValue: $0) }) ?? provider,
      let account = value["account"]?.string ?? account, let request = Exchange.bytes("request", of: value),
      let requestedAt = value["requested_at"]?.string.flatMap({ Instant(rfc3339: $0) }) ?? capturedAt
    else { return nil }
    self.init(
      provider: provider, account: account, path: value["path"]?.string ?? "", requestedAt: requestedAt,
      answeredAt: value["answered_at"]?.string.flatMap { Instant(rfc3339: $0) },
      status: value["status"]?.integer.flatMap { Int(exactly: $0) }, request: request,
      response: Exchange.bytes("response", of: value) ?? [])
  }

  private static func bytes(_ name: String, of value: JSONValue) -> [UInt8]? {
    if let side = value[name] {
      if let text = side.string { return Array(text.utf8) }
      return side.object == nil ? nil : CanonicalJSON.encode(side)
    }
    return value[name + "_base64"]?.string.flatMap { Base64.decode($0) }
  }
}
