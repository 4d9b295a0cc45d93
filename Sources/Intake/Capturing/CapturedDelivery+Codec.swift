import Records

extension CapturedDelivery {
  private static let version: UInt8 = 1

  /// The spool's bytes (docs/format.md §13): version 1, an instant, then length-prefixed fields in a fixed order.
  public func encoded() -> [UInt8] {
    var bytes: [UInt8] = [CapturedDelivery.version]
    bytes.reserveCapacity(body.count + 256 + headers.count * 48)
    func number(_ value: UInt64, _ count: Int) {
      for shift in stride(from: (count - 1) * 8, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(shift)))
      }
    }
    func field(_ text: String) {
      number(UInt64(text.utf8.count), 4)
      bytes.append(contentsOf: text.utf8)
    }
    number(UInt64(bitPattern: capturedAt.milliseconds), 8)
    field(route.rawValue)
    field(endpoint)
    field(provider.rawValue)
    bytes.append(account == nil ? 0 : 1)
    field(account ?? "")
    field(authenticity.method.rawValue)
    field(authenticity.outcome.rawValue)
    number(UInt64(headers.count), 4)
    for header in headers {
      field(header.name)
      field(header.value)
    }
    number(UInt64(body.count), 4)
    bytes.append(contentsOf: body)
    return bytes
  }

  /// Reads the spool's bytes; throws ``IntakeError`` `damaged` for anything else.
  public init(decoding bytes: [UInt8]) throws {
    var offset = 0
    func fail(_ what: String) -> IntakeError {
      IntakeError(
        .damaged, "a spooled delivery cannot be read: \(what) at byte \(offset)",
        remedy: "it goes to the dead letters; a newer version may read it")
    }
    func take(_ count: Int) throws -> ArraySlice<UInt8> {
      guard count >= 0, count <= bytes.count - offset else { throw fail("it ends early") }
      defer { offset += count }
      return bytes[offset..<offset + count]
    }
    func number(_ count: Int) throws -> UInt64 { try take(count).reduce(0) { $0 << 8 | UInt64($1) } }
    func length() throws -> Int { Int(try number(4)) }
    func field() throws -> String {
      guard let text = String(validating: try take(try length()), as: UTF8.self) else { throw fail("no UTF-8") }
      return text
    }
    guard try number(1) == UInt64(CapturedDelivery.version) else { throw fail("an unknown version") }
    capturedAt = Instant(milliseconds: Int64(bitPattern: try number(8)))
    route = Route(rawValue: try field())
    endpoint = try field()
    provider = Provider(rawValue: try field())
    let hasAccount = try number(1) == 1
    let name = try field()
    account = hasAccount ? name : nil
    let method = Authenticity.Method(rawValue: try field())
    guard let outcome = Authenticity.Outcome(rawValue: try field()) else { throw fail("an unknown outcome") }
    authenticity = Authenticity(method, outcome)
    let count = try length()
    guard count <= bytes.count / 8 else { throw fail("too many headers") }
    headers = []
    headers.reserveCapacity(count)
    for _ in 0..<count { headers.append(Delivery.Header(try field(), try field())) }
    body = Array(try take(try length()))
    guard offset == bytes.count else { throw fail("something follows") }
  }
}
