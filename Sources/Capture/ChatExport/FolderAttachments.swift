import Foundation
import Records

/// Brings the lines of a text file and the files beside it together, as Android hands an export over.
///
/// Only files that lines name are taken in. What else lies in the folder may belong to another chat: it is listed, and
/// only where this is the folder's one chat.
struct FolderAttachments: Sendable {
  /// What was found in the place of a name.
  private struct Found: Sendable {
    var path: String
    var name: String
  }

  private let folder: String
  private var matches: [Int: Found] = [:]
  private var exceptions: [ReadingException] = []

  /// Looks beside the text for the files that its lines name.
  init(_ export: ChatExport, textPath: String) {
    let parts = textPath.split(separator: "/", omittingEmptySubsequences: false)
    folder = parts.count > 1 ? parts.dropLast().joined(separator: "/") : "."
    var wanted: [(line: Int, name: String)] = []
    for (index, line) in export.lines.enumerated() {
      guard case .media(let name?, _) = line.meaning else { continue }
      wanted.append((export.transcript.entries[index].line, name))
    }
    guard let first = wanted.first else { return }
    // A folder that cannot be listed has no files to offer.
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    var byName: [String: String] = [:]
    for name in names { byName[ZipEntry.plain(name)] = name }
    var missing: [(line: Int, name: String)] = []
    var used: Set<String> = []
    for (line, name) in wanted {
      if let there = byName[ZipEntry.plain(name)], isFile(there) {
        matches[line] = Found(path: folder + "/" + there, name: there)
        used.insert(there)
      } else {
        missing.append((line, name))
      }
    }
    guard !matches.isEmpty else {
      exceptions = [
        ReadingException(
          where_: "line \(first.line)",
          what: """
            \(wanted.count) line(s) name files, first “\(first.name)”, and none of them lies beside the text: import \
            the zip, or the text together with its files
            """)
      ]
      return
    }
    exceptions = ExportMedia.missing(missing, from: "the folder")
    let chats = names.filter { $0 == "_chat.txt" || ($0.hasSuffix(".txt") && ChatTitle.title(ofFile: $0) != nil) }
    guard chats.count <= 1 else { return }
    let surplus = names.filter { MediaNames.isGivenByTheApp($0) && !used.contains($0) && isFile($0) }
    exceptions += surplus.prefix(ExportMedia.mostListed).map {
      ReadingException(where_: "folder: \($0)", what: "no line of the chat names this file; it was not taken in")
    }
    if surplus.count > ExportMedia.mostListed {
      exceptions.append(
        ReadingException(
          where_: "folder", what: "\(surplus.count - ExportMedia.mostListed) more files are named by no line"))
    }
  }

  /// Whether a name in the folder is a regular file: links are not followed.
  private func isFile(_ name: String) -> Bool {
    let attributes = try? FileManager.default.attributesOfItem(atPath: folder + "/" + name)
    return attributes?[.type] as? FileAttributeType == .typeRegular
  }

  /// Adds the files of a reading's events and, once, what is missing and what nobody named.
  mutating func attach(to reading: inout Reading) {
    for index in reading.events.indices {
      guard let line = reading.events[index].event.attributes["line"].flatMap({ Int($0) }), let found = matches[line]
      else { continue }
      let path = found.path
      guard let file = try? ByteFile(path: path, followsLinks: false),
        let head = try? file.read(at: 0, count: min(65_536, Int(clamping: file.size)))
      else { continue }
      let facts = MediaFacts(head: head)
      ExportMedia.describe(found.name, facts, size: file.size, in: &reading.events[index].event)
      reading.attachments.append(
        Attachment(
          eventIndex: index, fileName: found.name, mimeType: facts.mimeType ?? MediaNames.mimeType(found.name),
          size: file.size,
          read: { body in
            try ByteFile(path: path, followsLinks: false).forEachPiece { piece in
              try piece.withUnsafeBytes { try body($0) }
            }
          }, path: path))
    }
    reading.exceptions += exceptions
    exceptions = []
  }
}
