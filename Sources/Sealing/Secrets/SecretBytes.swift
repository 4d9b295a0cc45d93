import COpenSSL

/// Bytes that must not leak: kept out of swap where the system allows, wiped when released, never printed.
///
/// Memory comes from libcrypto's secure heap (locked, guarded, left out of core dumps); when that is nearly full or
/// not permitted it comes from the ordinary heap and is still wiped.
public final class SecretBytes: @unchecked Sendable, Equatable, CustomStringConvertible, CustomReflectable {
  // @unchecked: the memory is written only inside the initialiser and read-only afterwards.
  private let base: UnsafeMutableRawPointer
  /// How many bytes.
  public let count: Int

  private static let heapSize = 1 << 19
  private static let isHeapReady: Bool =
    CRYPTO_secure_malloc_initialized() == 1 || CRYPTO_secure_malloc_init(heapSize, 32) != 0

  /// Whether the secure heap has room for a secret; its last quarter is libcrypto's own, whose random generator takes
  /// its state from there and fails without it.
  private static func hasRoom(for size: Int) -> Bool { CRYPTO_secure_used() + size <= heapSize * 3 / 4 }

  /// Lets a function write `count` bytes, which start as zeros.
  public init(count: Int, _ fill: (UnsafeMutableRawBufferPointer) throws -> Void) rethrows {
    self.count = max(count, 0)
    _ = SecretBytes.isHeapReady
    let size = max(count, 1)
    let secure = SecretBytes.hasRoom(for: size) ? hf_secure_malloc(size) : nil
    base = secure ?? .allocate(byteCount: size, alignment: 16)
    let buffer = UnsafeMutableRawBufferPointer(start: base, count: self.count)
    buffer.initializeMemory(as: UInt8.self, repeating: 0)
    // When this throws, deinit runs: every stored property is set.
    try fill(buffer)
  }

  /// Copies bytes.
  ///
  /// The source is the caller's to wipe.
  public convenience init(_ bytes: [UInt8]) {
    self.init(count: bytes.count) { $0.copyBytes(from: bytes) }
  }

  /// Copies memory.
  ///
  /// The source is the caller's to wipe.
  public convenience init(_ bytes: UnsafeRawBufferPointer) {
    self.init(count: bytes.count) { $0.copyMemory(from: bytes) }
  }

  /// Fresh random bytes.
  public static func random(count: Int, using randomness: any Randomness) throws -> SecretBytes {
    try SecretBytes(count: count) { try randomness.fill($0) }
  }

  deinit {
    if CRYPTO_secure_allocated(base) == 1 {
      hf_secure_clear_free(base, max(count, 1))
    } else {
      OPENSSL_cleanse(base, count)
      base.deallocate()
    }
  }

  /// Calls a function with the bytes.
  public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try body(UnsafeRawBufferPointer(start: base, count: count))
  }

  /// A copy outside the protected memory: for encoders; wipe it afterwards.
  public func copyBytes() -> [UInt8] { withUnsafeBytes { Array($0) } }

  /// Whether two secrets are equal, in constant time for equal lengths.
  public static func == (a: SecretBytes, b: SecretBytes) -> Bool {
    a.count == b.count && CRYPTO_memcmp(a.base, b.base, a.count) == 0
  }

  /// Says how many bytes there are and nothing else.
  public var description: String { "SecretBytes(\(count) bytes)" }
  /// Shows nothing to `dump`.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
