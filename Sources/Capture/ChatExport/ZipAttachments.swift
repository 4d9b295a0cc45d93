import Records

/// Brings the files of a zip and the lines of its chat together.
struct ZipAttachments: Sendable {
  private let files: [ZipEntry]
  private var used: Set<Int> = []
  /// The file of a line, by the line's place in the file.
  private var matches: [Int: ZipEntry] = [:]
  private var missing: [(line: Int, name: String)] = []
  private var takesSurplus = false

  init(files: [ZipEntry]) { self.files = files }

  /// Finds the files that the lines name; files that no chat names are left for the last chat.
  mutating func match(_ export: ChatExport, folder: String, isLast: Bool) {
    matches = [:]
    missing = []
    takesSurplus = isLast
    var byName: [String: [ZipEntry]] = [:]
    for file in files { byName[file.plainName, default: []].append(file) }
    for (index, line) in export.lines.enumerated() {
      guard case .media(let fileName?, _) = line.meaning else { continue }
      let candidates = byName[ZipEntry.plain(fileName)] ?? []
      let file = candidates.first { $0.folder == folder } ?? candidates.first
      if let file {
        matches[export.transcript.entries[index].line] = file
        used.insert(file.index)
      } else {
        missing.append((export.transcript.entries[index].line, fileName))
      }
    }
  }

  /// Adds the attachments of a reading's events and, at the end, what nobody named.
  mutating func attach(to reading: inout Reading, archive: ZipArchive, isLast: Bool, builder: ChatExport) {
    var found: [(entry: ZipEntry, event: Int)] = []
    for index in reading.events.indices {
      guard let line = reading.events[index].event.attributes["line"].flatMap({ Int($0) }),
        let entry = matches[line]
      else { continue }
      ExportMedia.describe(entry.name, entry.facts, size: entry.size, in: &reading.events[index].event)
      found.append((entry, index))
    }
    if isLast {
      reading.exceptions += ExportMedia.missing(missing, from: "the zip")
      if takesSurplus { addSurplus(to: &reading, export: builder, into: &found) }
    }
    // In the archive's own order, so that its cursor only moves forward.
    for match in found.sorted(by: { ($0.entry.index, $0.event) < ($1.entry.index, $1.event) }) {
      let entry = match.entry
      reading.attachments.append(
        Attachment(
          eventIndex: match.event, fileName: entry.name,
          mimeType: entry.facts.mimeType ?? MediaNames.mimeType(entry.name),
          size: entry.size, read: { body in try archive.stream(entry, body) }))
    }
  }

  private func addSurplus(
    to reading: inout Reading, export: ChatExport, into found: inout [(entry: ZipEntry, event: Int)]
  ) {
    let surplus = files.filter { !used.contains($0.index) }
    var sink = EventSink(
      delivery: reading.delivery.id, capturedAt: reading.delivery.capturedAt, reader: ChatReadings.reader,
      sequence: Int64(export.transcript.entries.count))
    for (index, entry) in surplus.enumerated() {
      var event = MessageEvent(
        .exception, provider: .chatExport, account: export.account, conversation: export.conversation)
      event.content = Content(
        MediaNames.kind(entry.name),
        media: MediaReference(.missing, fileName: entry.name))
      event.attributes["zip_entry"] = entry.path
      event.notes.append("A file of the export that no line names.")
      ExportMedia.describe(entry.name, entry.facts, size: entry.size, in: &event)
      found.append((entry, reading.events.count + index))
      sink.add(event, at: "zip entry \(entry.index + 1)")
      if index < ExportMedia.mostListed {
        reading.exceptions.append(
          ReadingException(where_: "zip: \(entry.path)", what: "no line of the chat names this file; it is kept"))
      }
    }
    if surplus.count > ExportMedia.mostListed {
      reading.exceptions.append(
        ReadingException(
          where_: "zip",
          what: "\(surplus.count - ExportMedia.mostListed) more files are named by no line; all are kept"))
    }
    reading.events += sink.events
  }
}
