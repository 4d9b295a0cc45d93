import Records
import Sealing
import Storage

/// Opens segments and objects against what the ledger says of them.
struct SegmentOpening {
  let vault: UnlockedVault

  /// Reads first line and header, and checks them against the ledger's digest.
  private func header(
    _ path: String, head: Digest, isSegment: Bool
  ) throws -> (header: SealedHeader, length: Int) {
    let store = vault.store
    guard let size = try store.size(path) else {
      throw VaultError(.missing, "\(path) is not there", remedy: "restore it from a backup")
    }
    let line = isSegment ? "holdfast segment v1\n" : "holdfast object v1\n"
    var bytes = try store.getRange(path, 0..<min(size, 2048))
    var parsed = try SealedFile.parseHead(bytes, firstLine: line, what: path)
    if parsed == nil, size > 2048 {
      bytes = try store.getRange(path, 0..<min(size, 70_000))
      parsed = try SealedFile.parseHead(bytes, firstLine: line, what: path)
    }
    guard let parsed else { throw SealedFile.truncated(path) }
    // The vault's id is read before the digest is compared: “of another vault” says more than “changed”.
    let header = try SealedHeader(parsing: parsed.header, isSegment: isSegment, vault: vault.id, what: path)
    guard SHA256.hash(bytes[..<parsed.length]) == head else {
      throw VaultError(
        .tampered, "\(path) is not the object that the ledger describes: its header differs",
        remedy: "restore it from a backup")
    }
    return (header, parsed.length)
  }

  func open(_ description: SegmentDescription) throws -> OpenSegment {
    let path = description.path
    let (header, length) = try header(path, head: description.head, isSegment: true)
    let size = try vault.store.size(path) ?? 0
    guard size >= Int64(length + SegmentTrailer.length) else { throw SealedFile.truncated(path) }
    let trailer = try SegmentTrailer(
      parsing: try vault.store.getRange(path, size - Int64(SegmentTrailer.length)..<size), what: path)
    guard size == description.size, trailer.recordRoot == description.recordRoot,
      trailer.recordCount == description.recordCount, header.id == description.id
    else {
      throw VaultError(
        .tampered, "\(path) is not the object that the ledger describes", remedy: "restore it from a backup")
    }
    let footerStart = size - Int64(SegmentTrailer.length) - Int64(trailer.footerLength)
    guard footerStart >= Int64(length) else {
      throw VaultError(.tampered, "the trailer of \(path) is damaged", remedy: "restore it from a backup")
    }
    let footer = try vault.store.getRange(path, footerStart..<footerStart + Int64(trailer.footerLength))
    let key = try header.segmentKey(with: try vault.keyring.retentionKey(for: header), what: path)
    let vault = self.vault
    return try OpenSegment(description, store: vault.store, key: key, headLength: length, footerBytes: footer) {
      [weak vault] large in
      guard let vault else { throw VaultError(.noRecord, "the vault was closed while \(large.path) was read") }
      return try SegmentOpening(vault: vault).largeRecord(large)
    }
  }

  func object(_ path: String, kind: ObjectDescription.Kind) throws -> ObjectOpener {
    var found = vault.locked.view.knownObject(path)
    if found == nil {
      _ = try vault.writers()
      found = vault.locked.view.knownObject(path)
    }
    guard let description = found, description.kind == kind else {
      throw VaultError(.noRecord, "no log of this vault has the object \(path)")
    }
    return try object(description)
  }

  func object(_ description: ObjectDescription) throws -> ObjectOpener {
    let path = description.path
    let (header, length) = try header(path, head: description.head, isSegment: false)
    guard let size = try vault.store.size(path), size == description.size else { throw SealedFile.truncated(path) }
    let key = try header.segmentKey(with: try vault.keyring.retentionKey(for: header), what: path)
    return ObjectOpener(
      store: vault.store, path: path, header: header, headDigest: description.head, headLength: length, size: size,
      key: key)
  }

  private func largeRecord(_ large: SegmentFooter.Large) throws -> [UInt8] {
    let opener = try object(large.path, kind: .record)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(large.length)
    try opener.read { bytes.append(contentsOf: $0) }
    guard bytes.count == large.length else {
      throw VaultError(.tampered, "\(large.path) has another length than its segment says")
    }
    return bytes
  }
}
