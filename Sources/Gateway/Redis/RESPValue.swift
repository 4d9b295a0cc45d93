import NIOCore

/// What a Redis server answers (RESP2).
enum RESPValue: Sendable, Equatable {
  case simple(String)
  case error(String)
  case integer(Int64)
  case bulk(ByteBuffer)
  case null
  case array([RESPValue])

  /// Text, of either kind.
  var text: String? {
    switch self {
    case .simple(let text): text
    case .bulk(let bytes): String(validating: bytes.readableBytesView, as: UTF8.self)
    default: nil
    }
  }

  var bytes: [UInt8]? {
    guard case .bulk(let bytes) = self else { return nil }
    return Array(bytes.readableBytesView)
  }

  /// A number, or text that is one.
  var number: Int64? {
    if case .integer(let number) = self { return number }
    return text.flatMap { Int64($0) }
  }

  var array: [RESPValue]? {
    guard case .array(let elements) = self else { return nil }
    return elements
  }
}
