/// Opens the files that WhatsApp's own *Export chat* writes.
public enum ChatExportOpener {
  /// Whether one of the first lines begins as those of an export do.
  static func looksLikeExport(_ head: [UInt8]) -> Bool {
    var start = 0
    for _ in 0..<64 {
      guard start < head.count else { return false }
      var end = start
      while end < head.count, head[end] != 0x0A, head[end] != 0x0D { end += 1 }
      if HeaderScanner.scan(head, from: start, to: end) != nil { return true }
      start = end + 1
    }
    return false
  }

  /// Opens a text file.
  static func openText(path: String, context: ReadingContext) throws -> any SourceReader {
    try ChatExportReader(path: path, context: context)
  }

  /// Opens a zip file.
  static func openZip(path: String, context: ReadingContext) throws -> any SourceReader {
    try ChatZipReader(path: path, context: context)
  }
}
