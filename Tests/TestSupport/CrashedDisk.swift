import Foundation
import Storage

/// What a disk may hold after a crash: recorded changes replayed up to a point, with what was not made durable kept,
/// lost or torn.
public struct CrashedDisk {
  /// What happens to what was not made durable.
  public enum Loss: CaseIterable, Sendable {
    /// Everything reached the disk.
    case nothing
    /// Names reached the disk, bytes that were not synced did not.
    case bytes
    /// Names reached the disk, of a file's unsynced bytes only the first half.
    case torn
    /// Neither names nor bytes that were not synced reached the disk.
    case namesAndBytes
    /// Bytes reached the disk, names that were not synced did not.
    case names
    /// Of the names only the last change reached the disk, before those that came earlier; unsynced bytes did not.
    case allNamesButTheLast
    /// Names and sizes reached the disk; where unsynced bytes made a file longer there are zeros.
    case bytesButNotSizes
    /// Names reached the disk, of a file's unsynced bytes only the second half, with what was there before it or zeros.
    case firstHalf
  }

  /// Something done to a file since it was last synced.
  private enum Pending {
    case write(offset: Int, bytes: [UInt8])
    case truncate(Int)
  }

  private struct File {
    var content: [UInt8] = []
    var synced: [UInt8] = []
    var pending: [Pending] = []
  }

  private struct Names: Hashable {
    var files: [String: Int] = [:]
    var folders: Set<String> = []

    mutating func removeFolder(_ path: String) {
      folders.remove(path)
      for inner in files.keys.filter({ $0.hasPrefix(path + "/") }) { files[inner] = nil }
      for inner in folders.filter({ $0.hasPrefix(path + "/") }) { folders.remove(inner) }
    }

    mutating func moveFolder(_ from: String, _ to: String) {
      guard folders.contains(from) else { return }
      let old = self
      removeFolder(to)
      removeFolder(from)
      folders.insert(to)
      func moved(_ path: String) -> String { to + path.dropFirst(from.count) }
      for (path, file) in old.files where path.hasPrefix(from + "/") { files[moved(path)] = file }
      for path in old.folders where path.hasPrefix(from + "/") { folders.insert(moved(path)) }
    }
  }

  private var names = Names()
  private var durable = Names()
  /// The last change of names, by which an otherwise older disk would differ.
  private var lastNames: (inout Names) -> Void = { _ in }
  private var files: [File] = []
  /// Folders that were renamed, until the folder above is synced: then what was durable in them goes along.
  private var moved: [(from: String, to: String)] = []

  /// Replays changes.
  public init(_ changes: ArraySlice<FaultyFiles.Change>) { for change in changes { apply(change) } }

  /// Replays one more change.
  public mutating func apply(_ change: FaultyFiles.Change) {
    switch change {
    case .create(let path):
      let file = files.count
      files.append(File())
      rename { $0.files[path] = file }
    case .append(let path, let bytes):
      if let file = names.files[path] { write(file, at: files[file].content.count, bytes) }
    case .write(let path, let offset, let bytes):
      if let file = names.files[path] { write(file, at: Int(offset), bytes) }
    case .truncate(let path, let size):
      if let file = names.files[path] {
        Self.truncate(&files[file].content, Int(size))
        files[file].pending.append(.truncate(Int(size)))
      }
    case .sync(let path):
      if let file = names.files[path] {
        files[file].synced = files[file].content
        files[file].pending = []
      }
    case .link(let from, let to):
      let file = names.files[from]
      rename { $0.files[to] = file }
    case .rename(let from, let to): move(from, to)
    case .unlink(let path): rename { $0.files[path] = nil }
    case .makeDirectory(let path): rename { $0.folders.insert(path) }
    case .removeDirectory(let path): rename { $0.folders.remove(path) }
    case .syncDirectory(let folder): syncDirectory(folder)
    }
  }

  private mutating func syncDirectory(_ folder: String) {
    let inside = { (path: String) in DurableFile.parent(of: path) == folder }
    for move in moved where inside(move.to) { durable.moveFolder(move.from, move.to) }
    moved.removeAll { inside($0.to) }
    for path in durable.files.keys.filter(inside) { durable.files[path] = nil }
    for (path, file) in names.files where inside(path) { durable.files[path] = file }
    for path in durable.folders.filter({ inside($0) && !names.folders.contains($0) }) { durable.removeFolder(path) }
    for path in names.folders where inside(path) { durable.folders.insert(path) }
  }

