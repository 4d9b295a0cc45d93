import Records

/// Reads the records of many files as one source.
public struct RecordReader {
  /// What it must know again when it goes on in another process.
  public struct Memory: Sendable, Hashable {
    /// The number of the next event.
    public var sequence: Int64
    /// What the source's checksums turned out to be of, as bits.
    public var checksums: UInt8

    /// Creates a memory; by default of nothing.
    public init(sequence: Int64 = 0, checksums: UInt8 = 0) {
      self.sequence = sequence
      self.checksums = checksums
    }
  }

  private var reader: PayloadReader
  private let keys: ArchiveKeys?

  /// Creates a reader.
  public init(context: ReadingContext, memory: Memory = Memory()) {
    keys = context.archiveKeys
    // What is broken gets its name from its bytes alone, not from what happened to be read before it.
    reader = PayloadReader(context: context, expecting: Provider(rawValue: "archive"))
    reader.sequence = max(0, memory.sequence)
    reader.archive.checksum = ArchiveChecksum(known: ArchiveChecksum.Meaning(rawValue: memory.checksums))
  }

  /// What it knows now.
  public var memory: Memory {
    Memory(sequence: reader.sequence, checksums: reader.archive.checksum.known.rawValue)
  }

  mutating func read(_ pieces: [PayloadSplitter.Piece], name: String, digest: String, limit: Int) -> [Reading] {
    if let keys { keys.prepare(RecordReader.salts(in: pieces)) }
    return pieces.map { piece in
      let source = DeliverySource(name: name, fileDigest: digest, offset: piece.offset, line: piece.line)
      switch piece.form {
      case .value(let value, let repairs):
        return reader.read(value, repairs: repairs, body: piece.bytes, source: source)
      case .broken(let error): return reader.unreadable(body: piece.bytes, source: source, error: error)
      case .tooLarge(let size, let digest):
        return reader.tooLarge(size: size, limit: limit, digest: digest, source: source)
      }
    }
  }

  /// The salts of all sealed bodies, so that their keys can be derived side by side.
  private static func salts(in pieces: [PayloadSplitter.Piece]) -> Set<[UInt8]> {
    var salts: Set<[UInt8]> = []
    for piece in pieces {
      guard case .value(let value, _) = piece.form, let shape = ArchiveRecord.Shape(of: value) else { continue }
      if let sealed = ArchiveBody(of: ArchiveRecord(value, shape: shape), keys: nil).sealed {
        salts.insert(sealed.salt)
      }
    }
    return salts
  }
}
