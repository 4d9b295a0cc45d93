import Synchronization

/// Bytes that are the same for the same seed: for tests and for the sample vault, never for real keys.
public final class SeededRandomness: Randomness {
  private let generator: HMACSHA256
  private let position = Mutex<(counter: UInt64, rest: [UInt8])>((0, []))

  /// Starts from bytes.
  public init(seed: [UInt8]) { generator = HMACSHA256(key: seed) }

  /// Starts from a number.
  public convenience init(seed: UInt64) {
    self.init(seed: withUnsafeBytes(of: seed.bigEndian) { Array($0) })
  }

  public func fill(_ buffer: UnsafeMutableRawBufferPointer) throws {
    position.withLock { position in
      for i in buffer.indices {
        if position.rest.isEmpty {
          position.rest = withUnsafeBytes(of: position.counter.bigEndian) { generator.authenticate($0) }.bytes
          position.counter &+= 1
        }
        buffer[i] = position.rest.removeLast()
      }
    }
  }
}
