/// What a Unicode scalar is to a grid of cells.
///
/// The classes come from a pinned table, never from libc: screens are the same on every machine.
enum ScalarClass: UInt8 {
  case unknown, narrow, wide, combining, control, format, selector, space, jamo, regional, modifier, tag

  /// The class of a scalar.
  static func of(_ scalar: Unicode.Scalar) -> ScalarClass {
    let value = scalar.value
    if value < 0x7f { return value > 0x20 ? .narrow : value == 0x20 ? .space : .control }
    return ScalarClass(rawValue: table.entry(value) & 15) ?? .unknown
  }

  /// Whether a scalar is a letter that is written from right to left.
  static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value >= 0x590 && table.entry(scalar.value) & 16 != 0
  }

  private static let table = Table()

  /// A two-stage table, unpacked from its runs at first use (about 0.1 ms).
  private struct Table: Sendable {
    private var blockOf = [UInt8](repeating: 0, count: 0x1100)
    private var blocks: [UInt8] = []

    init() {
      var flat: [UInt8] = []
      flat.reserveCapacity(0x110000)
      var value: UInt8 = 0
      var length = 0
      var atStart = true
      ScalarClassTable.runs.withUTF8Buffer { bytes in
        for byte in bytes {
          if byte == 0x3b {
            flat.append(contentsOf: repeatElement(value, count: length))
            (length, atStart) = (0, true)
            continue
          }
          let digit = byte >= 0x61 ? byte - 0x61 + 10 : byte &- 0x30
          if atStart {
            (value, atStart) = (digit, false)
          } else {
            length = length * 16 + Int(digit)
          }
        }
      }
      var known: [ArraySlice<UInt8>: UInt8] = [:]
      for block in 0..<0x1100 {
        let slice = flat[block * 256..<block * 256 + 256]
        if let number = known[slice] {
          blockOf[block] = number
        } else {
          let number = UInt8(known.count)
          known[slice] = number
          blockOf[block] = number
          blocks.append(contentsOf: slice)
        }
      }
    }

    func entry(_ value: UInt32) -> UInt8 {
      guard value < 0x110000 else { return 0 }
      return blocks[Int(blockOf[Int(value >> 8)]) << 8 | Int(value & 0xff)]
    }
  }
}
