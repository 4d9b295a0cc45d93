import Records
import Storage

/// Entries of one file that are safe elsewhere.
struct AcknowledgedRange: Sendable, Hashable {
  var file: UInt64
  var entries: Range<Int>
}

/// The files that say which entries are safe elsewhere.
///
/// A file is written by one process, and never again after a failure; a new one begins with all that still matters.
final class AcknowledgementLog: @unchecked Sendable {
  // @unchecked: touched by the spool's thread only, once the spool is open.
  static let firstLine = Array("holdfast acks v1\n".utf8)
  /// After so many bytes a new file is begun.
  private static let fileLength: Int64 = 1 << 20
  private static let rangeLength = 24

  private let folder: String
  private let files: any FileOperations
  private var file: OpenFile?
  private var length: Int64 = 0
  private var number: UInt64
  /// Files that the next one replaces.
  private var older: [String]

  init(folder: String, files: any FileOperations, last: UInt64, older: [String]) {
    self.folder = folder
    self.files = files
    self.older = older
    number = last
  }

  /// Adds ranges, durable when this returns; `all` gives what a new file begins with.
  func append(_ ranges: [AcknowledgedRange], all: () -> [AcknowledgedRange]) throws {
    if let file, length < AcknowledgementLog.fileLength {
      do {
        try write(AcknowledgementLog.record(ranges), to: file)
        try files.syncData(file)
      } catch {
        end()
        throw error
      }
    } else {
      end()
      try begin(all() + ranges)
    }
  }

  private func begin(_ ranges: [AcknowledgedRange]) throws {
    number += 1
    let path = folder + "/" + SpoolFormat.name(number, SpoolFormat.acknowledgementSuffix)
    let new = try files.create(path)
    do {
      try write(AcknowledgementLog.firstLine + AcknowledgementLog.record(ranges), to: new)
      try files.syncData(new)
      try files.syncDirectory(folder)
    } catch {
      files.close(new)
      try? files.unlink(path)
      throw error
    }
    file = new
    // What stays behind says nothing that the new file does not say.
    for path in older { try? files.unlink(path) }
    older = []
  }

  private func write(_ bytes: [UInt8], to file: OpenFile) throws {
    try bytes.withUnsafeBytes { try files.write(file, $0) }
    length += Int64(bytes.count)
  }

  private func end() {
    if let file {
      files.close(file)
      older.append(file.path)
    }
    file = nil
    length = 0
  }

  /// Ends the log; when nothing is left to acknowledge, its files go too.
  func close(isEmpty: Bool) {
    end()
    if isEmpty { for path in older { try? files.unlink(path) } }
  }

  // MARK: - Bytes

  static func record(_ ranges: [AcknowledgedRange]) -> [UInt8] {
    var body: [UInt8] = []
    body.reserveCapacity(ranges.count * rangeLength)
    for range in ranges {
      body.appendBigEndian(range.file)
      body.appendBigEndian(UInt64(range.entries.lowerBound))
      body.appendBigEndian(UInt64(range.entries.count))
    }
    var bytes: [UInt8] = []
    bytes.appendBigEndian(UInt32(ranges.count))
    bytes.appendBigEndian(CRC32C.checksum(body))
    return bytes + body
  }

  /// The ranges of a file, up to what is torn or damaged: then some entries are handed out again.
  static func read(_ bytes: [UInt8]) -> [AcknowledgedRange] {
    guard bytes.starts(with: firstLine) else { return [] }
    var ranges: [AcknowledgedRange] = []
    bytes.withUnsafeBytes { bytes in
      func number(_ offset: Int) -> UInt64 {
        UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      }
      var offset = firstLine.count
      while bytes.count - offset >= 8 {
        let head = number(offset)
        let length = Int(head >> 32) * rangeLength
        guard length <= bytes.count - offset - 8 else { return }
        let body = UnsafeRawBufferPointer(rebasing: bytes[offset + 8..<offset + 8 + length])
        guard CRC32C.checksum(body) == UInt32(truncatingIfNeeded: head) else { return }
        for start in stride(from: offset + 8, to: offset + 8 + length, by: rangeLength) {
          guard let first = Int(exactly: number(start + 8)), let count = Int(exactly: number(start + 16)),
            first < 1 << 32, count < 1 << 32
          else { continue }
          ranges.append(AcknowledgedRange(file: number(start), entries: first..<first + count))
        }
        offset += 8 + length
      }
    }
    return ranges
  }
}
