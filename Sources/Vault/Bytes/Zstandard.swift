import CZstd

/// Zstandard frames (RFC 8878), whole and in memory.
enum Zstandard {
  /// A compressor that keeps its tables between frames; for one thread at a time.
  final class Compressor {
    private let context: OpaquePointer?
    private let level: Int32

    init(level: Int32 = 1) {
      context = ZSTD_createCCtx()
      self.level = level
    }

    deinit { ZSTD_freeCCtx(context) }

    func compress(_ bytes: UnsafeRawBufferPointer) throws -> [UInt8] {
      guard let context else { throw VaultError(.usage, "no memory for compressing") }
      let bound = ZSTD_compressBound(bytes.count)
      var code = 0
      let frame = [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
        code = ZSTD_compressCCtx(context, buffer.baseAddress, bound, bytes.baseAddress, bytes.count, level)
        count = ZSTD_isError(code) == 0 ? code : 0
      }
      guard ZSTD_isError(code) == 0 else {
        throw VaultError(.usage, "compressing failed: \(String(cString: ZSTD_getErrorName(code)))")
      }
      return frame
    }
  }

  /// The content of exactly one frame that says how long it is; nil when it is anything else or over the limit.
  static func decompress(_ frame: ArraySlice<UInt8>, limit: Int) -> [UInt8]? {
    let length = frame.withUnsafeBytes { ZSTD_getFrameContentSize($0.baseAddress, $0.count) }
    // The two values that mean “unknown” and “error” are the largest of all.
    guard length <= UInt64(limit) else { return nil }
    return decompress(frame, plainLength: Int(length))
  }

  /// The content of exactly one frame whose plain length is known; nil when it is anything else.
  static func decompress(_ frame: ArraySlice<UInt8>, plainLength: Int) -> [UInt8]? {
    var isWhole = false
    let plain = frame.withUnsafeBytes { source -> [UInt8] in
      // A frame says how long it is: memory is taken only when header and claim agree.
      guard ZSTD_findFrameCompressedSize(source.baseAddress, source.count) == source.count,
        ZSTD_getFrameContentSize(source.baseAddress, source.count) == UInt64(plainLength)
      else { return [] }
      return [UInt8](unsafeUninitializedCapacity: plainLength) { buffer, count in
        let code = ZSTD_decompress(buffer.baseAddress, plainLength, source.baseAddress, source.count)
        isWhole = ZSTD_isError(code) == 0 && code == plainLength
        count = isWhole ? plainLength : 0
      }
    }
    return isWhole ? plain : nil
  }
}
