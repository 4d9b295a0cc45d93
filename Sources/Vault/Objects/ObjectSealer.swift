import Records
import Sealing
import Storage

/// Seals a medium or a large record chunk by chunk into an upload.
final class ObjectSealer {
  /// The plain length of every chunk but the last: a count, content, zeros.
  static let chunkLength = 262_144
  /// How much content fits in a chunk.
  static let chunkContent = chunkLength - 4

  let header: SealedHeader
  private let chunks: AES256GCMContext
  private let upload: any ObjectUpload
  private let headDigest: Digest
  private var hasher = SHA256Hasher()
  private var content = SHA256Hasher()
  private var buffer: [UInt8] = []
  private var chunkNumber: UInt64 = 0
  private var total = 0
  private var written: Int64 = 0

  init(header: SealedHeader, key: SegmentKey, upload: any ObjectUpload) throws {
    self.header = header
    self.upload = upload
    chunks = try AES256GCMContext(key: try key.mediaKey(0))
    let head = header.head
    headDigest = SHA256.hash(head)
    try emit(head)
  }

  /// How many bytes were added.
  var size: Int64 { Int64(total) }

  static func chunkData(_ head: Digest, _ number: UInt64, isLast: Bool) -> [UInt8] {
    var data = AssociatedData(.mediaBlock)
    data.append(head.bytes)
    data.append(number)
    data.append([isLast ? 1 : 0])
    return data.bytes
  }

  func append(_ bytes: UnsafeRawBufferPointer) throws {
    content.update(bytes)
    total += bytes.count
    var rest = bytes[...]
    while !rest.isEmpty {
      // A full chunk leaves only when more comes, as the last one is marked.
      if buffer.count == ObjectSealer.chunkContent {
        try sealChunk(length: ObjectSealer.chunkLength, isLast: false)
      }
      let count = min(rest.count, ObjectSealer.chunkContent - buffer.count)
      buffer.append(contentsOf: rest.prefix(count))
      rest = rest.dropFirst(count)
    }
  }

  private func sealChunk(length: Int, isLast: Bool) throws {
    var plain: [UInt8] = []
    plain.reserveCapacity(length)
    plain.append(u32: UInt32(buffer.count))
    plain += buffer
    plain.pad(to: length)
    try emit(
      chunks.seal(
        plain, nonce: AES256GCM.counterNonce(chunkNumber),
        aad: ObjectSealer.chunkData(headDigest, chunkNumber, isLast: isLast)))
    chunkNumber += 1
    buffer.removeAll(keepingCapacity: true)
  }

  private func emit(_ bytes: [UInt8]) throws {
    hasher.update(bytes)
    written += Int64(bytes.count)
    try upload.append(bytes)
  }

  /// The digest of what was added.
  func contentDigest() -> Digest { content.finalize() }

  /// Seals the end and signs; the caller publishes the upload.
  func finish(
    signedBy signer: SigningKey, path: String, sealedAt: Instant
  ) throws -> ObjectDescription {
    let before = Int(chunkNumber) * ObjectSealer.chunkLength
    var rest = Padding.length(for: before + buffer.count + 4) - before
    while rest > 0 {
      let length = max(4, min(rest, ObjectSealer.chunkLength))
      rest -= length
      try sealChunk(length: length, isLast: rest <= 0)
    }
    try emit(try signer.sign(SegmentTrailer.signedMessage(.objectSignature, hasher.finalize())))
    try emit(SealedFile.endMark)
    return ObjectDescription(
      id: header.id, kind: header.kind == .media ? .media : .record, path: path, period: header.period,
      key: header.key, size: written, head: headDigest, objectDigest: hasher.finalize(), sealedAt: sealedAt)
  }
}
