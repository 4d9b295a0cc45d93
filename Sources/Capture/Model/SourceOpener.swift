import Records

/// Finds out what a file is, by its content and never by its name, and opens the reader for it.
public enum SourceOpener {
  /// What a file looks like from its first bytes.
  public enum Format: Sendable, Hashable {
    case json, zip, text, empty
    /// Neither text nor anything known; the words say what it looks like.
    case unknown(String)
  }

  /// How many bytes of a file are looked at.
  static let sniffedBytes = 64 * 1024

  /// Opens the reader that fits the file.
  public static func open(path: String, context: ReadingContext) throws -> any SourceReader {
    let head = try ByteFile.head(of: path, count: sniffedBytes)
    switch format(of: head) {
    case .json: return try PayloadFileReader(path: path, context: context)
    case .zip: return try ChatExportOpener.openZip(path: path, context: context)
    case .text: return try ChatExportOpener.openText(path: path, context: context)
    case .empty:
      throw CaptureError(
        .empty, "The file holds nothing", path: path, remedy: "Export or copy it again, and import that.")
    case .unknown(let looks):
      throw CaptureError(
        .unknownFormat, "This is \(looks), not a chat export and not webhook payloads", path: path,
        remedy: "Import WhatsApp's “Export chat” as .txt or .zip, or the JSON of webhook payloads.")
    }
  }

  /// What the first bytes of a file say.
  public static func format(of head: [UInt8]) -> Format {
    if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) || head.starts(with: [0x50, 0x4B, 0x05, 0x06]) { return .zip }
    if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) {
      return .unknown("text in UTF-16")
    }
    var index = head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while index < head.count, isSpace(head[index]) { index += 1 }
    guard index < head.count else { return .empty }
    switch head[index] {
    case 0x7B: return .json
    case 0x5B:
      // “[12.05.24, 09:17:02] Lee: …” begins a chat export; “[{…” an array of payloads.
      var next = index + 1
      while next < head.count, isSpace(head[next]) { next += 1 }
      if next < head.count, [0x7B, 0x5B, 0x5D, 0x22].contains(head[next]) { return .json }
      return .text
    default: break
    }
    if let known = signature(head) { return .unknown(known) }
    // A NUL may stand in a message; it is no reason to refuse a chat.
    if head.contains(0), !ChatExportOpener.looksLikeExport(head) { return .unknown("a binary file") }
    return .text
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  private static func signature(_ head: [UInt8]) -> String? {
    let known: [([UInt8], String)] = [
      (Array("%PDF-".utf8), "a PDF document"), ([0x89, 0x50, 0x4E, 0x47], "a PNG picture"),
      ([0xFF, 0xD8, 0xFF], "a JPEG picture"), (Array("GIF8".utf8), "a GIF picture"),
      (Array("RIFF".utf8), "a RIFF media file"), (Array("OggS".utf8), "an Ogg sound file"),
      (Array("SQLite format 3\0".utf8), "an SQLite database"), ([0x1F, 0x8B], "a gzip file"),
      (Array("Rar!".utf8), "a RAR archive"), ([0x37, 0x7A, 0xBC, 0xAF], "a 7-Zip archive"),
      ([0x7F, 0x45, 0x4C, 0x46], "a program"),
    ]
    return known.first { head.starts(with: $0.0) }?.1
  }
}
