import Storage
import Synchronization

/// The lock file that makes one process the writer of a log.
final class WriterLock: Sendable {
  private let files: any FileOperations
  private let file: Mutex<OpenFile?>

  private init(file: OpenFile, files: any FileOperations) {
    self.file = Mutex(file)
    self.files = files
  }

  /// Takes the lock; nil when another process, or another writer in this one, has it.
  static func take(_ path: String, files: any FileOperations) throws -> WriterLock? {
    let file = try files.openForAppending(path)
    do {
      if try files.lock(file) { return WriterLock(file: file, files: files) }
    } catch {
      files.close(file)
      throw error
    }
    files.close(file)
    return nil
  }

  /// Whether whoever had the lock last did not come to say that it had ended in order.
  static func isInterrupted(_ path: String, files: any FileOperations) throws -> Bool {
    (try files.status(path)?.size ?? 0) > 0
  }

  /// Notes, before anything is published, that something may be left to complete until `end`.
  func begin() throws {
    guard let open = file.withLock({ $0 }), try files.size(open) == 0 else { return }
    try [UInt8(ascii: "1")].withUnsafeBytes { try files.write(open, $0) }
    try files.syncData(open)
  }

  /// Notes that nothing is left to complete. Where the note is lost, somebody looks once for nothing.
  func end() {
    if let open = file.withLock({ $0 }) { try? files.truncate(open, to: 0) }
  }

  func release() {
    file.withLock { file in
      if let open = file { files.close(open) }
      file = nil
    }
  }

  deinit { release() }
}
