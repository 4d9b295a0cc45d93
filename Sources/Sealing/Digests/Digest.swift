/// A SHA-256 value: 32 bytes, compared and sorted bytewise.
public struct Digest: Hashable, Comparable, Sendable, CustomStringConvertible {
  // Four words that hold the bytes in memory order: no allocation, and the layout is exactly 32 bytes.
  private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  /// How many bytes a digest has.
  public static let count = 32
  /// 32 zero bytes.
  public static let zero = Digest()

  private init() {}

  /// Takes 32 bytes; nil for any other count.
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == Digest.count else { return nil }
    self.init { buffer in buffer.copyBytes(from: bytes) }
  }

  /// Takes 64 hexadecimal digits.
  public init?(hex: String) {
    guard let bytes = Hex.decode(hex) else { return nil }
    self.init(bytes: bytes)
  }

  /// Takes canonical, padded base64 of 32 bytes.
  public init?(base64: String) {
    guard let bytes = Base64.decode(base64) else { return nil }
    self.init(bytes: bytes)
  }

  /// Lets a function write the 32 bytes.
  init(filling fill: (UnsafeMutableRawBufferPointer) -> Void) {
    withUnsafeMutableBytes(of: &words) { fill($0) }
  }

  /// Calls a function with the 32 bytes.
  @inlinable
  public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try withUnsafeBytes(of: self) { try body($0) }
  }

  /// The 32 bytes.
  public var bytes: [UInt8] { withBytes { Array($0) } }
  /// 64 lower-case hexadecimal digits.
  public var hex: String { Hex.encode(bytes) }
  /// Padded base64, 44 characters.
  public var base64: String { Base64.encode(bytes) }
  /// The hexadecimal form.
  public var description: String { hex }

  public static func == (a: Digest, b: Digest) -> Bool {
    let difference =
      (a.words.0 ^ b.words.0) | (a.words.1 ^ b.words.1) | (a.words.2 ^ b.words.2) | (a.words.3 ^ b.words.3)
    return difference == 0
  }

  public static func < (a: Digest, b: Digest) -> Bool {
    if a.words.0 != b.words.0 { return a.words.0.bigEndian < b.words.0.bigEndian }
    if a.words.1 != b.words.1 { return a.words.1.bigEndian < b.words.1.bigEndian }
    if a.words.2 != b.words.2 { return a.words.2.bigEndian < b.words.2.bigEndian }
    return a.words.3.bigEndian < b.words.3.bigEndian
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
    hasher.combine(words.2)
    hasher.combine(words.3)
  }
}
