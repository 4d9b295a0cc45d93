import Sealing

/// A `.tlog-proof` (C2SP tlog-proof): that an entry is in a log, with the log's own checkpoint.
public struct TLogProof: Sendable, Hashable {
  /// The entry's place in the log.
  public let index: UInt64
  /// The path from the entry to the root.
  public let hashes: [Digest]
  /// What an application adds; nothing vouches for it.
  public let extra: [UInt8]?
  /// The log's checkpoint.
  public let checkpoint: SignedNote

  private static let title = "c2sp.org/tlog-proof@v1"

  /// Makes a proof from its parts.
  public init(index: UInt64, hashes: [Digest], checkpoint: SignedNote, extra: [UInt8]? = nil) {
    self.index = index
    self.hashes = hashes
    self.checkpoint = checkpoint
    self.extra = extra
  }

  /// Reads a file.
  public init(text: String) throws {
    let malformed = LedgerError.malformed("this is not a tlog-proof")
    let bytes = Array(text.utf8)
    guard bytes.count <= SignedNote.maximumCount, let split = LineSplitter.afterFirstEmptyLine(bytes),
      var lines = LineSplitter.lines(String(decoding: bytes[..<(split - 1)], as: UTF8.self)), lines.count >= 2
    else { throw malformed }
    guard lines.removeFirst() == TLogProof.title else {
      throw LedgerError(code: .unsupported, message: "this is not a tlog-proof of a version known here")
    }
    if lines[0].hasPrefix("extra ") {
      guard let bytes = Base64.decode(lines.removeFirst().dropFirst(6)) else { throw malformed }
      extra = bytes
    } else {
      extra = nil
    }
    guard let place = lines.first, place.hasPrefix("index "), let index = Decimal.parse(place.dropFirst(6)),
      lines.count <= 65
    else { throw malformed }
    self.index = index
    hashes = try lines.dropFirst().map { line in
      guard let hash = Digest(base64: line) else { throw malformed }
      return hash
    }
    checkpoint = try SignedNote(parsing: Array(bytes[split...]))
    guard self.text.utf8.elementsEqual(text.utf8) else { throw malformed }
  }

  /// The file's text.
  public var text: String {
    var text = TLogProof.title + "\n"
    if let extra { text += "extra \(Base64.encode(extra))\n" }
    text += "index \(index)\n"
    for hash in hashes { text += hash.base64 + "\n" }
    return text + "\n" + checkpoint.serialized
  }

  /// Checks the proof for an entry's hash and returns the checkpoint it leads to.
  public func verify(leafHash: Digest, verifiers: [NoteVerifier], origin: String? = nil) throws -> Checkpoint {
    let opened = try Checkpoint.open(Array(checkpoint.serialized.utf8), verifiers: verifiers, origin: origin).checkpoint
    guard
      MerkleProof.verifyInclusion(
        leafHash: leafHash, index: index, size: opened.size, root: opened.root, proof: hashes)
    else {
      throw LedgerError(
        code: .badProof, message: "entry \(index) is not in log '\(opened.origin)' at size \(opened.size) as given")
    }
    return opened
  }
}
