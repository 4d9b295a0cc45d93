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
    /// Names reached the disk, of the last unsynced bytes only a half.
    case torn
    /// Neither names nor bytes that were not synced reached the disk.
    case namesAndBytes
  }

  private var names: [String: Int] = [:]
  private var durableNames: [String: Int] = [:]
  private var content: [[UInt8]] = []
  private var synced: [[UInt8]] = []
  private var folders: Set<String> = []
  private var durableFolders: Set<String> = []

  /// Replays changes.
  public init(_ changes: ArraySlice<FaultyFiles.Change>) { for change in changes { apply(change) } }

  private mutating func apply(_ change: FaultyFiles.Change) {
    switch change {
    case .create(let path):
      names[path] = content.count
      content.append([])
      synced.append([])
    case .append(let path, let bytes):
      if let file = names[path] { content[file] += bytes }
    case .truncate(let path, let size):
      if let file = names[path] { content[file] = Array(content[file].prefix(Int(size))) }
    case .sync(let path):
      if let file = names[path] { synced[file] = content[file] }
    case .link(let from, let to): names[to] = names[from]
    case .rename(let from, let to):
      names[to] = names[from]
      names[from] = nil
    case .unlink(let path): names[path] = nil
    case .makeDirectory(let path): folders.insert(path)
    case .syncDirectory(let folder):
      let inside = { (path: String) in DurableFile.parent(of: path) == folder }
      for path in durableNames.keys.filter(inside) { durableNames[path] = nil }
      for (path, file) in names where inside(path) { durableNames[path] = file }
      for path in folders where inside(path) { durableFolders.insert(path) }
    }
  }

  /// Writes the disk's files below `base`, in place of what is there.
  public func write(under base: String, losing loss: Loss) throws {
    let manager = FileManager.default
    for name in try manager.contentsOfDirectory(atPath: base) { try manager.removeItem(atPath: base + "/" + name) }
    let kept = loss == .namesAndBytes ? durableFolders : folders
    for folder in kept.sorted() where folder.hasPrefix(base + "/") {
      guard manager.fileExists(atPath: DurableFile.parent(of: folder)) else { continue }
      try manager.createDirectory(
        atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    }
    for (path, file) in loss == .namesAndBytes ? durableNames : names {
      guard manager.fileExists(atPath: DurableFile.parent(of: path)) else { continue }
      let bytes: [UInt8]
      switch loss {
      case .nothing: bytes = content[file]
      case .bytes, .namesAndBytes: bytes = synced[file]
      case .torn:
        let unsynced = max(0, content[file].count - synced[file].count)
        bytes = Array(content[file].prefix(content[file].count - (unsynced + 1) / 2))
      }
      try Data(bytes).write(to: URL(fileURLWithPath: path))
    }
  }
}
