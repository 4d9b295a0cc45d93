import Records
import Sealing

/// Reads the zip of WhatsApp's own *Export chat*: the text, and the files that its lines name.
public struct ChatZipReader: ConversationAligning {
  public let format = "chat-export-zip"

  /// A chat in the zip and the files that belong to it.
  private struct Part {
    var readings: ChatReadings
    var files: ZipAttachments
    var exceptions: [ReadingException]
    var total: Int64
  }

  private var parts: [Part]
  private var current = 0
  private let archive: ZipArchive
  private let context: ReadingContext

  /// Opens the zip, lists it and looks through its text once.
  public init(path: String, context: ReadingContext) throws {
    let file = try ByteFile(path: path)
    var hasher = SHA256Hasher()
    try file.forEachPiece { hasher.update($0) }
    let digest = hasher.finalize().hex
    let archive = ZipArchive(path: path, size: file.size)
    let listing = try archive.list()
    let files = listing.entries.filter { !$0.isPackaging }
    let texts = ChatZipReader.chatTexts(files)
    guard !texts.isEmpty else {
      throw CaptureError(
        .unknownFormat,
        files.isEmpty ? "The zip is empty" : "None of the \(files.count) files in the zip is the text of a chat",
        path: path, remedy: "Import the zip that WhatsApp's “Export chat” makes; it holds one .txt.")
    }
    var exceptions = listing.problems.map { ReadingException(where_: "zip: \($0.name)", what: $0.what) }
    for entry in files {
      if let suspicion = entry.suspicion {
        exceptions.append(
          ReadingException(where_: "zip: \(entry.path)", what: "\(suspicion); only “\(entry.name)” is kept of the name")
        )
      }
    }
    exceptions += ChatZipReader.duplicates(files)
    if texts.count > 1 {
      exceptions.append(
        ReadingException(
          where_: "zip", what: "\(texts.count) files are texts of chats: \(texts.map(\.path).joined(separator: ", "))"))
    }
    let zipName = ChatExportReader.lastComponent(path)
    var parts: [Part] = []
    var attachments = ZipAttachments(files: files.filter { file in !texts.contains { $0.index == file.index } })
    for (index, text) in texts.enumerated() {
      let bytes = try archive.contents(of: text, limit: ChatExportReader.largest)
      do {
        let export = try ChatExport(
          bytes: bytes, path: path, names: texts.count == 1 ? [text.plainName, zipName] : [text.plainName],
          context: context)
        attachments.match(export, folder: text.folder, isLast: index == texts.count - 1)
        parts.append(
          Part(
            readings: ChatReadings(
              export, context: context, sourceName: zipName + "/" + text.name, fileDigest: digest),
            files: attachments, exceptions: parts.isEmpty ? exceptions : [], total: Int64(bytes.count)))
      } catch let error as CaptureError where error.code == .unknownFormat && texts.count > 1 {
        exceptions.append(ReadingException(where_: "zip: \(text.path)", what: error.message))
      }
    }
    guard !parts.isEmpty else {
      throw CaptureError(
        .unknownFormat, "No text in the zip reads like a chat export", path: path,
        remedy: "Import the zip that WhatsApp's “Export chat” makes.")
    }
    parts[0].exceptions = exceptions
    self.parts = parts
    self.archive = archive
    self.context = context
  }

  public var progress: (done: Int64, total: Int64) {
    (parts.prefix(current + 1).reduce(0) { $0 + $1.readings.done }, parts.reduce(0) { $0 + $1.total })
  }

  public mutating func align(with known: any KnownChatExports) throws -> String? {
    var first: String?
    for index in parts.indices {
      let key = try parts[index].readings.align(with: known)
      if first == nil { first = key }
    }
    return first
  }

  public mutating func next() throws -> Reading? {
    while current < parts.count {
      guard var reading = try parts[current].readings.nextReading() else {
        current += 1
        continue
      }
      reading.exceptions += parts[current].exceptions
      parts[current].exceptions = []
      parts[current].files.attach(
        to: &reading, archive: archive, isLast: parts[current].readings.isAtEnd, builder: parts[current].readings.export
      )
      return reading
    }
    return nil
  }

  // MARK: Listing

  /// The texts of chats: by WhatsApp's names, else whatever reads like one.
  private static func chatTexts(_ files: [ZipEntry]) -> [ZipEntry] {
    let named = files.filter(\.isNamedChatText)
    return named.isEmpty ? files.filter(\.looksLikeExport) : named
  }

  private static func duplicates(_ files: [ZipEntry]) -> [ReadingException] {
    var counts: [String: Int] = [:]
    for file in files { counts[file.path, default: 0] += 1 }
    return counts.filter { $0.value > 1 }.sorted { $0.key < $1.key }.map {
      ReadingException(where_: "zip: \($0.key)", what: "the zip holds \($0.value) files of this name; all are kept")
    }
  }
}
