import CPlatform

#if canImport(Glibc)
  import Glibc
#endif

/// The operating system's files.
public struct SystemFiles: FileOperations {
  /// Creates the real thing.
  public init() {}

  private func open(_ verb: String, _ path: String, _ flags: Int32) throws -> OpenFile {
    let result = hf_open(path, flags | O_NOFOLLOW, 0o600)
    guard result >= 0 else { throw FileFailure(verb, path, -result).storageError }
    return OpenFile(descriptor: result, path: path)
  }

  public func create(_ path: String) throws -> OpenFile {
    try open("cannot create", path, O_RDWR | O_CREAT | O_EXCL)
  }

  public func openForReading(_ path: String) throws -> OpenFile { try open("cannot open", path, O_RDONLY) }

  public func openForAppending(_ path: String) throws -> OpenFile {
    try open("cannot open", path, O_RDWR | O_CREAT | O_APPEND)
  }

  public func write(_ file: OpenFile, _ bytes: UnsafeRawBufferPointer) throws {
    var done = 0
    while done < bytes.count {
      let count = Glibc.write(file.descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
      if count < 0 {
        if errno == EINTR { continue }
        throw FileFailure("cannot write", file.path, errno).storageError
      }
      done += count
    }
  }

  public func read(_ file: OpenFile, at offset: Int64, count: Int) throws -> [UInt8] {
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: max(0, count)) { buffer, initialized in
      while initialized < count {
        let base = buffer.baseAddress.map { $0 + initialized }
        let got = pread(file.descriptor, base, count - initialized, off_t(offset) + off_t(initialized))
        if got < 0 {
          if errno == EINTR { continue }
          failure = errno
          return
        }
        if got == 0 { return }
        initialized += got
      }
    }
    if failure != 0 { throw FileFailure("cannot read", file.path, failure).storageError }
    return bytes
  }

  public func size(_ file: OpenFile) throws -> Int64 {
    var status = stat()
    guard fstat(file.descriptor, &status) == 0 else {
      throw FileFailure("cannot examine", file.path, errno).storageError
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw StorageError(.other, path: file.path, "\(file.path) is not a file", remedy: "put a regular file there")
    }
    return Int64(status.st_size)
  }

  public func truncate(_ file: OpenFile, to size: Int64) throws {
    guard ftruncate(file.descriptor, off_t(size)) == 0 else {
      throw FileFailure("cannot shorten", file.path, errno).storageError
    }
  }

  public func sync(_ file: OpenFile) throws {
    // Never repeated: after a failure the kernel may have dropped the dirty pages (fsyncgate), and a second call lies.
    guard fsync(file.descriptor) == 0 else { throw FileFailure("cannot make durable", file.path, errno).storageError }
  }

  public func syncData(_ file: OpenFile) throws {
    guard fdatasync(file.descriptor) == 0 else {
      throw FileFailure("cannot make durable", file.path, errno).storageError
    }
  }

  public func lock(_ file: OpenFile) throws -> Bool {
    while true {
      if flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
      if errno == EWOULDBLOCK { return false }
      if errno != EINTR { throw FileFailure("cannot lock", file.path, errno).storageError }
    }
  }

  public func close(_ file: OpenFile) { _ = Glibc.close(file.descriptor) }

  public func link(_ from: String, _ to: String) throws -> Bool {
    if Glibc.link(from, to) == 0 { return true }
    let number = errno
    if number == EEXIST { return false }
    // Some file systems know no hard links; renaming without replacing does the same there.
    if number == EPERM || number == EOPNOTSUPP || number == ENOSYS || number == EMLINK {
      let result = hf_rename_noreplace(from, to)
      if result == 0 { return true }
      if result == -EEXIST { return false }
    }
    throw FileFailure("cannot publish", to, number).storageError
  }

  public func rename(_ from: String, _ to: String) throws {
    guard Glibc.rename(from, to) == 0 else { throw FileFailure("cannot replace", to, errno).storageError }
  }

  public func unlink(_ path: String) throws {
    guard Glibc.unlink(path) == 0 || errno == ENOENT else {
      throw FileFailure("cannot remove", path, errno).storageError
    }
  }

  public func makeDirectory(_ path: String) throws -> Bool {
    if mkdir(path, 0o700) == 0 { return true }
    let number = errno
    if number == EEXIST {
      guard try status(path)?.kind == .directory else { throw FileFailure("cannot use", path, ENOTDIR).storageError }
      return false
    }
    throw FileFailure("cannot make the folder", path, number).storageError
  }

  public func removeDirectory(_ path: String) throws {
    guard rmdir(path) == 0 || errno == ENOENT || errno == ENOTEMPTY || errno == EEXIST else {
      throw FileFailure("cannot remove the folder", path, errno).storageError
    }
  }

  public func startWriting() { Glibc.sync() }

  public func syncDirectory(_ path: String) throws {
    let file = try open("cannot open the folder", path, O_RDONLY | O_DIRECTORY)
    defer { close(file) }
    guard fsync(file.descriptor) == 0 else {
      throw FileFailure("cannot make durable the folder", path, errno).storageError
    }
  }

  public func status(_ path: String) throws -> FileStatus? {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw FileFailure("cannot examine", path, errno).storageError
    }
    let kind: FileStatus.Kind
    switch status.st_mode & S_IFMT {
    case S_IFREG: kind = .file
    case S_IFDIR: kind = .directory
    case S_IFLNK: kind = .symbolicLink
    default: kind = .other
    }
    return FileStatus(
      kind: kind, size: Int64(status.st_size), modified: Int64(status.st_mtim.tv_sec),
      permissions: UInt16(truncatingIfNeeded: status.st_mode & 0o7777))
  }

  public func names(in directory: String) throws -> [String] {
    guard let handle = opendir(directory) else {
      throw FileFailure("cannot list the folder", directory, errno).storageError
    }
    defer { closedir(handle) }
    var names: [String] = []
    errno = 0
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
      errno = 0
    }
    guard errno == 0 else { throw FileFailure("cannot list the folder", directory, errno).storageError }
    return names
  }
}
