import Sealing

/// The body of a witness's `add-checkpoint` call (C2SP tlog-witness).
public struct WitnessRequest: Sendable, Hashable {
  /// The size that the log believes the witness knows.
  public let oldSize: UInt64
  /// That the new checkpoint continues that size.
  public let proof: [Digest]
  /// The new checkpoint, signed by the log.
  public let note: SignedNote

  /// The longest proof that may be sent.
  public static let maximumProofCount = 63

  /// Asks for a cosignature.
  public init(oldSize: UInt64, proof: [Digest], note: SignedNote) {
    self.oldSize = oldSize
    self.proof = proof
    self.note = note
  }

  /// Reads a body.
  public init(parsing bytes: [UInt8]) throws {
    let malformed = LedgerError.malformed("this is not an add-checkpoint request")
    guard bytes.count <= SignedNote.maximumCount, let split = LineSplitter.afterFirstEmptyLine(bytes),
      let head = String(validating: bytes[..<(split - 1)], as: UTF8.self), let lines = LineSplitter.lines(head),
      let first = lines.first, first.hasPrefix("old "), let oldSize = Decimal.parse(first.dropFirst(4)),
      lines.count <= 1 + WitnessRequest.maximumProofCount
    else { throw malformed }
    self.oldSize = oldSize
    proof = try lines.dropFirst().map { line in
      guard let hash = Digest(base64: line) else { throw malformed }
      return hash
    }
    note = try SignedNote(parsing: Array(bytes[split...]))
  }

  /// The body's text.
  public var text: String {
    "old \(oldSize)\n" + proof.map { $0.base64 + "\n" }.joined() + "\n" + note.serialized
  }
}
