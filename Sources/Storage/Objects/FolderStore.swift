import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// A store in a folder of a local or network file system.
///
/// An object is written to `.incoming/`, made durable, and linked to its name, so that it is complete or absent
/// (docs/format.md §10.1). Symbolic links are refused everywhere below the root.
public final class FolderStore: ObjectStore {
  /// The folder's path as it was given, made absolute.
  public let root: String
  public let location: String
  let files: any FileOperations
  /// Folders that were seen to be real folders.
  private let checked = Mutex<Set<String>>([])

  /// Where unfinished objects are.
  static let incoming = ".incoming"

  /// Opens the store in a folder that exists.
  public init(root: String, files: any FileOperations = SystemFiles()) throws {
    let path = FolderStore.absolute(root)
    guard let real = realpath(path, nil) else {
      throw StorageError("cannot open the folder", path: path, errorNumber: errno)
    }
    defer { free(real) }
    self.root = path
    self.location = String(cString: real)
    self.files = files
    guard try files.status(location)?.kind == .directory else {
      throw StorageError("cannot open the folder", path: path, errorNumber: ENOTDIR)
    }
  }

  /// Makes the folder, which must be absent or empty, and opens the store in it.
  public static func create(root: String, files: any FileOperations = SystemFiles()) throws -> FolderStore {
    let path = absolute(root)
    if try files.status(path) == nil {
      try DurableFile.makeDirectories(path, files: files)
    } else if try !files.names(in: path).isEmpty {
      throw StorageError(
        .exists, path: path, "the folder \(path) is not empty", remedy: "name a new folder, or empty this one")
    }
    return try FolderStore(root: path, files: files)
  }

  public var description: String { "the folder \(root)" }

  private static func absolute(_ path: String) -> String {
    var text = path
    if !text.hasPrefix("/"), let here = getcwd(nil, 0) {
      text = String(cString: here) + "/" + text
      free(here)
    }
    while text.utf8.count > 1, text.hasSuffix("/") { text.removeLast() }
    return text
  }

  private func path(_ name: String) -> String { location + "/" + name }

  // MARK: - Writing

  public func putIfAbsent(_ name: String, _ bytes: [UInt8]) throws -> Bool {
    try ObjectName.check(name)
    let upload = try upload()
    do {
      try bytes.withUnsafeBytes { try upload.append($0) }
    } catch {
      upload.cancel()
      throw error
    }
    return try upload.publish(name)
  }

  public func upload() throws -> any ObjectUpload { try FolderUpload(store: self) }

  public func replace(_ name: String, _ bytes: [UInt8], expecting: [UInt8]?) throws -> Bool {
    try ObjectName.check(name)
    try makeIncoming()
    // One replacement at a time in this folder, over all processes: read, compare and rename are not one system call.
    let lockPath = path(FolderStore.incoming) + "/replace.lock"
    let lock = try files.openForAppending(lockPath)
    defer { files.close(lock) }
    var waited = 0
    while try !files.lock(lock) {
      waited += 1
      guard waited < 500 else {
        throw StorageError(
          .conflict, path: lockPath, "another process holds \(lockPath)", remedy: "wait for it to end, then try again")
      }
      usleep(10_000)
    }
    guard try find(name) == expecting else { return false }
    let target = path(name)
    try makeParents(name)
    let upload = try FolderUpload(store: self)
    do {
      try bytes.withUnsafeBytes { try upload.append($0) }
      try upload.finish()
      try files.rename(upload.path, target)
    } catch {
      upload.cancel()
      throw error
    }
    try files.syncDirectory(DurableFile.parent(of: target))
    return true
  }

  public func erase(_ name: String) throws {
    try ObjectName.check(name)
    guard try parentsAreReal(name) else { return }
    try files.unlink(path(name))
    try files.syncDirectory(DurableFile.parent(of: path(name)))
  }

  func nextTemporaryPath() throws -> String {
    try makeIncoming()
    // Random, as containers give every process the same number.
    return path(FolderStore.incoming) + "/" + String(UInt64.random(in: .min ... .max), radix: 36)
  }

  func publish(_ temporary: String, as name: String) throws -> Bool {
    try ObjectName.check(name)
    try makeParents(name)
    let target = path(name)
    let published: Bool
    do {
      published = try files.link(temporary, target)
    } catch {
      try? files.unlink(temporary)
      throw error
    }
    try files.unlink(temporary)
    // Also when the name was taken: whoever took it may not have come this far.
    try files.syncDirectory(DurableFile.parent(of: target))
    return published
  }

