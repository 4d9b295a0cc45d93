import Capture
import Records
import Storage

/// Reads the records of a folder from a mark on, some at a time.
///
/// Not for use from several threads at once; it is handed from the one that opens it to the one that reads.
final class BackfillSource: @unchecked Sendable {  // Only the queue's thread uses it once it was started.
  /// A record as it was read, or a file that holds none.
  enum Item: Sendable {
    case reading(Reading, file: String)
    case problem(code: String, what: String, place: String)
  }

  struct Batch: Sendable {
    var items: [Item] = []
    /// Where it ends.
    var mark = BackfillMark()
  }

  static let batchCount = 128
  static let batchBytes = 4 << 20

  private var walk: SourceWalk
  private var reader: RecordReader
  private var current: (found: SourceWalk.Found, file: RecordFile)?
  /// Files that are done, and their bytes.
  private var done: Int64 = 0
  private var doneBytes: Int64 = 0
  private let cancel: CancellationFlag?

  /// Opens a folder at a mark; nil when the folder is not what it was up to there.
  init?(
    root: String, from mark: BackfillMark, context: ReadingContext, files: any FileOperations,
    cancel: CancellationFlag?
  ) throws {
    walk = SourceWalk(root: root, files: files)
    reader = RecordReader(context: context, memory: mark.memory)
    self.cancel = cancel
    while done < mark.files {
      guard let found = walk.next() else { return nil }
      done += 1
      doneBytes += found.size
      if done % 1024 == 0 { try cancel?.check() }
    }
    if let place = mark.place {
      guard let found = walk.next(), found.problem == nil, walk.digest == mark.walkDigest,
        let file = try? RecordFile(path: found.path, name: BackfillSource.name(of: found), from: place),
        file.digest == mark.fileDigest
      else { return nil }
      current = (found, file)
    } else if mark.files > 0 {
      guard walk.digest == mark.walkDigest else { return nil }
    }
  }

  /// The next records; nil after the last.
  func next() throws -> Batch? {
    var batch = Batch()
    var bytes = 0
    while batch.items.count < BackfillSource.batchCount, bytes < BackfillSource.batchBytes {
      try cancel?.check()
      guard let (found, opened) = try open(&batch) else { break }
      var file = opened
      // Taken out while it changes, so that its buffer is not copied.
      current = nil
      do {
        let readings = try file.next(
          count: BackfillSource.batchCount - batch.items.count, bytes: BackfillSource.batchBytes - bytes, by: &reader)
        bytes += readings.reduce(0) { $0 + $1.delivery.body.count }
        batch.items += readings.map { .reading($0, file: found.relative) }
        if readings.isEmpty { finish(found) } else { current = (found, file) }
      } catch let error as CaptureError {
        batch.items.append(BackfillSource.problem(error, found))
        finish(found)
      }
    }
    batch.mark = mark
    return batch.items.isEmpty ? nil : batch
  }

  /// The file that is being read, or the next; what cannot be opened becomes an item.
  private func open(_ batch: inout Batch) throws -> (SourceWalk.Found, RecordFile)? {
    if let current { return current }
    while batch.items.count < BackfillSource.batchCount, let found = walk.next() {
      if let problem = found.problem {
        batch.items.append(.problem(code: "unreadable-file", what: problem, place: found.relative))
        finish(found)
        continue
      }
      do {
        return (found, try RecordFile(path: found.path, name: BackfillSource.name(of: found)))
      } catch let error as CaptureError {
        batch.items.append(BackfillSource.problem(error, found))
        finish(found)
      }
    }
    return nil
  }

  private func finish(_ found: SourceWalk.Found) {
    done += 1
    doneBytes += found.size
    current = nil
  }

  private var mark: BackfillMark {
    var mark = BackfillMark(files: done, walkDigest: walk.digest, memory: reader.memory, bytes: doneBytes)
    if let current {
      mark.place = current.file.place
      mark.fileDigest = current.file.digest
      mark.bytes += current.file.place.offset
    }
    return mark
  }

  private static func problem(_ error: CaptureError, _ found: SourceWalk.Found) -> Item {
    let place = found.relative + (error.place.map { ", " + $0 } ?? "")
    let code = error.code == .unknownFormat || error.code == .empty ? "not-a-record-file" : "unreadable-file"
    return .problem(code: code, what: "\(error.message). \(error.remedy)", place: place)
  }

  /// The name that records keep: with its folders where these are dates, which name neither people nor cases.
  static func name(of found: SourceWalk.Found) -> String {
    let parts = found.relative.split(separator: "/")
    let isDated = parts.dropLast().allSatisfy { part in
      let value = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let digits = value.last ?? ""
      let hasKey = value.count == 1 || ["year", "month", "day", "hour", "dt", "date"].contains(value[0].lowercased())
      return hasKey && !digits.isEmpty && digits.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2D }
    }
    return isDated ? found.relative : String(parts.last ?? "")
  }
}
