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

  func release() {
    file.withLock { file in
      if let open = file { files.close(open) }
      file = nil
    }
  }

  deinit { release() }
}
