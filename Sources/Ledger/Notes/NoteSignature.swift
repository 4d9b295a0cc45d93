import Sealing

/// One signature line of a note.
public struct NoteSignature: Sendable, Hashable {
  /// The key's name.
  public let name: String
  /// The first four bytes of the key's digest; name and id together tell the key.
  public let keyID: UInt32
  /// The signature itself, in the form of its kind.
  public let signature: [UInt8]

  /// Describes a signature.
  public init(name: String, keyID: UInt32, signature: [UInt8]) {
    self.name = name
    self.keyID = keyID
    self.signature = signature
  }

  /// Reads a line without its newline.
  public init(line: String) throws {
    let parts = line.utf8.split(separator: 32, omittingEmptySubsequences: false).map { String(Substring($0)) }
    guard parts.count == 3, Array(parts[0].utf8) == Array("—".utf8), NoteName.isValid(parts[1]),
      let bytes = Base64.decode(parts[2]), bytes.count >= 5
    else { throw LedgerError.malformed("a signature line of the note is not of its form") }
    name = parts[1]
    keyID = bytes[0..<4].reduce(0) { $0 << 8 | UInt32($1) }
    signature = Array(bytes[4...])
  }

  /// The line without its newline.
  public var line: String {
    let id = withUnsafeBytes(of: keyID.bigEndian) { Array($0) }
    return "— \(name) \(Base64.encode(id + signature))"
  }

  /// The time of a cosignature, in seconds since 1970; nil when this cannot be one.
  public var cosignatureTime: UInt64? {
    guard signature.count == 72 else { return nil }
    return signature[0..<8].reduce(0) { $0 << 8 | UInt64($1) }
  }
}
