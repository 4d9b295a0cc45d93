import Records
import Sealing
import Storage

#if canImport(Glibc)
  import Glibc
#endif

/// The folder of the index: `current` names the generation in use, each generation a folder with its root key.
struct IndexFiles: Sendable {
  let folder: String
  /// What changes files go through; the databases have a seam of their own below the seal.
  var operations: any FileOperations = SystemFiles()

  var current: String { folder + "/current" }
  var lock: String { folder + "/indexer.lock" }

  func generation(_ name: String) -> String { folder + "/" + name }

  static func failure(_ what: String, _ path: String) -> SearchIndexError {
    SearchIndexError(
      .cannotWrite, "\(what) ‘\(path)’ failed: \(String(cString: strerror(errno)))",
      remedy: "check that the state directory is writable and has room")
  }

  func makeFolder(_ path: String) throws {
    do { try DurableFile.makeDirectories(path, files: operations) } catch let error as StorageError {
      throw IndexFiles.failure(error)
    }
  }

  private static func failure(_ error: StorageError) -> SearchIndexError {
    SearchIndexError(
      .cannotWrite, error.message,
      remedy: error.remedy.isEmpty ? "check that the state directory is writable and has room" : error.remedy,
      cause: error)
  }

  func read(_ path: String, limit: Int = 1 << 16) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: limit)
    var count = 0
    while count < limit {
      let got = bytes.withUnsafeMutableBytes { buffer in
        buffer.baseAddress.map { Glibc.read(descriptor, $0 + count, limit - count) } ?? -1
      }
      if got <= 0 { break }
      count += got
    }
    return Array(bytes[0..<count])
  }

  /// Writes a small file durably: beside, synced, renamed, its folder synced.
  func replace(_ path: String, _ bytes: [UInt8]) throws {
    do { try DurableFile.replace(path, bytes, files: operations) } catch let error as StorageError {
      throw IndexFiles.failure(error)
    }
  }

  /// Which file a path names now; nil where there is none.
  func identity(of path: String) -> FileIdentity? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return FileIdentity(
      device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: Int64(status.st_size),
      seconds: Int64(status.st_mtim.tv_sec), nanoseconds: Int64(status.st_mtim.tv_nsec))
  }

  func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  func names(in path: String) -> [String] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Removes a generation with all its databases, as far as possible.
  func removeGeneration(_ name: String) {
    let path = generation(name)
    for file in names(in: path) { try? operations.unlink(path + "/" + file) }
    try? operations.removeDirectory(path)
  }

  /// Removes what a process left that was killed while it made an index: generations that are not in use and files
  /// that were never put in place. Only who has the lock may.
  ///
  /// What is younger than an hour stays: another process may just be making the first one.
  func removeAbandoned(besides generation: String, now: Int64 = Int64(time(nil))) {
    for name in names(in: folder) {
      let isGeneration = name.hasPrefix("g") && name != generation && name.utf8.count > 8
      guard isGeneration || name.hasPrefix("current.new"),
        let status = try? operations.status(folder + "/" + name), status.modified < now - 3600
      else { continue }
      if isGeneration { removeGeneration(name) } else { try? operations.unlink(folder + "/" + name) }
    }
  }

  func size(of path: String) -> Int64 {
    var total: Int64 = 0
    for file in names(in: path) {
      var status = stat()
      if stat(path + "/" + file, &status) == 0 { total += Int64(status.st_size) }
    }
    return total
  }
}

/// What tells a file from the one that replaced it.
struct FileIdentity: Sendable, Hashable {
  var device: UInt64
  var inode: UInt64
  var size: Int64
  var seconds: Int64
  var nanoseconds: Int64
}

/// The lock that makes one process the indexer; the kernel drops it when the process dies.
final class IndexerLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock, or returns nil when another process has it.
  init?(_ path: String) throws {
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw IndexFiles.failure("opening the lock", path) }
    if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      close(descriptor)
      return nil
    }
  }

  deinit { close(descriptor) }
}
