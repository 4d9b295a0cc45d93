import Records
import Sealing
import Storage

/// Opens a sealed medium or large record, chunk by chunk.
struct ObjectOpener {
  let store: any ObjectStore
  let path: String
  let header: SealedHeader
  let headDigest: Digest
  let headLength: Int
  let size: Int64
  let key: SegmentKey

  private static let trailerLength = 72

  /// Hands out the content in order; a compressed one in one piece.
  func read(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    let sealed = size - Int64(headLength) - Int64(ObjectOpener.trailerLength)
    let step = Int64(ObjectSealer.chunkLength + AES256GCM.tagCount)
    guard sealed > Int64(AES256GCM.tagCount) else { throw SealedFile.truncated(path) }
    let count = (sealed + step - 1) / step
    var compressed: [UInt8] = []
    for number in 0..<count {
      let plain = try chunk(number, of: count, sealed: sealed)
      var reader = ByteReader(plain)
      guard let length = reader.u32(), Int(length) <= reader.remaining else { throw damaged("a length is wrong") }
      let end = 4 + Int(length)
      guard plain[end...].allSatisfy({ $0 == 0 }) else { throw damaged("its padding is not empty") }
      if header.isCompressed {
        compressed += plain[4..<end]
      } else if end > 4 {
        try plain.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[4..<end])) }
      }
    }
    guard header.isCompressed else { return }
    guard let plain = Zstandard.decompress(compressed[...], limit: PaddedFrame.maximumPlainLength) else {
      throw damaged("it does not decompress")
    }
    try plain.withUnsafeBytes { try body($0) }
  }

  private func chunk(_ number: Int64, of count: Int64, sealed: Int64) throws -> [UInt8] {
    let step = Int64(ObjectSealer.chunkLength + AES256GCM.tagCount)
    let start = number * step
    let end = min(start + step, sealed)
    let bytes = try store.getRange(path, Int64(headLength) + start..<Int64(headLength) + end)
    do {
      return try AES256GCM.open(
        bytes, key: try key.mediaKey(0), nonce: AES256GCM.counterNonce(UInt64(number)),
        aad: ObjectSealer.chunkData(headDigest, UInt64(number), isLast: number == count - 1))
    } catch let error as SealingError {
      throw VaultError(
        .tampered, "part \(number) of \(path) does not open", remedy: "restore it from a backup", cause: error)
    }
  }

  private func damaged(_ what: String) -> VaultError {
    VaultError(.tampered, "\(path) is damaged: \(what)", remedy: "restore it from a backup")
  }
}
