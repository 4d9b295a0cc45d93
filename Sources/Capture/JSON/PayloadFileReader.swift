import Records
import Sealing

/// Reads a file of webhook payloads: one, an array, JSON lines, or one after the other.
struct PayloadFileReader: SourceReader {
  private(set) var format: String
  private var splitter: PayloadSplitter
  private var reader: PayloadReader
  private let name: String
  private let digest: String
  /// The first reading, made when the file was opened to tell its format.
  private var first: Reading?

  init(path: String, context: ReadingContext, limits: PayloadSplitter.Limits = .init()) throws {
    let file = try ByteFile(path: path)
    var hasher = SHA256Hasher()
    try file.forEachPiece { hasher.update($0) }
    digest = hasher.finalize().hex
    name = path.split(separator: "/").last.map(String.init) ?? path
    splitter = PayloadSplitter(file: file, limits: limits)
    reader = PayloadReader(context: context)
    format = "json"
    first = try advance()
    switch reader.lastProvider {
    case .some(.meta): format = "meta-webhook"
    case .some(.wasender): format = "wasender"
    case .some(let other) where other != PayloadForm.unknownProvider: format = other.rawValue
    default: break
    }
  }

  var progress: (done: Int64, total: Int64) { splitter.progress }

  mutating func next() throws -> Reading? {
    if let reading = first {
      first = nil
      return reading
    }
    return try advance()
  }

  private mutating func advance() throws -> Reading? {
    guard let piece = try splitter.next() else { return nil }
    let source = DeliverySource(name: name, fileDigest: digest, offset: piece.offset, line: piece.line)
    switch piece.form {
    case .value(let value, let repairs):
      return reader.read(value, repairs: repairs, body: piece.bytes, source: source)
    case .broken(let error):
      return reader.unreadable(body: piece.bytes, source: source, error: error)
    case .tooLarge(let size, let digest):
      return reader.tooLarge(size: size, limit: splitter.limits.body, digest: digest, source: source)
    }
  }
}
