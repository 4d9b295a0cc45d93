/// Reads JSON (RFC 8259) from bytes: strict in structure, lenient in text, exact in numbers.
///
/// Foundation's reader keeps neither number tokens nor byte offsets and refuses lone surrogates; providers send all
/// three, and an archive must not lose a delivery to them. Texts are mended with U+FFFD, and each repair is noted;
/// the raw delivery keeps the original bytes.
public struct JSONReader {
  /// Nesting deeper than this is refused: hostile input must not exhaust the stack.
  public static let maximumDepth = 128

  private let bytes: UnsafeBufferPointer<UInt8>
  private var position: Int
  private var depth = 0
  private(set) var repairs: [JSONRepair] = []

  private init(_ bytes: UnsafeBufferPointer<UInt8>, from position: Int) {
    self.bytes = bytes
    self.position = position
  }

  /// Reads exactly one value; white space may surround it, a byte order mark may precede it.
  public static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
    try parseNotingRepairs(bytes).value
  }

  /// Reads exactly one value, and says what had to be mended.
  public static func parseNotingRepairs(
    _ bytes: [UInt8]
  ) throws(JSONError) -> (value: JSONValue, repairs: [JSONRepair]) {
    let result: Result<(JSONValue, [JSONRepair], Int), JSONError> = bytes.withUnsafeBufferPointer { buffer in
      do throws(JSONError) { return .success(try parse(buffer, from: 0)) } catch { return .failure(error) }
    }
    let (value, repairs, end) = try result.get()
    if end != bytes.count {
      throw JSONError(.trailingBytes, at: end, "there is more after the end of the JSON value")
    }
    return (value, repairs)
  }

  /// Reads one value that starts at `offset`, and tells where it ended (white space after it skipped).
  public static func parse(
    _ bytes: UnsafeBufferPointer<UInt8>, from offset: Int
  ) throws(JSONError) -> (JSONValue, [JSONRepair], Int) {
    var reader = JSONReader(bytes, from: offset)
    if offset == 0, bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { reader.position = 3 }
    reader.skipSpace()
    let value = try reader.value()
    reader.skipSpace()
    return (value, reader.repairs, reader.position)
  }

  private mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }

  private mutating func value() throws(JSONError) -> JSONValue {
    guard position < bytes.count else {
      throw JSONError(.unexpectedEnd, at: position, "the JSON text ends where a value should stand")
    }
    switch bytes[position] {
    case 0x7B: return try object()
    case 0x5B: return try array()
    case 0x22: return .string(try string())
    case 0x74: return try word("true", .bool(true))
    case 0x66: return try word("false", .bool(false))
    case 0x6E: return try word("null", .null)
    case 0x2D, 0x30...0x39: return .number(try number())
    default: throw unexpected("a JSON value")
    }
  }

  private func unexpected(_ wanted: String) -> JSONError {
    guard position < bytes.count else {
      return JSONError(.unexpectedEnd, at: position, "the JSON text ends where \(wanted) should stand")
    }
    let byte = bytes[position]
    let shown =
      byte > 0x20 && byte < 0x7F
      ? "‘\(Character(UnicodeScalar(byte)))’" : "byte 0x" + String(byte, radix: 16)
    return JSONError(.unexpectedByte, at: position, "found \(shown) where \(wanted) should stand")
  }

  private mutating func word(_ text: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
    let length = text.utf8CodeUnitCount
    guard position + length <= bytes.count else {
      throw JSONError(.unexpectedEnd, at: bytes.count, "the JSON text ends inside ‘\(text)’")
    }
    for index in 0..<length where bytes[position + index] != text.utf8Start[index] {
      position += index
      throw unexpected("‘\(text)’")
    }
    position += length
    return value
  }

  private mutating func enter() throws(JSONError) {
    depth += 1
    if depth > JSONReader.maximumDepth {
      throw JSONError(.tooDeep, at: position, "JSON nested deeper than \(JSONReader.maximumDepth) levels")
    }
    position += 1
    skipSpace()
  }

  private mutating func object() throws(JSONError) -> JSONValue {
    try enter()
    var members: [JSONObject.Member] = []
    if position < bytes.count, bytes[position] == 0x7D {
      position += 1
      depth -= 1
      return .object(JSONObject(members))
    }
    members.reserveCapacity(8)
    while true {
      guard position < bytes.count, bytes[position] == 0x22 else { throw unexpected("a name in quotes") }
      let name = try string()
      skipSpace()
      guard position < bytes.count, bytes[position] == 0x3A else { throw unexpected("‘:’") }
      position += 1
      skipSpace()
      members.append(JSONObject.Member(name: name, value: try value()))
      skipSpace()
      guard position < bytes.count else { throw unexpected("‘,’ or ‘}’") }
      if bytes[position] == 0x2C {
        position += 1
        skipSpace()
      } else if bytes[position] == 0x7D {
        position += 1
        depth -= 1
        return .object(JSONObject(members))
      } else {
        throw unexpected("‘,’ or ‘}’")
      }
    }
  }

  private mutating func array() throws(JSONError) -> JSONValue {
    try enter()
    var elements: [JSONValue] = []
    if position < bytes.count, bytes[position] == 0x5D {
      position += 1
      depth -= 1
      return .array(elements)
    }
    while true {
      elements.append(try value())
      skipSpace()
      guard position < bytes.count else { throw unexpected("‘,’ or ‘]’") }
      if bytes[position] == 0x2C {
        position += 1
        skipSpace()
      } else if bytes[position] == 0x5D {
        position += 1
        depth -= 1
        return .array(elements)
      } else {
        throw unexpected("‘,’ or ‘]’")
      }
    }
  }

  private mutating func number() throws(JSONError) -> String {
    let start = position
    func isDigit(_ index: Int) -> Bool { index < bytes.count && bytes[index] >= 0x30 && bytes[index] <= 0x39 }
    if bytes[position] == 0x2D { position += 1 }
    guard isDigit(position) else { throw JSONError(.badNumber, at: position, "a number needs a digit") }
    if bytes[position] == 0x30, isDigit(position + 1) {
      throw JSONError(.badNumber, at: position, "a number must not begin with a zero")
    }
    while isDigit(position) { position += 1 }
    if position < bytes.count, bytes[position] == 0x2E {
      position += 1
      guard isDigit(position) else { throw JSONError(.badNumber, at: position, "a fraction needs a digit") }
      while isDigit(position) { position += 1 }
    }
    if position < bytes.count, bytes[position] | 0x20 == 0x65 {
      position += 1
      if position < bytes.count, bytes[position] == 0x2B || bytes[position] == 0x2D { position += 1 }
      guard isDigit(position) else { throw JSONError(.badNumber, at: position, "an exponent needs a digit") }
      while isDigit(position) { position += 1 }
    }
    return String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
  }

  private mutating func string() throws(JSONError) -> String {
    position += 1
    let start = position
    var plain = true
    var seen: UInt8 = 0
    scan: while position < bytes.count {
      switch bytes[position] {
      case 0x22: break scan
      case 0x5C:
        plain = false
        position += 2
      case 0x00..<0x20:
        repairs.append(JSONRepair(.rawControl, at: position))
        position += 1
      default:
        seen |= bytes[position]
        position += 1
      }
    }
    guard position < bytes.count else {
      throw JSONError(
        .unexpectedEnd, at: bytes.count, "the JSON text ends inside a string that began at byte \(start - 1)")
    }
    let content = UnsafeBufferPointer(rebasing: bytes[start..<position])
    position += 1
    // ASCII cannot be invalid, and checking costs more than reading.
    if plain, seen < 0x80 { return String(decoding: content, as: UTF8.self) }
    if plain { return decode(content, at: start) }
    return try unescape(content, at: start)
  }

  private mutating func decode(_ content: UnsafeBufferPointer<UInt8>, at offset: Int) -> String {
    if let text = String(validating: content, as: UTF8.self) { return text }
    repairs.append(JSONRepair(.invalidUTF8, at: offset))
    return String(decoding: content, as: UTF8.self)
  }

  private mutating func unescape(_ content: UnsafeBufferPointer<UInt8>, at offset: Int) throws(JSONError) -> String {
    var output: [UInt8] = []
    output.reserveCapacity(content.count)
    var index = 0
    func hex(_ at: Int) -> UInt32? {
      guard at + 4 <= content.count else { return nil }
      var value: UInt32 = 0
      for byte in content[at..<at + 4] {
        switch byte {
        case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
        case 0x41...0x46: value = value << 4 | UInt32(byte - 0x37)
        case 0x61...0x66: value = value << 4 | UInt32(byte - 0x57)
        default: return nil
        }
      }
      return value
    }
    while index < content.count {
      let byte = content[index]
      guard byte == 0x5C else {
        output.append(byte)
        index += 1
        continue
      }
      guard index + 1 < content.count else { throw JSONError(.badEscape, at: offset + index, "an escape is cut off") }
      switch content[index + 1] {
      case 0x22, 0x5C, 0x2F: output.append(content[index + 1])
      case 0x62: output.append(0x08)
      case 0x66: output.append(0x0C)
      case 0x6E: output.append(0x0A)
      case 0x72: output.append(0x0D)
      case 0x74: output.append(0x09)
      case 0x75:
        guard let unit = hex(index + 2) else {
          throw JSONError(.badEscape, at: offset + index, "‘\\u’ needs four hexadecimal digits")
        }
        var scalar = unit
        if (0xD800..<0xDC00).contains(unit), index + 7 < content.count, content[index + 6] == 0x5C,
          content[index + 7] == 0x75, let low = hex(index + 8), (0xDC00..<0xE000).contains(low)
        {
          scalar = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
          index += 6
        } else if (0xD800..<0xE000).contains(unit) {
          repairs.append(JSONRepair(.loneSurrogate, at: offset + index))
          scalar = 0xFFFD
        }
        if let valid = Unicode.Scalar(scalar), let encoded = UTF8.encode(valid) { output.append(contentsOf: encoded) }
        index += 4
      default: throw JSONError(.badEscape, at: offset + index, "unknown escape in a string")
      }
      index += 2
    }
    return output.withUnsafeBufferPointer { decode($0, at: offset) }
  }
}
