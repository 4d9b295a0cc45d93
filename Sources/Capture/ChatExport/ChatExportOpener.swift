/// Opens the files that WhatsApp's own *Export chat* writes.
public enum ChatExportOpener {
  /// Opens a text file.
  static func openText(path: String, context: ReadingContext) throws -> any SourceReader {
    throw CaptureError(.unknownFormat, "Chat exports are not read yet", path: path, remedy: "Wait for the reader.")
  }

  /// Opens a zip file.
  static func openZip(path: String, context: ReadingContext) throws -> any SourceReader {
    throw CaptureError(.unknownFormat, "Chat exports are not read yet", path: path, remedy: "Wait for the reader.")
  }
}
