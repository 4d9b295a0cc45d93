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

  /// The runs, unpacked at first use: common scripts by index, the others by bisection.
  ///
  /// Cheap to build (well below 0.1 ms), since the first frame waits for it.
  private struct Table: Sendable {
    private static let directLimit: UInt32 = 0x3100
    private var direct: [UInt8] = []
    private var starts: [UInt32] = []
    private var values: [UInt8] = []

    init() {
      var value: UInt8 = 0
      var length: UInt32 = 0
      var next: UInt32 = 0
      var atStart = true
      direct.reserveCapacity(Int(Self.directLimit))
      ScalarClassTable.runs.withUTF8Buffer { bytes in
        for byte in bytes {
          if byte == 0x3b {
            starts.append(next)
            values.append(value)
            let missing = Int(Self.directLimit) - direct.count
            if missing > 0 { direct.append(contentsOf: repeatElement(value, count: min(missing, Int(length)))) }
            next += length
            (length, atStart) = (0, true)
            continue
          }
          let digit = byte >= 0x61 ? byte - 0x61 + 10 : byte &- 0x30
          if atStart {
            (value, atStart) = (digit, false)
          } else {
            length = length * 16 + UInt32(digit)
          }
        }
      }
    }

    func entry(_ value: UInt32) -> UInt8 {
      if value < Self.directLimit { return direct[Int(value)] }
      var low = 0
      var high = starts.count
      while high - low > 1 {
        let middle = (low + high) / 2
        if starts[middle] <= value { low = middle } else { high = middle }
      }
      return values[low]
    }
  }
}
