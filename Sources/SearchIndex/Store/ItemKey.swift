import Records

/// The base32 part of an identifier, packed: 20 characters are 100 bits, in 6 indexed bytes and a tail of 7.
struct ItemKey: Sendable, Hashable, Comparable {
  /// The first 48 bits, which the index of a shard holds.
  var head: Int64
  /// The rest; for a name of another length, 0xFF and its characters.
  var tail: [UInt8]

  init(head: Int64, tail: [UInt8]) {
    self.head = head
    self.tail = tail
  }

  /// Packs what follows the prefix and the hyphen.
  init(suffix text: some StringProtocol) {
    let utf8 = Array(text.utf8)
    if utf8.count == 20, let bytes = ItemKey.pack(utf8) {
      head = bytes[0..<6].reduce(0) { $0 << 8 | Int64($1) }
      tail = Array(bytes[6..<13])
    } else {
      head = Int64(bitPattern: FNV.hash(utf8) >> 16)
      tail = [0xFF] + utf8
    }
  }

  init(_ id: MessageID) { self.init(suffix: id.text.utf8.count > 2 ? id.text.dropFirst(2) : "") }

  /// What follows the prefix and the hyphen.
  var suffix: String {
    if tail.count == 7 {
      var bytes = [UInt8](repeating: 0, count: 6)
      for index in 0..<6 { bytes[index] = UInt8(truncatingIfNeeded: head >> Int64(40 - 8 * index)) }
      return ItemKey.unpack(bytes + tail)
    }
    return String(decoding: tail.dropFirst(), as: UTF8.self)
  }

  var messageID: MessageID { MessageID(suffix: suffix) }

  /// 13 bytes, or more for unusual names.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(13)
    for index in 0..<6 { bytes.append(UInt8(truncatingIfNeeded: head >> Int64(40 - 8 * index))) }
    return bytes + tail
  }

  init?(bytes: [UInt8]) {
    guard bytes.count >= 7 else { return nil }
    head = bytes[0..<6].reduce(0) { $0 << 8 | Int64($1) }
    tail = Array(bytes[6...])
  }

  static func < (left: ItemKey, right: ItemKey) -> Bool {
    // The order of the texts: base32 letters come before digits in value but after them in ASCII.
    left.head == right.head && left.tail == right.tail ? false : left.suffix < right.suffix
  }

  private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

  /// 20 characters into 13 bytes, the last four bits zero; nil for other characters.
  static func pack(_ text: [UInt8]) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(13)
    var buffer: UInt32 = 0
    var bits: UInt32 = 0
    for byte in text {
      let value: UInt32
      switch byte {
      case 0x61...0x7A: value = UInt32(byte - 0x61)
      case 0x32...0x37: value = UInt32(byte - 0x32 + 26)
      default: return nil
      }
      buffer = buffer << 5 | value
      bits += 5
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: buffer >> bits))
      }
    }
    if bits > 0 { bytes.append(UInt8(truncatingIfNeeded: buffer << (8 - bits))) }
    return bytes
  }

  private static func unpack(_ bytes: [UInt8]) -> String {
    String(unsafeUninitializedCapacity: 20) { output in
      var buffer: UInt32 = 0
      var bits: UInt32 = 0
      var next = 0
      for byte in bytes {
        buffer = buffer << 8 | UInt32(byte)
        bits += 8
        while bits >= 5, next < 20 {
          bits -= 5
          output[next] = alphabet[Int(buffer >> bits & 31)]
          next += 1
        }
      }
      return next
    }
  }
}

/// FNV-1a, for hash tables and shortcuts that are checked afterwards; never for identity.
enum FNV {
  static func hash(_ bytes: [UInt8], seed: UInt64 = 0xcbf2_9ce4_8422_2325) -> UInt64 {
    var value = seed
    for byte in bytes { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return value
  }
}
