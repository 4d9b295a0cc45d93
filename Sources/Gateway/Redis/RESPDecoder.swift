import NIOCore

/// Reads a server's answers from its bytes; refuses what is no RESP2, too long or nested too deeply.
struct RESPDecoder: ByteToMessageDecoder {
  typealias InboundOut = RESPValue

  static let maximumBulk = 256 << 20
  static let maximumElements = 1 << 20
  private static let maximumDepth = 16
  private static let maximumLine = 65_536

  mutating func decode(context: ChannelHandlerContext, buffer: inout ByteBuffer) throws -> DecodingState {
    guard let value = try RESPDecoder.value(&buffer) else { return .needMoreData }
    context.fireChannelRead(wrapInboundOut(value))
    return .continue
  }

  mutating func decodeLast(
    context: ChannelHandlerContext, buffer: inout ByteBuffer, seenEOF: Bool
  ) throws -> DecodingState {
    try decode(context: context, buffer: &buffer)
  }

  /// Takes one whole value from the front of a buffer, or nothing when it is not whole yet.
  static func value(_ buffer: inout ByteBuffer) throws -> RESPValue? {
    var copy = buffer
    guard let value = try value(&copy, depth: 0) else { return nil }
    buffer = copy
    return value
  }

  private static func value(_ buffer: inout ByteBuffer, depth: Int) throws -> RESPValue? {
    guard depth < maximumDepth else { throw RedisError.malformed("an answer is nested too deeply") }
    guard let line = try line(&buffer), let kind = line.first else { return nil }
    let rest = line.dropFirst()
    switch kind {
    case UInt8(ascii: "+"): return .simple(String(decoding: rest, as: UTF8.self))
    case UInt8(ascii: "-"): return .error(String(decoding: rest, as: UTF8.self))
    case UInt8(ascii: ":"): return .integer(try number(rest))
    case UInt8(ascii: "$"):
      let count = try number(rest)
      if count == -1 { return .null }
      guard (0...Int64(maximumBulk)).contains(count) else { throw RedisError.malformed("a text of \(count) bytes") }
      guard buffer.readableBytes >= Int(count) + 2, let slice = buffer.readSlice(length: Int(count)) else { return nil }
      guard buffer.readBytes(length: 2) == [0x0D, 0x0A] else { throw RedisError.malformed("a text without its end") }
      return .bulk(slice)
    case UInt8(ascii: "*"):
      let count = try number(rest)
      if count == -1 { return .null }
      guard (0...Int64(maximumElements)).contains(count) else { throw RedisError.malformed("a list of \(count)") }
      var elements: [RESPValue] = []
      // Each element has at least four bytes: what a server merely claims reserves no memory.
      elements.reserveCapacity(min(Int(count), buffer.readableBytes / 4))
      for _ in 0..<count {
        guard let element = try value(&buffer, depth: depth + 1) else { return nil }
        elements.append(element)
      }
      return .array(elements)
    default: throw RedisError.malformed("an answer begins with byte \(kind)")
    }
  }

  /// A line without its end, which a line of content always has: the first byte is the kind.
  private static func line(_ buffer: inout ByteBuffer) throws -> ByteBufferView? {
    let view = buffer.readableBytesView
    guard let end = view.firstIndex(of: 0x0D) else {
      guard view.count <= maximumLine else { throw RedisError.malformed("a line without an end") }
      return nil
    }
    let next = view.index(after: end)
    guard next < view.endIndex else { return nil }
    guard view[next] == 0x0A, end > view.startIndex else { throw RedisError.malformed("a line that ends wrongly") }
    buffer.moveReaderIndex(forwardBy: end - view.startIndex + 2)
    return view[view.startIndex..<end]
  }

  private static func number(_ digits: ByteBufferView) throws -> Int64 {
    guard let number = Int64(String(decoding: digits, as: UTF8.self)) else {
      throw RedisError.malformed("a number that is none")
    }
    return number
  }
}
