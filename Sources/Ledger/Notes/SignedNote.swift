/// A C2SP signed note: text, and the signatures of one or more keys.
public struct SignedNote: Sendable, Hashable {
  /// The text, which ends in a newline.
  public let text: String
  /// The signatures, in the note's order.
  public private(set) var signatures: [NoteSignature]

  /// Longer notes are refused.
  public static let maximumCount = 1 << 20
  /// Notes with more signatures are refused.
  public static let maximumSignatures = 100

  /// Makes a note from its parts.
  public init(text: String, signatures: [NoteSignature]) throws {
    guard text.utf8.last == 10, !text.utf8.contains(where: { $0 < 0x20 && $0 != 10 }) else {
      throw LedgerError.malformed("a note's text ends in a newline and has no other control characters")
    }
    guard text.utf8.count <= SignedNote.maximumCount, signatures.count <= SignedNote.maximumSignatures else {
      throw LedgerError.malformed("the note is too long or has too many signatures")
    }
    self.text = text
    self.signatures = signatures
  }

  /// Reads a note.
  ///
  /// Nothing in it may be believed before ``verify(with:)``.
  public init(parsing bytes: [UInt8]) throws {
    guard bytes.count <= SignedNote.maximumCount, bytes.last == 10,
      let split = LineSplitter.afterLastEmptyLine(bytes), split < bytes.count,
      let text = String(validating: bytes[..<(split - 1)], as: UTF8.self),
      let rest = String(validating: bytes[split...], as: UTF8.self), let lines = LineSplitter.lines(rest)
    else { throw LedgerError.malformed("this is not a signed note: text, an empty line, signatures") }
    guard lines.count <= SignedNote.maximumSignatures else {
      throw LedgerError.malformed("the note has more than \(SignedNote.maximumSignatures) signatures")
    }
    try self.init(text: text, signatures: lines.map { try NoteSignature(line: $0) })
  }

  /// Reads a note.
  public init(parsing text: String) throws { try self.init(parsing: Array(text.utf8)) }

  /// The note as it is kept and sent.
  public var serialized: String {
    text + "\n" + signatures.map { $0.line + "\n" }.joined()
  }

  /// Adds a signature unless the same key has signed already.
  public mutating func sign(_ signer: NoteSigner) throws {
    guard !signatures.contains(where: signer.verifier.isNamed) else { return }
    add(try signer.sign(text: text))
  }

  /// Adds a signature line, such as a witness's.
  public mutating func add(_ signature: NoteSignature) { signatures.append(signature) }

  /// The keys whose signatures hold, out of those that are known.
  ///
  /// Signatures of unknown keys are ignored. A known key's signature that does not hold refuses the note, and
  /// so does a note that no known key signed.
  public func verify(with known: [NoteVerifier]) throws -> [NoteVerifier] {
    var verified: [NoteVerifier] = []
    for signature in signatures {
      guard let verifier = known.first(where: { $0.isNamed(by: signature) }) else { continue }
      guard verifier.isValid(signature, of: text) else {
        throw LedgerError(
          code: .badSignature, message: "the signature of '\(verifier.name)' does not hold: the note was changed")
      }
      if !verified.contains(verifier) { verified.append(verifier) }
    }
    guard !verified.isEmpty else {
      throw LedgerError(
        code: .unknownSigner, message: "no known key signed this note",
        remedy: "Check that it belongs to this vault")
    }
    return verified
  }
}
