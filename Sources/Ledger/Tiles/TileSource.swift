import Sealing

/// Reads tiles and bundles of a log, falling back from an incomplete tile to the full one that replaced it.
struct TileSource: Sendable {
  let read: @Sendable (String) throws -> [UInt8]

  func hashes(_ address: TileAddress) throws -> [Digest] {
    let (bytes, isFallback) = try bytes(address)
    guard let hashes = TileBytes.decode(bytes, width: address.width, allowingMore: isFallback) else {
      throw LedgerError.malformed(
        "tile \(address.path) has \(bytes.count) bytes, which \(address.width) hashes have not")
    }
    return hashes
  }

  func entries(_ address: TileAddress) throws -> [[UInt8]] {
    let (bytes, isFallback) = try bytes(address)
    do {
      return try EntryBundle.parse(bytes, count: address.width, allowingMore: isFallback)
    } catch let error as LedgerError {
      throw LedgerError.malformed("\(address.path): \(error.message)")
    }
  }

  private func bytes(_ address: TileAddress) throws -> (bytes: [UInt8], isFallback: Bool) {
    do {
      return (try read(address.path), false)
    } catch {
      if !address.isFull, let bytes = try? read(address.full.path) { return (bytes, true) }
      throw LedgerError(
        code: .missing, message: "\(address.path) cannot be read",
        remedy: "Restore the ledger's files from a backup", cause: error)
    }
  }
}
