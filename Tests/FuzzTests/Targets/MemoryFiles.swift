import Storage
import Synchronization

/// Files that exist only here, for readers of folders.
final class MemoryFiles: FileOperations {
  private let files = Mutex<[String: [UInt8]]>([:])

  /// Puts a file in its place.
  func put(_ path: String, _ bytes: [UInt8]) { files.withLock { $0[path] = bytes } }

  private func refuse(_ path: String) -> StorageError { StorageError(.notFound, path: path, "there is no \(path)") }

  func create(_ path: String) throws -> OpenFile { throw refuse(path) }

  func openForReading(_ path: String) throws -> OpenFile {
    guard files.withLock({ $0[path] != nil }) else { throw refuse(path) }
    return OpenFile(descriptor: -1, path: path)
  }

  func openForAppending(_ path: String) throws -> OpenFile { throw refuse(path) }
  func write(_ file: OpenFile, _ bytes: UnsafeRawBufferPointer) throws { throw refuse(file.path) }

  func read(_ file: OpenFile, at offset: Int64, count: Int) throws -> [UInt8] {
    guard offset >= 0, count >= 0 else { throw refuse(file.path) }
    let bytes = files.withLock { $0[file.path] ?? [] }
    return offset >= Int64(bytes.count) ? [] : Array(bytes[Int(offset)...].prefix(count))
  }

  func size(_ file: OpenFile) throws -> Int64 { Int64(files.withLock { $0[file.path]?.count ?? 0 }) }
  func truncate(_ file: OpenFile, to size: Int64) throws { throw refuse(file.path) }
  func sync(_ file: OpenFile) throws {}
  func lock(_ file: OpenFile) throws -> Bool { true }
  func close(_ file: OpenFile) {}
  func link(_ from: String, _ to: String) throws -> Bool { throw refuse(to) }
  func rename(_ from: String, _ to: String) throws { throw refuse(to) }
  func unlink(_ path: String) throws { throw refuse(path) }
  func makeDirectory(_ path: String) throws -> Bool { throw refuse(path) }
  func removeDirectory(_ path: String) throws { throw refuse(path) }
  func syncDirectory(_ path: String) throws {}

  func status(_ path: String) throws -> FileStatus? {
    files.withLock { files in
      if let bytes = files[path] { return FileStatus(kind: .file, size: Int64(bytes.count), modified: 0) }
      return files.keys.contains { $0.hasPrefix(path + "/") }
        ? FileStatus(kind: .directory, size: 0, modified: 0, permissions: 0o700) : nil
    }
  }

  func names(in directory: String) throws -> [String] {
    files.withLock { files in
      Set(
        files.keys.filter { $0.hasPrefix(directory + "/") }
          .compactMap { $0.dropFirst(directory.count + 1).split(separator: "/").first.map(String.init) }
      ).sorted()
    }
  }
}
