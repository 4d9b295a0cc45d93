import Records
import Sealing
import Storage

/// Reads what a segment or object says of itself, checks its writer's signature, and makes its ledger entry again.
///
/// An object is read in pieces: a medium may be larger than memory.
enum SealedInspection {
  private static let piece: Int64 = 4 << 20
  private static let endLength: Int64 = 72

  static func entry(
    of path: String, store: any ObjectStore, vault: VaultID, writer: VerifyingKey
  ) throws -> LedgerEntry {
    guard ObjectName.isValid(path) else { throw VaultError(.tampered, "\(path) is not an object of a vault") }
    guard let size = try store.size(path) else {
      throw VaultError(.missing, "\(path) is not there", remedy: "restore it from a backup")
    }
    let isSegment = path.hasSuffix(".seg")
    let line = isSegment ? "holdfast segment v1\n" : "holdfast object v1\n"
    var bytes = try store.getRange(path, 0..<min(size, piece))
    guard let (headerBytes, length) = try SealedFile.parseHead(bytes, firstLine: line, what: path) else {
      throw SealedFile.truncated(path)
    }
    let header = try SealedHeader(parsing: headerBytes, isSegment: isSegment, vault: vault, what: path)
    let trailerLength = isSegment ? Int64(SegmentTrailer.length) : endLength
    guard size >= Int64(length) + trailerLength else { throw SealedFile.truncated(path) }
    let trailer = try store.getRange(path, size - trailerLength..<size)
    guard trailer.suffix(8).elementsEqual(SealedFile.endMark) else { throw SealedFile.truncated(path) }
    let head = SHA256.hash(bytes[..<length])

    var hasher = SHA256Hasher()
    var offset: Int64 = 0
    let signed = size - endLength
    while true {
      let count = min(Int64(bytes.count), signed - offset)
      hasher.update(bytes[..<Int(count)])
      offset += count
      if offset == signed { break }
      bytes = try store.getRange(path, offset..<min(signed, offset + piece))
    }
    let end = Array(trailer.suffix(Int(endLength)))
    let label: Label = isSegment ? .segmentSignature : .objectSignature
    let message = SegmentTrailer.signedMessage(label, hasher.finalize())
    hasher.update(end)
    let whole = hasher.finalize()
    guard writer.isValid(signature: Array(end[..<64]), of: message),
      VaultPath.parseSealed(path)?.writer == header.writer
    else {
      throw VaultError(
        .tampered, "\(path) was changed, or its writer never signed it", remedy: "restore it from a backup")
    }
    guard isSegment else {
      return .object(
        ObjectDescription(
          id: header.id, kind: header.kind == .media ? .media : .record, path: path, period: header.period,
          key: header.key, size: size, head: head, objectDigest: whole, sealedAt: header.createdAt))
    }
    let table = try SegmentTrailer(parsing: trailer, what: path)
    return .segment(
      SegmentDescription(
        id: header.id, path: path, period: header.period, key: header.key, sequence: header.sequence,
        recordCount: table.recordCount, recordRoot: table.recordRoot, size: size, head: head, objectDigest: whole,
        sealedAt: header.createdAt))
  }
}
