/// Writes canonical JSON (RFC 8785, JCS) straight into bytes.
///
/// Records use strings, whole numbers of at most 53 bits, booleans, arrays and objects only: JCS's number formatting
/// for fractions is never needed, because a fraction from outside is kept as the text it arrived in. Names are written
/// by the caller in ascending order; debug builds check it.
public struct CanonicalJSON {
  /// What has been written.
  public private(set) var bytes: [UInt8] = []
  private var needsComma = false
  #if DEBUG
    private var names: [[String]] = []
  #endif

  /// Creates an empty text.
  public init(capacity: Int = 512) { bytes.reserveCapacity(capacity) }

  /// Writes an object; `body` writes its members in ascending order of their names.
  public mutating func object(_ body: (inout CanonicalJSON) -> Void) {
    separate()
    bytes.append(0x7B)
    needsComma = false
    #if DEBUG
      names.append([])
    #endif
    body(&self)
    #if DEBUG
      names.removeLast()
    #endif
    bytes.append(0x7D)
    needsComma = true
  }

  /// Writes an array; `body` writes its elements.
  public mutating func array(_ body: (inout CanonicalJSON) -> Void) {
    separate()
    bytes.append(0x5B)
    needsComma = false
    #if DEBUG
      names.append([])
    #endif
    body(&self)
    #if DEBUG
      names.removeLast()
    #endif
    bytes.append(0x5D)
    needsComma = true
  }

  /// Writes the name of the member whose value is written next.
  public mutating func name(_ name: String) {
    #if DEBUG
      if let last = names.last?.last {
        assert(
          Array(last.utf16).lexicographicallyPrecedes(Array(name.utf16)), "‘\(name)’ after ‘\(last)’")
      }
      if !names.isEmpty { names[names.count - 1].append(name) }
    #endif
    separate()
    quote(name)
    bytes.append(0x3A)
    needsComma = false
  }

  /// Writes a string.
  public mutating func string(_ text: String) {
    separate()
    quote(text)
    needsComma = true
  }

  /// Writes a whole number; beyond ±2⁵³ it is written as a string, as I-JSON (RFC 7493) asks.
  public mutating func integer(_ value: Int64) {
    if value.magnitude > 1 << 53 { return string(String(value)) }
    separate()
    bytes.append(contentsOf: String(value).utf8)
    needsComma = true
  }

  /// Writes a truth value.
  public mutating func bool(_ value: Bool) {
    separate()
    bytes.append(contentsOf: (value ? "true" : "false").utf8)
    needsComma = true
  }

  /// Writes any value in canonical form: members sorted, the last of equal names kept.
  ///
  /// Number tokens that are not whole numbers of at most 53 bits are written as strings.
  public mutating func value(_ value: JSONValue) {
    switch value {
    case .null:
      separate()
      bytes.append(contentsOf: "null".utf8)
      needsComma = true
    case .bool(let flag): bool(flag)
    case .number(let token):
      if let whole = Int64(token), String(whole) == token { integer(whole) } else { string(token) }
    case .string(let text): string(text)
    case .array(let elements): array { json in for element in elements { json.value(element) } }
    case .object(let object):
      var last: [String: JSONValue] = [:]
      for member in object.members { last[member.name] = member.value }
      // JCS sorts by UTF-16 code units, which differs from UTF-8 order above the surrogates.
      let sorted = last.keys.sorted { Array($0.utf16).lexicographicallyPrecedes(Array($1.utf16)) }
      self.object { json in
        for name in sorted {
          json.name(name)
          json.value(last[name] ?? .null)
        }
      }
    }
  }

  private mutating func separate() {
    if needsComma { bytes.append(0x2C) }
    needsComma = false
  }

  private mutating func quote(_ text: String) {
    bytes.append(0x22)
    var copy = text
    copy.withUTF8 { buffer in
      var clean = 0
      var index = 0
      while index < buffer.count {
        let byte = buffer[index]
        if byte >= 0x20, byte != 0x22, byte != 0x5C {
          index += 1
          continue
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[clean..<index]))
        // One byte at a time: an array for each escape would be the dearest part of a payload's text.
        bytes.append(0x5C)
        switch byte {
        case 0x22, 0x5C: bytes.append(byte)
        case 0x08: bytes.append(0x62)
        case 0x09: bytes.append(0x74)
        case 0x0A: bytes.append(0x6E)
        case 0x0C: bytes.append(0x66)
        case 0x0D: bytes.append(0x72)
        default:
          bytes.append(contentsOf: "u00".utf8)
          bytes.append(CanonicalJSON.digit(byte >> 4))
          bytes.append(CanonicalJSON.digit(byte & 15))
        }
        index += 1
        clean = index
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[clean..<buffer.count]))
    }
    bytes.append(0x22)
  }

  /// The hexadecimal digit of a number below 16.
  private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
}

extension CanonicalJSON {
  /// Writes a member with a string; nothing when there is none.
  public mutating func member(_ name: String, _ text: String?) {
    guard let text else { return }
    self.name(name)
    string(text)
  }

  /// Writes a member with a whole number; nothing when there is none.
  public mutating func member(_ name: String, _ value: Int64?) {
    guard let value else { return }
    self.name(name)
    integer(value)
  }

  /// Writes a member with a truth value when it is true: absent means false.
  public mutating func flag(_ name: String, _ value: Bool) {
    guard value else { return }
    self.name(name)
    bool(value)
  }

  /// Writes a member with an array of strings; nothing when it is empty.
  public mutating func member(_ name: String, _ texts: [String]) {
    guard !texts.isEmpty else { return }
    self.name(name)
    array { json in for text in texts { json.string(text) } }
  }

  /// The canonical bytes of any value.
  public static func encode(_ value: JSONValue) -> [UInt8] {
    var json = CanonicalJSON()
    json.value(value)
    return json.bytes
  }
}
