import Sealing

/// What a log says about itself: its origin, its size and its root (C2SP tlog-checkpoint).
public struct Checkpoint: Sendable, Hashable {
  /// The log's name.
  public let origin: String
  /// How many entries it has.
  public let size: UInt64
  /// The root over them.
  public let root: Digest
  /// Further lines, which we never write.
  public let extensions: [String]

  /// States a log's size and root.
  public init(origin: String, size: UInt64, root: Digest) throws {
    try self.init(origin: origin, size: size, root: root, extensions: [])
  }

  private init(origin: String, size: UInt64, root: Digest, extensions: [String]) throws {
    guard !origin.isEmpty, !origin.utf8.contains(where: { $0 < 0x20 }) else {
      throw LedgerError.malformed("a checkpoint's origin is empty or has control characters")
    }
    self.origin = origin
    self.size = size
    self.root = root
    self.extensions = extensions
  }

  /// Reads a note's text.
  public init(text: String) throws {
    guard let lines = LineSplitter.lines(text), lines.count >= 3, let size = Decimal.parse(lines[1]),
      let root = Digest(base64: lines[2]), lines.dropFirst(3).allSatisfy({ !$0.isEmpty })
    else { throw LedgerError.malformed("this is not a checkpoint: origin, size and root, a line each") }
    guard size > 0 || root == RFC6962.empty else {
      throw LedgerError.malformed("a checkpoint of size 0 has the root of a tree that is not empty")
    }
    try self.init(origin: lines[0], size: size, root: root, extensions: Array(lines.dropFirst(3)))
  }

  /// The text that is signed.
  public var text: String {
    "\(origin)\n\(size)\n\(root.base64)\n" + extensions.map { $0 + "\n" }.joined()
  }

  /// The checkpoint as a signed note.
  public func signed(by signer: NoteSigner) throws -> SignedNote {
    try SignedNote(text: text, signatures: [signer.sign(text: text)])
  }

  /// Reads and verifies a signed checkpoint; with an origin given, it must be that log's.
  public static func open(
    _ bytes: [UInt8], verifiers: [NoteVerifier], origin: String? = nil
  ) throws -> (checkpoint: Checkpoint, note: SignedNote) {
    let note = try SignedNote(parsing: bytes)
    _ = try note.verify(with: verifiers)
    let checkpoint = try Checkpoint(text: note.text)
    if let origin, !checkpoint.origin.utf8.elementsEqual(origin.utf8) {
      throw LedgerError(
        code: .inconsistent, message: "the checkpoint is of log '\(checkpoint.origin)', not of '\(origin)'")
    }
    return (checkpoint, note)
  }

  /// Throws unless this continues an earlier checkpoint of the same log; every log continues the empty one.
  public func requireContinuation(of earlier: Checkpoint, proof: [Digest]) throws {
    guard earlier.origin.utf8.elementsEqual(origin.utf8) else {
      throw LedgerError(
        code: .inconsistent, message: "the checkpoints are of two logs, '\(earlier.origin)' and '\(origin)'")
    }
    guard size >= earlier.size else {
      throw LedgerError(
        code: .rolledBack, message: "log '\(origin)' has \(size) entries and had \(earlier.size) before",
        remedy: "Entries were removed: restore the log from a backup and find out who changed it")
    }
    if earlier.size == 0, proof.isEmpty { return }
    guard
      MerkleProof.verifyConsistency(
        size1: earlier.size, root1: earlier.root, size2: size, root2: root, proof: proof)
    else {
      throw LedgerError(
        code: .inconsistent,
        message: "log '\(origin)' at size \(size) does not continue what it was at size \(earlier.size)",
        remedy: "Entries were rewritten: restore the log from a backup and find out who changed it")
    }
  }
}
