import Intake
import Records
import Sealing
import Vault

/// What a spool file begins with.
struct SpoolHeader: Sendable, Hashable {
  var number: UInt64
  /// The file before, and how many of its entries are confirmed; zeros for the first.
  var previousFile: UInt64
  var previousEntries: UInt64
  var vault: VaultID
  var createdAt: Instant
  var wrap: DoubleWrap

  private static let maximumLength = 16_384

  /// First line, length and JSON.
  var encoded: [UInt8] {
    var json = CanonicalJSON()
    json.object { json in
      json.member("created_at", createdAt.rfc3339)
      json.member("format", 1)
      json.member("gateway", wrap.gateway.base64)
      json.member("number", Int64(clamping: number))
      json.member("previous_entries", Int64(clamping: previousEntries))
      json.member("previous_file", Int64(clamping: previousFile))
      json.member("sealed", wrap.identity.base64)
      json.member("vault", vault.text)
    }
    var bytes = SpoolFormat.firstLine
    bytes.appendBigEndian(UInt32(json.bytes.count))
    return bytes + json.bytes
  }

  init(
    number: UInt64, previousFile: UInt64, previousEntries: UInt64, vault: VaultID, createdAt: Instant, wrap: DoubleWrap
  ) {
    self.number = number
    self.previousFile = previousFile
    self.previousEntries = previousEntries
    self.vault = vault
    self.createdAt = createdAt
    self.wrap = wrap
  }

  /// Whether a power failure kept only the end of a header that was not synced: zeros, then text, and no entry.
  private static func isEndOfHeader(_ bytes: [UInt8]) -> Bool {
    guard bytes.count <= maximumLength, bytes.first == 0, let text = bytes.firstIndex(where: { $0 != 0 }) else {
      return false
    }
    return bytes[text...].allSatisfy { (0x20...0x7E).contains($0) }
  }

  /// Reads the header of a file; nil when the file ends within it: nothing was ever confirmed in such a file.
  ///
  /// Throws ``SpoolError`` `damaged` for anything else.
  static func parse(_ bytes: [UInt8], path: String) throws -> (header: SpoolHeader, head: [UInt8])? {
    func damaged(_ what: String) -> SpoolError {
      SpoolError(
        .damaged, "\(path) cannot be read: \(what) (at byte 0)", remedy: "restore it, or keep it for an investigation")
    }
    let line = SpoolFormat.firstLine
    guard bytes.count >= line.count + 4 else {
      if line.starts(with: bytes.prefix(line.count)) || bytes.allSatisfy({ $0 == 0 }) { return nil }
      throw damaged("it is no spool file")
    }
    // A size without the bytes is what a power failure leaves of a file that was just made.
    if bytes.count <= maximumLength, bytes.allSatisfy({ $0 == 0 }) { return nil }
    if isEndOfHeader(bytes) { return nil }
    guard bytes.starts(with: line) else { throw damaged("it is no spool file of this version") }
    let length = bytes[line.count..<line.count + 4].reduce(0) { $0 << 8 | Int($1) }
    guard length <= maximumLength else { throw damaged("its header is too long") }
    let end = line.count + 4 + length
    guard bytes.count >= end else {
      // Only a header that is not whole ends before its brace; else the length is what is wrong.
      if bytes.contains(UInt8(ascii: "}")) { throw damaged("its header's length is wrong") }
      return nil
    }
    let text = Array(bytes[line.count + 4..<end])
    guard let value = try? JSONReader.parse(text), case .object(let object) = value,
      CanonicalJSON.encode(value) == text, object["format"]?.integer == 1,
      let vault = object["vault"]?.string.flatMap({ VaultID($0) }),
      let createdAt = object["created_at"]?.string.flatMap({ Instant(rfc3339: $0) }),
      let number = object["number"]?.integer.flatMap({ UInt64(exactly: $0) }),
      let previousFile = object["previous_file"]?.integer.flatMap({ UInt64(exactly: $0) }),
      let previousEntries = object["previous_entries"]?.integer.flatMap({ UInt64(exactly: $0) }),
      let gateway = object["gateway"]?.string, let sealed = object["sealed"]?.string,
      let wrap = try? DoubleWrap(gateway: gateway, identity: sealed)
    else { throw damaged("its header is damaged, or of a newer version") }
    let header = SpoolHeader(
      number: number, previousFile: previousFile, previousEntries: previousEntries, vault: vault, createdAt: createdAt,
      wrap: wrap)
    return (header, Array(bytes[..<end]))
  }
}
