/// Takes an input apart where a target needs more than one thing: numbers first, then pieces with a length.
///
/// It always has an answer, so that every input means something.
struct FuzzInput {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  var isEmpty: Bool { rest.isEmpty }

  /// The next byte; zero at the end.
  mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

  /// A number below a bound.
  mutating func number(below bound: Int) -> Int { Int(byte()) % max(1, bound) }

  /// The next eight bytes as a number.
  mutating func long() -> UInt64 { (0..<8).reduce(0) { value, _ in value << 8 | UInt64(byte()) } }

  /// A piece that says its own length in one byte; shorter at the end.
  mutating func piece() -> [UInt8] {
    let count = Int(byte())
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }

  /// The text of a piece, mended.
  mutating func text() -> String { String(decoding: piece(), as: UTF8.self) }

  /// Everything that is left.
  mutating func remainder() -> [UInt8] {
    defer { rest = [] }
    return Array(rest)
  }
}

extension [UInt8] {
  /// The bytes as text, what is not UTF-8 mended.
  var mended: String { String(decoding: self, as: UTF8.self) }
  /// The bytes as text; nil where they are none.
  var text: String? { String(validating: self, as: UTF8.self) }
}
