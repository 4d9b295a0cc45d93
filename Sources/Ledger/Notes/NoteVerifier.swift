import Sealing

/// A key that a note may be signed by, and its name.
public struct NoteVerifier: Sendable, Hashable {
  /// The key's name.
  public let name: String
  /// The first four bytes of the key's digest.
  public let keyID: UInt32
  /// The kind of signature.
  public let kind: NoteKeyKind
  /// The public key.
  public let key: VerifyingKey

  /// Names a key.
  public init(name: String, key: VerifyingKey, kind: NoteKeyKind = .ed25519) throws {
    guard NoteName.isValid(name) else {
      throw LedgerError.malformed("'\(name)' cannot name a key: no white space and no '+'")
    }
    self.name = name
    self.key = key
    self.kind = kind
    keyID = NoteVerifier.keyID(name: name, material: [kind.rawValue] + key.bytes)
  }

  /// Reads the text form `name+id+key`.
  public init(vkey: String) throws {
    let parts = vkey.utf8.split(separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    guard parts.count == 3, parts[1].utf8.count == 8, let id = UInt32(parts[1], radix: 16),
      let material = Base64.decode(parts[2]), let type = material.first
    else { throw LedgerError.malformed("a verifier key has the form name+id+key") }
    guard let kind = NoteKeyKind(rawValue: type) else {
      throw LedgerError(code: .unsupported, message: "a verifier key of type \(type) is not known here")
    }
    guard material.count == 33 else { throw LedgerError.malformed("the key of '\(parts[0])' has the wrong length") }
    try self.init(name: parts[0], key: VerifyingKey(bytes: material.dropFirst()), kind: kind)
    guard id == keyID else { throw LedgerError.malformed("the id of key '\(parts[0])' does not match it") }
  }

  /// The text form.
  public var vkey: String {
    let id = withUnsafeBytes(of: keyID.bigEndian) { Array($0) }
    return "\(name)+\(Hex.encode(id))+\(Base64.encode([kind.rawValue] + key.bytes))"
  }

  /// Whether a signature names this key.
  public func isNamed(by signature: NoteSignature) -> Bool {
    keyID == signature.keyID && name.utf8.elementsEqual(signature.name.utf8)
  }

  /// Whether a signature of a note's text is this key's.
  public func isValid(_ signature: NoteSignature, of text: String) -> Bool {
    switch kind {
    case .ed25519:
      return key.isValid(signature: signature.signature, of: Array(text.utf8))
    case .cosignatureV1:
      guard let time = signature.cosignatureTime else { return false }
      return key.isValid(
        signature: Array(signature.signature[8...]), of: NoteVerifier.cosigned(text: text, time: time))
    }
  }

  /// What a witness signs.
  static func cosigned(text: String, time: UInt64) -> [UInt8] {
    Array("cosignature/v1\ntime \(time)\n\(text)".utf8)
  }

  private static func keyID(name: String, material: [UInt8]) -> UInt32 {
    let digest = SHA256.hash(parts: [Array(name.utf8), [10], material])
    return digest.bytes[0..<4].reduce(0) { $0 << 8 | UInt32($1) }
  }
}
