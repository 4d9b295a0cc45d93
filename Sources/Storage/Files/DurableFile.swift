/// Whole small files, replaced or read at once: what a state directory is made of.
public enum DurableFile {
  /// Replaces a file: temporary file, fsync, rename, fsync of the folder.
  ///
  /// After a failure the old content still stands.
  public static func replace(_ path: String, _ bytes: [UInt8], files: any FileOperations) throws {
    let temporary = temporaryPath(path)
    let file = try files.create(temporary)
    do {
      defer { files.close(file) }
      try bytes.withUnsafeBytes { try files.write(file, $0) }
      try files.sync(file)
    } catch {
      try? files.unlink(temporary)
      throw error
    }
    do { try files.rename(temporary, path) } catch {
      try? files.unlink(temporary)
      throw error
    }
    try files.syncDirectory(parent(of: path))
  }

  /// Creates a file that must not exist, durably; false when it does.
  public static func create(_ path: String, _ bytes: [UInt8], files: any FileOperations) throws -> Bool {
    let temporary = temporaryPath(path)
    let file = try files.create(temporary)
    let created: Bool
    do {
      defer { files.close(file) }
      try bytes.withUnsafeBytes { try files.write(file, $0) }
      try files.sync(file)
      created = try files.link(temporary, path)
    } catch {
      try? files.unlink(temporary)
      throw error
    }
    try files.unlink(temporary)
    try files.syncDirectory(parent(of: path))
    return created
  }

  /// A name that no other process has, be it one that crashed under the same process number in another container.
  private static func temporaryPath(_ path: String) -> String {
    "\(path)\(temporaryMark)\(String(UInt64.random(in: .min ... .max), radix: 36))"
  }

  private static let temporaryMark = ".new-"

  /// Removes what a crash left half written of one file, which nobody else may be writing now.
  public static func removeAbandoned(of path: String, files: any FileOperations) throws {
    let folder = parent(of: path)
    let start = (path.split(separator: "/").last ?? "") + temporaryMark
    for name in try files.names(in: folder) where name.hasPrefix(start) { try files.unlink(folder + "/" + name) }
  }

  /// Removes what a crash left half written in a folder: temporary files older than a day.
  public static func removeAbandoned(in folder: String, now seconds: Int64, files: any FileOperations) throws {
    for name in try files.names(in: folder) where name.contains(temporaryMark) {
      let path = folder + "/" + name
      if let status = try files.status(path), status.kind == .file, status.modified < seconds - 86_400 {
        try files.unlink(path)
      }
    }
  }

  /// Reads a whole file; nil when there is none.
  ///
  /// Files over `limit` bytes are refused.
  public static func read(_ path: String, limit: Int64 = 1 << 26, files: any FileOperations) throws -> [UInt8]? {
    let file: OpenFile
    do {
      file = try files.openForReading(path)
    } catch let error as StorageError where error.code == .notFound {
      return nil
    }
    defer { files.close(file) }
    let size = try files.size(file)
    guard size <= limit else {
      throw StorageError(.other, path: path, "\(path) is larger than \(limit) bytes", remedy: "check what it is")
    }
    return try files.read(file, at: 0, count: Int(size))
  }

  /// Makes a folder and those above it, durably.
  public static func makeDirectories(_ path: String, files: any FileOperations) throws {
    if let status = try files.status(path) {
      guard status.kind == .directory else {
        throw StorageError(
          .notADirectory, path: path, "\(path) is not a folder", remedy: "symbolic links are not followed here")
      }
      return
    }
    let above = parent(of: path)
    if above != path, try files.status(above) == nil { try makeDirectories(above, files: files) }
    if try files.makeDirectory(path) { try files.syncDirectory(above) }
  }

  /// The path up to the last slash.
  public static func parent(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: 0x2F) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
