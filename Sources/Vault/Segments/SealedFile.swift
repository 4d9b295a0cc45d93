import Ledger
import Records
import Sealing

/// What segments and sealed objects have in common: first line, header, end mark, writer's signature.
enum SealedFile {
  static let endMark = Array("hf-end1\n".utf8)

  /// First line, length and header.
  static func head(firstLine: String, header: [UInt8]) -> [UInt8] {
    var bytes = Array(firstLine.utf8)
    bytes.append(u32: UInt32(header.count))
    return bytes + header
  }

  /// Reads first line and header; nil when more bytes are needed.
  static func parseHead(
    _ bytes: [UInt8], firstLine: String, what: String
  ) throws -> (header: [UInt8], length: Int)? {
    let line = Array(firstLine.utf8)
    guard bytes.count >= line.count else {
      if line.starts(with: bytes) { return nil }
      throw unreadable(what)
    }
    guard bytes.starts(with: line) else {
      // `holdfast segment v2`: ours, but newer.
      if let version = line.lastIndex(of: 0x76), bytes.starts(with: line[...version]) {
        throw VaultError(
          .unsupportedVersion, "\(what) has a newer format than this program reads",
          remedy: "use a newer version of holdfast")
      }
      throw unreadable(what)
    }
    var reader = ByteReader(bytes, from: line.count)
    guard let length = reader.u32() else { return nil }
    guard length <= 65_536 else { throw unreadable(what) }
    guard let header = reader.take(Int(length)) else { return nil }
    return (header, reader.position)
  }

  /// Whether a head shows zeros, which it never has in its text: a disk may show them of what it was not yet told to keep.
  static func isTorn(_ bytes: [UInt8], firstLine: String) -> Bool {
    let line = firstLine.utf8.count
    return bytes.prefix(line).contains(0) || bytes.dropFirst(line + 4).contains(0)
  }

  private static func unreadable(_ what: String) -> VaultError {
    VaultError(.tampered, "\(what) does not begin as such an object does", remedy: "restore it from a backup")
  }

  static func truncated(_ what: String) -> VaultError {
    VaultError(.truncated, "\(what) is truncated", remedy: "restore it from a backup")
  }
}