  private mutating func rename(_ change: @escaping (inout Names) -> Void) {
    change(&names)
    lastNames = change
  }

  /// Moves a file, or a folder with all that is in it.
  private mutating func move(_ from: String, _ to: String) {
    let file = names.files[from]
    rename { names in
      if file != nil {
        names.files[to] = file
        names.files[from] = nil
      } else {
        names.moveFolder(from, to)
      }
    }
    if file == nil { moved.append((from, to)) }
  }

  private mutating func write(_ file: Int, at offset: Int, _ bytes: [UInt8]) {
    Self.write(&files[file].content, at: offset, bytes[...])
    files[file].pending.append(.write(offset: offset, bytes: bytes))
  }

  private static func write(_ content: inout [UInt8], at offset: Int, _ bytes: ArraySlice<UInt8>) {
    if content.count < offset { content += repeatElement(0, count: offset - content.count) }
    let within = min(content.count - offset, bytes.count)
    content.replaceSubrange(offset..<offset + within, with: bytes.prefix(within))
    content += bytes.dropFirst(within)
  }

  private static func truncate(_ content: inout [UInt8], _ size: Int) {
    if content.count > size {
      content.removeLast(content.count - size)
    } else {
      content += repeatElement(0, count: size - content.count)
    }
  }

  // MARK: - What is left

  private func left(of file: File, losing loss: Loss) -> [UInt8] {
    if file.pending.isEmpty { return file.synced }
    switch loss {
    case .nothing, .names: return file.content
    case .bytes, .namesAndBytes, .allNamesButTheLast: return file.synced
    case .bytesButNotSizes:
      var content = file.synced
      Self.truncate(&content, file.content.count)
      return content
    case .torn, .firstHalf:
      let total = file.pending.reduce(0) { sum, change in
        if case .write(_, let bytes) = change { sum + bytes.count } else { sum }
      }
      let half = loss == .torn ? total - (total + 1) / 2 : total / 2
      var content = file.synced
      var done = 0
      for change in file.pending {
        switch change {
        case .truncate(let size): if done < half || loss == .firstHalf { Self.truncate(&content, size) }
        case .write(let offset, let bytes):
          let cut = min(max(0, half - done), bytes.count)
          if loss == .torn, cut > 0 { Self.write(&content, at: offset, bytes.prefix(cut)) }
          if loss == .firstHalf, cut < bytes.count { Self.write(&content, at: offset + cut, bytes.dropFirst(cut)) }
          done += bytes.count
        }
      }
      return content
    }
  }

  private func left(losing loss: Loss) -> Names {
    switch loss {
    case .names, .namesAndBytes: return durable
    case .allNamesButTheLast:
      var names = durable
      lastNames(&names)
      return names
    default: return names
    }
  }

  /// The files and folders that are left.
  public func state(losing loss: Loss) -> State {
    let names = left(losing: loss)
    return State(folders: names.folders, files: names.files.mapValues { left(of: files[$0], losing: loss) })
  }

  /// Files with their bytes, and folders.
  public struct State: Hashable, Sendable {
    public var folders: Set<String>
    public var files: [String: [UInt8]]

    /// Writes everything below `base`, in place of what is there; what stands in a folder that is lost is lost.
    public func write(under base: String) throws {
      let manager = FileManager.default
      for name in try manager.contentsOfDirectory(atPath: base) { try manager.removeItem(atPath: base + "/" + name) }
      for folder in folders.sorted() where folder.hasPrefix(base + "/") {
        guard manager.fileExists(atPath: DurableFile.parent(of: folder)) else { continue }
        try manager.createDirectory(
          atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
      }
      for (path, bytes) in files where path.hasPrefix(base + "/") {
        guard manager.fileExists(atPath: DurableFile.parent(of: path)) else { continue }
        _ = manager.createFile(
          atPath: path, contents: Data(bytes), attributes: [.posixPermissions: 0o600])
      }
    }
  }

  /// Writes the disk's files below `base`, in place of what is there.
  public func write(under base: String, losing loss: Loss) throws {
    try state(losing: loss).write(under: base)
  }
}
