import Records
import Sealing
import Storage

/// Reads what a segment or object says of itself, checks its writer's signature, and makes its ledger entry again.
enum SealedInspection {
  static func entry(of path: String, vault: LockedVault, writer: VerifyingKey) throws -> LedgerEntry {
    guard ObjectName.isValid(path) else { throw VaultError(.tampered, "\(path) is not an object of a vault") }
    return try entry(of: path, bytes: try vault.store.get(path), vault: vault.id, writer: writer)
  }

  static func entry(of path: String, bytes: [UInt8], vault: VaultID, writer: VerifyingKey) throws -> LedgerEntry {
    let isSegment = path.hasSuffix(".seg")
    let line = isSegment ? "holdfast segment v1\n" : "holdfast object v1\n"
    guard let (headerBytes, length) = try SealedFile.parseHead(bytes, firstLine: line, what: path) else {
      throw SealedFile.truncated(path)
    }
    let header = try SealedHeader(parsing: headerBytes, isSegment: isSegment, vault: vault, what: path)
    guard bytes.suffix(8).elementsEqual(SealedFile.endMark), bytes.count >= length + 72 else {
      throw SealedFile.truncated(path)
    }
    let signature = Array(bytes[(bytes.count - 72)..<(bytes.count - 8)])
    let digest = SHA256.hash(bytes[..<(bytes.count - 72)])
    let label: Label = isSegment ? .segmentSignature : .objectSignature
    guard writer.isValid(signature: signature, of: SegmentTrailer.signedMessage(label, digest)),
      VaultPath.parseSealed(path)?.writer == header.writer
    else {
      throw VaultError(
        .tampered, "\(path) is not in the ledger and not signed by its writer", remedy: "move it out of the vault")
    }
    let head = SHA256.hash(bytes[..<length])
    let whole = SHA256.hash(bytes)
    guard isSegment else {
      return .object(
        ObjectDescription(
          id: header.id, kind: header.kind == .media ? .media : .record, path: path, period: header.period,
          key: header.key, size: Int64(bytes.count), head: head, objectDigest: whole, sealedAt: header.createdAt))
    }
    let trailer = try SegmentTrailer(parsing: Array(bytes.suffix(SegmentTrailer.length)), what: path)
    return .segment(
      SegmentDescription(
        id: header.id, path: path, period: header.period, key: header.key, sequence: header.sequence,
        recordCount: trailer.recordCount, recordRoot: trailer.recordRoot, size: Int64(bytes.count), head: head,
        objectDigest: whole, sealedAt: header.createdAt))
  }
}
