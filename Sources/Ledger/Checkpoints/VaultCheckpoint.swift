import Sealing

/// Where every writer's log of a vault stands: the statement that an officer keeps elsewhere.
///
/// It is the text of a signed note:
/// ```
/// holdfast vault checkpoint v1
/// vault <id>
/// log <origin> <size> <root>
/// ```
/// with one `log` line for each log, sorted by origin.
public struct VaultCheckpoint: Sendable, Hashable {
  /// The vault.
  public let vaultID: String
  /// The logs, sorted by origin.
  public let logs: [LogHead]

  private static let title = "holdfast vault checkpoint v1"

  /// States where logs stand, in any order.
  public init(vaultID: String, logs: [LogHead]) throws {
    self.vaultID = vaultID
    self.logs = logs.sorted { VaultCheckpoint.precedes($0, $1) }
    guard NoteName.isValid(vaultID), logs.allSatisfy({ NoteName.isValid($0.origin) }) else {
      throw LedgerError.malformed("a vault checkpoint's ids have no white space and no '+'")
    }
    guard zip(self.logs, self.logs.dropFirst()).allSatisfy({ VaultCheckpoint.precedes($0, $1) }) else {
      throw LedgerError.malformed("a vault checkpoint names each log once")
    }
    guard logs.allSatisfy({ $0.size > 0 || $0.root == RFC6962.empty }) else {
      throw LedgerError.malformed("a vault checkpoint gives an empty log the root of another")
    }
  }

  /// Reads a note's text; only what ``text`` gives is read.
  public init(text: String) throws {
    guard let lines = LineSplitter.lines(text), lines.count >= 2, lines[1].hasPrefix("vault ") else {
      throw LedgerError.malformed("this is not a vault checkpoint")
    }
    guard lines[0] == VaultCheckpoint.title else {
      throw LedgerError(
        code: .unsupported, message: "this is not a vault checkpoint of a version known here",
        remedy: "Give the note that 'holdfast checkpoint' printed")
    }
    let logs = try lines.dropFirst(2).map { line in
      let parts = line.utf8.split(separator: 32, omittingEmptySubsequences: false).map { String(Substring($0)) }
      guard parts.count == 4, parts[0] == "log", let size = Decimal.parse(parts[2]), let root = Digest(base64: parts[3])
      else { throw LedgerError.malformed("a line of the vault checkpoint is not 'log origin size root'") }
      return LogHead(origin: parts[1], size: size, root: root)
    }
    try self.init(vaultID: String(lines[1].dropFirst(6)), logs: logs)
    guard self.text.utf8.elementsEqual(text.utf8) else {
      throw LedgerError.malformed("the vault checkpoint is not written as such notes are")
    }
  }

  /// The text that is signed.
  public var text: String {
    "\(VaultCheckpoint.title)\nvault \(vaultID)\n"
      + logs.map { "log \($0.origin) \($0.size) \($0.root.base64)\n" }.joined()
  }

  /// Where one log stands.
  public func head(of origin: String) -> LogHead? { logs.first { $0.origin.utf8.elementsEqual(origin.utf8) } }

  /// A short name for the checkpoint: the first 100 bits of the digest of its text.
  public var identifier: String { Base32.prefix(SHA256.hash(text), characters: 20) }

  /// The checkpoint as a signed note.
  public func signed(by signer: NoteSigner) throws -> SignedNote {
    try SignedNote(text: text, signatures: [signer.sign(text: text)])
  }

  /// Reads and verifies a signed vault checkpoint.
  public static func open(
    _ bytes: [UInt8], verifiers: [NoteVerifier]
  ) throws -> (checkpoint: VaultCheckpoint, note: SignedNote) {
    let note = try SignedNote(parsing: bytes)
    _ = try note.verify(with: verifiers)
    return (try VaultCheckpoint(text: note.text), note)
  }

  private static func precedes(_ a: LogHead, _ b: LogHead) -> Bool {
    a.origin.utf8.lexicographicallyPrecedes(b.origin.utf8)
  }
}