  private func makeIncoming() throws {
    let folder = path(FolderStore.incoming)
    if checked.withLock({ $0.contains(folder) }) { return }
    if try files.makeDirectory(folder) { try files.syncDirectory(location) }
    checked.withLock { _ = $0.insert(folder) }
  }

  /// Makes the folders above an object, each durable before the next.
  private func makeParents(_ name: String) throws {
    var folder = location
    for part in name.split(separator: "/").dropLast() {
      let parent = folder
      folder += "/" + part
      if checked.withLock({ $0.contains(folder) }) { continue }
      if try files.makeDirectory(folder) { try files.syncDirectory(parent) }
      checked.withLock { _ = $0.insert(folder) }
    }
  }

  // MARK: - Reading

  /// Whether every folder above an object is there; throws when one is a link or no folder.
  private func parentsAreReal(_ name: String) throws -> Bool {
    var folder = location
    for part in name.split(separator: "/").dropLast() {
      folder += "/" + part
      if checked.withLock({ $0.contains(folder) }) { continue }
      guard let status = try files.status(folder) else { return false }
      guard status.kind == .directory else {
        throw StorageError(
          "cannot go through", path: folder, errorNumber: status.kind == .symbolicLink ? ELOOP : ENOTDIR)
      }
      checked.withLock { _ = $0.insert(folder) }
    }
    return true
  }

  private func open(_ name: String) throws -> OpenFile {
    try ObjectName.check(name)
    guard try parentsAreReal(name) else { throw StorageError("cannot open", path: path(name), errorNumber: ENOENT) }
    return try files.openForReading(path(name))
  }

  public func get(_ name: String) throws -> [UInt8] {
    let file = try open(name)
    defer { files.close(file) }
    let size = try files.size(file)
    let bytes = try files.read(file, at: 0, count: Int(size))
    guard bytes.count == Int(size) else {
      throw StorageError(.truncated, path: path(name), "\(path(name)) became shorter while it was read")
    }
    return bytes
  }

  public func getRange(_ name: String, _ range: Range<Int64>) throws -> [UInt8] {
    let file = try open(name)
    defer { files.close(file) }
    guard range.lowerBound >= 0, range.upperBound <= (try files.size(file)) else {
      throw StorageError(.truncated, path: path(name), "\(path(name)) ends before byte \(range.upperBound)")
    }
    let bytes = try files.read(file, at: range.lowerBound, count: range.count)
    guard bytes.count == range.count else {
      throw StorageError(.truncated, path: path(name), "\(path(name)) became shorter while it was read")
    }
    return bytes
  }

  public func size(_ name: String) throws -> Int64? {
    try ObjectName.check(name)
    guard try parentsAreReal(name), let status = try files.status(path(name)), status.kind == .file else { return nil }
    return status.size
  }

  public func list(_ prefix: String) throws -> [ObjectInfo] {
    var found: [ObjectInfo] = []
    // Begin in the deepest folder that the prefix names for sure.
    let folder = prefix.lastIndex(of: "/").map { String(prefix[..<$0]) } ?? ""
    if !folder.isEmpty {
      try ObjectName.check(folder)
      guard try parentsAreReal(folder + "/x") else { return [] }
    }
    try walk(folder, depth: 0) { if $0.path.hasPrefix(prefix) { found.append($0) } }
    return found.sorted { $0.path < $1.path }
  }

  private func walk(_ folder: String, depth: Int, _ visit: (ObjectInfo) -> Void) throws {
    guard depth < 64 else {
      throw StorageError(.other, path: path(folder), "folders are nested too deeply at \(path(folder))")
    }
    let base = folder.isEmpty ? location : path(folder)
    for name in try files.names(in: base) {
      if folder.isEmpty, name == FolderStore.incoming { continue }
      let inner = folder.isEmpty ? name : folder + "/" + name
      guard let status = try files.status(base + "/" + name) else { continue }
      // A link or a device is listed like a file: whoever checks the store will say that it does not belong here.
      if status.kind == .directory {
        try walk(inner, depth: depth + 1, visit)
      } else {
        visit(ObjectInfo(path: inner, size: status.size))
      }
    }
  }

  /// Removes unfinished objects that no live process can still be writing: older than a day.
  public func removeAbandoned(now seconds: Int64) throws {
    let folder = path(FolderStore.incoming)
    guard try files.status(folder)?.kind == .directory else { return }
    for name in try files.names(in: folder) where name != "replace.lock" {
      let file = folder + "/" + name
      if let status = try files.status(file), status.kind == .file, status.modified < seconds - 86_400 {
        try files.unlink(file)
      }
    }
  }
}
