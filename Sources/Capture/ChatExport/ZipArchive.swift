import CArchive
import Records
import Synchronization

/// A zip read through libarchive, entry by entry, in memory only: nothing is ever unpacked to disk.
///
/// One cursor moves forward through the archive and starts again when an earlier entry is asked for.
///
/// Unchecked: `cursor`, the only mutable state, is touched under `lock` alone.
final class ZipArchive: @unchecked Sendable {
  /// More entries are no chat export.
  static let mostEntries = 200_000
  /// The largest file that WhatsApp lets people send has 2 GB.
  static let largestEntry: Int64 = 4 << 30
  /// How much of each entry is looked at when the archive is listed.
  static let headBytes = 64 << 10

  /// What listing found.
  struct Listing: Sendable {
    var entries: [ZipEntry] = []
    var problems: [(name: String, what: String)] = []
  }

  private struct Cursor {
    var archive: OpaquePointer?
    /// The entry whose data can be read now; -1 before the first.
    var position = -1
    var entry: OpaquePointer?
  }

  let path: String
  let size: Int64
  private let lock = Mutex(())
  private var cursor = Cursor()

  init(path: String, size: Int64) {
    self.path = path
    self.size = size
  }

  deinit {
    if let archive = cursor.archive { archive_read_free(archive) }
  }

  /// How much an entry may unpack to: real exports hold media that do not compress, and text that does.
  private var unpackLimit: Int64 {
    min(ZipArchive.largestEntry, max(64 << 20, size.multipliedReportingOverflow(by: 200).partialValue))
  }

  // MARK: Listing

  /// Looks through the whole archive once.
  func list() throws -> Listing {
    try lock.withLock { _ in try UTF8Locale.run { try listEntries() } }
  }

  private func listEntries() throws -> Listing {
    try restart()
    var listing = Listing()
    var total: Int64 = 0
    while true {
      do {
        guard try advance() else { break }
      } catch let error as CaptureError where !listing.entries.isEmpty {
        listing.problems.append(("entry \(cursor.position + 2)", "\(error.message); what follows is not read"))
        break
      }
      guard let entry = cursor.entry else { break }
      let path = ZipArchive.path(of: entry, at: cursor.position)
      if archive_entry_is_encrypted(entry) != 0 {
        throw CaptureError(
          CaptureError.Code(rawValue: "encrypted"), "The zip is protected with a password", path: self.path,
          place: path, remedy: "Unpack it with its password and pack it again without one.")
      }
      guard listing.entries.count < ZipArchive.mostEntries else {
        throw CaptureError(
          .tooLarge, "The zip has more than \(ZipArchive.mostEntries) files", path: self.path,
          remedy: "This is no chat export; import the files that you need one by one.")
      }
      let type = archive_entry_filetype(entry)
      if type == 0o040000 { continue }
      guard type == 0o100000 || type == 0 else {
        listing.problems.append((path, "not a regular file; it is not read"))
        continue
      }
      let size = archive_entry_size_is_set(entry) != 0 ? archive_entry_size(entry) : nil
      if let size {
        total = total.addingReportingOverflow(max(0, size)).partialValue
        if size > unpackLimit || total > unpackLimit * 8 || total < 0 {
          throw CaptureError(
            .tooLarge, "The zip unpacks to far more than a chat export does", path: self.path, place: path,
            remedy: "Check where it comes from; a real export can be unpacked and packed again.")
        }
      }
      var head: [UInt8] = []
      do {
        try read(limit: unpackLimit) { piece in
          head += piece.prefix(ZipArchive.headBytes - head.count)
          return head.count < ZipArchive.headBytes
        }
      } catch let error as CaptureError {
        listing.problems.append((path, error.message))
      }
      let found = ZipEntry(
        index: cursor.position, path: path, size: size, facts: MediaFacts(head: head),
        looksLikeExport: MediaNames.ending(path) == "txt" && ChatExportOpener.looksLikeExport(head))
      listing.entries.append(found)
    }
    return listing
  }

  // MARK: Reading

  /// The whole of an entry, refused when it is larger than `limit`.
  func contents(of entry: ZipEntry, limit: Int64) throws -> [UInt8] {
    var bytes: [UInt8] = []
    if let size = entry.size, size > 0, size <= min(limit, 64 << 20) { bytes.reserveCapacity(Int(size)) }
    try stream(entry, limit: limit) { bytes.append(contentsOf: $0) }
    return bytes
  }

  /// Hands an entry over piece by piece.
  func stream(
    _ entry: ZipEntry, limit: Int64 = ZipArchive.largestEntry, _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    try lock.withLock { _ in
      try UTF8Locale.run {
        if cursor.archive == nil || cursor.position >= entry.index { try restart() }
        while cursor.position < entry.index {
          guard try advance() else { throw damaged("the file is gone", at: entry.path) }
        }
        try read(limit: min(limit, unpackLimit)) { piece in
          try body(piece)
          return true
        }
      }
    }
  }

  private func restart() throws {
    if let archive = cursor.archive { archive_read_free(archive) }
    cursor = Cursor()
    guard let archive = archive_read_new() else { throw damaged("out of memory", at: nil) }
    cursor.archive = archive
    archive_read_support_format_zip(archive)
    // Names without the UTF-8 flag are UTF-8 nevertheless: Android writes them so.
    _ = archive_read_set_options(archive, "zip:hdrcharset=UTF-8")
    guard archive_read_open_filename(archive, path, 64 << 10) == ARCHIVE_OK else {
      throw damaged(ZipArchive.message(archive), at: nil)
    }
  }

  /// Moves to the next entry; false after the last.
  private func advance() throws -> Bool {
    guard let archive = cursor.archive else { return false }
    var entry: OpaquePointer?
    let result = archive_read_next_header(archive, &entry)
    if result == ARCHIVE_EOF { return false }
    guard result >= ARCHIVE_WARN, entry != nil else { throw damaged(ZipArchive.message(archive), at: nil) }
    cursor.position += 1
    cursor.entry = entry
    return true
  }

  private func read(limit: Int64, _ body: (UnsafeRawBufferPointer) throws -> Bool) throws {
    guard let archive = cursor.archive else { return }
    var total: Int64 = 0
    while true {
      var start: UnsafeRawPointer?
      var count = 0
      var offset: Int64 = 0
      let result = archive_read_data_block(archive, &start, &count, &offset)
      if result == ARCHIVE_EOF { return }
      // A warning here is a checksum or a length that does not fit: the bytes are not what was packed.
      guard result == ARCHIVE_OK else { throw damaged(ZipArchive.message(archive), at: nil) }
      total += Int64(count)
      guard total <= limit else {
        throw CaptureError(
          .tooLarge, "A file in the zip unpacks to more than \(limit) bytes", path: path,
          remedy: "Check where the zip comes from.")
      }
      // libarchive's buffer is valid until the next call on the archive, which the lock keeps away.
      guard try body(UnsafeRawBufferPointer(start: start, count: count)) else { return }
    }
  }

  private func damaged(_ what: String, at place: String?) -> CaptureError {
    CaptureError(
      .damaged, "The zip cannot be read: \(what)", path: path, place: place,
      remedy: "Copy or export it again; compare its size with the original.")
  }

  private static func message(_ archive: OpaquePointer) -> String {
    archive_error_string(archive).map { String(cString: $0) } ?? "unknown error"
  }

  private static func path(of entry: OpaquePointer, at index: Int) -> String {
    if let name = archive_entry_pathname_utf8(entry) { return String(cString: name) }
    if let name = archive_entry_pathname(entry) { return String(cString: name) }
    return "entry-\(index + 1)"
  }
}
