import Records

/// A request as it arrived, whole.
public struct GatewayRequest: Sendable {
  public var method: String
  /// The path as it was written, without the query.
  public var path: String
  /// The query as it was written, without the question mark; nil when there is none.
  public var query: String?
  /// The headers in the order they came.
  public var headers: [Delivery.Header]
  /// The bytes as they arrived.
  public var body: [UInt8]

  /// Creates a request.
  public init(method: String, path: String, query: String? = nil, headers: [Delivery.Header] = [], body: [UInt8] = []) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
  }

  /// The values of a header, whose name is compared without regard to case.
  public func values(of name: String) -> [String] { headers.values(of: name) }
}

extension [Delivery.Header] {
  /// The values of a header, whose name is compared without regard to case.
  func values(of name: String) -> [String] {
    var values: [String] = []
    for header in self where header.isNamed(name) { values.append(header.value) }
    return values
  }
}

extension Delivery.Header {
  /// Whether this is the header's name, without regard to ASCII case.
  func isNamed(_ other: String) -> Bool {
    let a = name.utf8
    let b = other.utf8
    guard a.count == b.count else { return false }
    return zip(a, b).allSatisfy { Delivery.Header.folded($0) == Delivery.Header.folded($1) }
  }

  private static func folded(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }
}
