import Records
import Sealing

/// Reads the text file of WhatsApp's own *Export chat*.
public struct ChatExportReader: ConversationAligning {
  public let format = "chat-export-txt"
  /// Larger files are refused: WhatsApp's own limit of 40,000 messages makes files of a few megabytes.
  static let largest: Int64 = 512 << 20

  private var readings: ChatReadings
  private var files: FolderAttachments
  private let total: Int64

  /// Opens an export and looks through it once.
  public init(path: String, context: ReadingContext) throws {
    let file = try ByteFile(path: path)
    guard file.size <= ChatExportReader.largest else {
      throw CaptureError(
        .tooLarge, "The file has \(file.size) bytes; a chat export has at most \(ChatExportReader.largest)", path: path,
        remedy: "Split it between two messages and import the parts.")
    }
    let bytes = try file.read(at: 0, count: Int(file.size))
    total = Int64(bytes.count)
    let name = ChatExportReader.lastComponent(path)
    let export = try ChatExport(bytes: bytes, path: path, names: [name], context: context)
    files = FolderAttachments(export, textPath: path)
    readings = ChatReadings(export, context: context, sourceName: name, fileDigest: SHA256.hash(bytes).hex)
  }

  public var progress: (done: Int64, total: Int64) { (readings.done, total) }

  public mutating func align(with known: any KnownChatExports) throws -> String? { try readings.align(with: known) }

  public mutating func next() throws -> Reading? {
    guard var reading = try readings.nextReading() else { return nil }
    files.attach(to: &reading)
    return reading
  }

  static func lastComponent(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}
