import Records
import Sealing

/// A file of JSON records, read some at a time; its place can be written down and gone on from in another process.
public struct RecordFile {
  /// A place between two records.
  public struct Place: Sendable, Hashable {
    public var offset: Int64
    public var line: Int64
    /// Within a JSON array that began before.
    public var inArray: Bool
    /// Whether looking for the end of something broken is no longer tried by brackets.
    public var isCoarse: Bool

    /// Creates a place; by default the beginning.
    public init(offset: Int64 = 0, line: Int64 = 1, inArray: Bool = false, isCoarse: Bool = false) {
      self.offset = offset
      self.line = line
      self.inArray = inArray
      self.isCoarse = isCoarse
    }
  }

  /// SHA-256 of the whole file, in hexadecimal.
  public let digest: String
  private let name: String
  private var splitter: PayloadSplitter
  /// What stopped reading, to be thrown once everything before it was handed over.
  private var failure: (any Error)?

  private static let names: Set<String> = ["json", "jsonl", "ndjson", "jsonlines"]

  /// Opens a file, which must look like JSON or be named so; links are not followed.
  ///
  /// `name` is the one that records carry: folders name people and cases.
  public init(path: String, name: String, from place: Place = Place()) throws {
    let file = try ByteFile(path: path, followsLinks: false)
    try RecordFile.check(file)
    var hasher = SHA256Hasher()
    try file.forEachPiece(upTo: Int(clamping: file.size)) { hasher.update($0) }
    digest = hasher.finalize().hex
    self.name = name
    var limits = PayloadSplitter.Limits()
    // A small file does not need the room of a large one.
    limits.chunk = min(limits.chunk, max(4096, Int(clamping: file.size) + 1))
    splitter = PayloadSplitter(
      file: file, limits: limits,
      from: PayloadSplitter.Place(
        offset: place.offset, line: place.line, inArray: place.inArray, balancingFailed: place.isCoarse))
  }

  private static func check(_ file: ByteFile) throws {
    let head = try file.read(at: 0, count: min(SourceOpener.sniffedBytes, Int(clamping: file.size)))
    let ending = file.path.split(separator: "/").last?.split(separator: ".").last.map { $0.lowercased() } ?? ""
    func refuse(_ code: CaptureError.Code, _ looks: String) -> CaptureError {
      CaptureError(
        code, looks, path: file.path, remedy: "Among an archive's records only JSON is read; import it by itself.")
    }
    switch SourceOpener.format(of: head) {
    case .json: return
    // A file that was cut, or whose first line is broken, is still one of records.
    case .text where names.contains(ending): return
    case .text: throw refuse(.unknownFormat, "This is text, not JSON")
    case .zip: throw refuse(.unknownFormat, "This is a zip archive, not JSON")
    case .unknown(let looks): throw refuse(.unknownFormat, "This is \(looks), not JSON")
    case .empty: throw CaptureError(.empty, "The file holds nothing", path: file.path, remedy: "Copy it again.")
    }
  }

  /// Where it stands, between two records.
  public var place: Place {
    let place = splitter.place
    return Place(
      offset: place.offset, line: place.line, inArray: place.inArray, isCoarse: place.balancingFailed)
  }

  /// The next readings, at most `count` and about `bytes` of source; empty after the last.
  public mutating func next(count: Int, bytes: Int, by reader: inout RecordReader) throws -> [Reading] {
    if let failure { throw failure }
    var pieces: [PayloadSplitter.Piece] = []
    var size = 0
    do {
      while pieces.count < count, size < bytes, let piece = try splitter.next() {
        size += piece.bytes.count
        pieces.append(piece)
      }
    } catch {
      failure = error
      if pieces.isEmpty { throw error }
    }
    return reader.read(pieces, name: name, digest: digest, limit: splitter.limits.body)
  }

  /// How much of a file is looked at to tell what it is: longer first records are not recognised.
  private static let recognisedBytes = 1 << 20

  /// Whether a file begins with a record of an archive that another system kept; one of its first lines may be broken.
  public static func isArchive(path: String) -> Bool {
    guard let file = try? ByteFile(path: path), (try? check(file)) != nil,
      let head = try? file.read(at: 0, count: min(recognisedBytes, Int(clamping: file.size)))
    else { return false }
    return head.withUnsafeBufferPointer { head in
      var start = head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      for _ in 0..<8 {
        while start < head.count, [0x20, 0x09, 0x0A, 0x0D, 0x5B, 0x2C].contains(head[start]) { start += 1 }
        guard start < head.count else { return false }
        let rest = UnsafeBufferPointer(rebasing: head[start...])
        if let (value, _, _) = try? JSONReader.parse(rest, from: 0), value.object != nil {
          return ArchiveRecord.Shape(of: value) != nil
        }
        guard let end = rest.firstIndex(of: 0x0A) else { return false }
        start += end
      }
      return false
    }
  }
}
