/// Turns one file into readings, one at a time and in bounded memory.
public protocol SourceReader {
  /// What the file turned out to be: `meta-webhook`, `wasender`, `chat-export-txt`, `chat-export-zip`.
  var format: String { get }
  /// How much of the file has been read, in bytes.
  var progress: (done: Int64, total: Int64) { get }
  /// The next reading; nil after the last.
  mutating func next() throws -> Reading?
}
