import Sealing
import Storage

/// Walks a folder in an order that is the same every time, without holding more than the names of the folders it is in.
struct SourceWalk {
  struct Found: Sendable, Hashable {
    var path: String
    /// The path below the folder that is walked.
    var relative: String
    var size: Int64
    /// Why it cannot be read, where that is known already.
    var problem: String?
  }

  private struct Level {
    var path: String
    var relative: String
    var names: PackedNames
    var next = 0
  }

  private static let deepest = 64

  private let root: String
  private let files: any FileOperations
  private var levels: [Level] = []
  private var hasBegun = false
  private var hasher = SHA256Hasher()
  /// How many files were told of.
  private(set) var count: Int64 = 0

  init(root: String, files: any FileOperations) {
    var root = root
    while root.utf8.count > 1, root.hasSuffix("/") { root.removeLast() }
    self.root = root
    self.files = files
  }

  /// A digest of all that was told of so far: names, sizes and times of change.
  var digest: String { hasher.finalize().hex }

  /// The next file, or what stands in the place of one.
  mutating func next() -> Found? {
    if !hasBegun {
      hasBegun = true
      if let found = enter(root, relative: "", depth: 0) { return found }
    }
    while let level = levels.indices.last {
      guard levels[level].next < levels[level].names.count else {
        levels.removeLast()
        continue
      }
      let (name, isText) = levels[level].names.name(levels[level].next)
      levels[level].next += 1
      let path = levels[level].path == "/" ? "/" + name : levels[level].path + "/" + name
      let relative = levels[level].relative.isEmpty ? name : levels[level].relative + "/" + name
      guard isText else {
        return tell(Found(path: path, relative: relative, size: 0, problem: "its name is not UTF-8: rename it"), 0)
      }
      if let found = enter(path, relative: relative, depth: levels.count) { return found }
    }
    return nil
  }

  /// Tells of a file, or goes into a folder.
  private mutating func enter(_ path: String, relative: String, depth: Int) -> Found? {
    let name = relative.isEmpty ? String(path.split(separator: "/").last ?? "") : relative
    func problem(_ what: String) -> Found { Found(path: path, relative: name, size: 0, problem: what) }
    do {
      guard let status = try files.status(path) else { return tell(problem("there is no such file or folder"), 0) }
      switch status.kind {
      case .file: return tell(Found(path: path, relative: name, size: status.size), status.modified)
      case .directory: break
      case .symbolicLink:
        // A link that somebody named is meant; one inside may lead anywhere.
        guard depth == 0 else { return tell(problem("a link inside a folder is not followed"), status.modified) }
      case .other: return tell(problem("neither a file nor a folder"), status.modified)
      }
      guard depth < SourceWalk.deepest else {
        return tell(problem("folders nested deeper than \(SourceWalk.deepest) are not searched"), 0)
      }
      levels.append(Level(path: path, relative: relative, names: try PackedNames(in: path)))
      return nil
    } catch {
      return tell(problem("it cannot be examined: \(error)"), 0)
    }
  }

  private mutating func tell(_ found: Found, _ modified: Int64) -> Found {
    count += 1
    hasher.update(Array("\(found.relative)\0\(found.size)\0\(modified)\0".utf8))
    return found
  }

  /// How many files there are below a path, and their bytes.
  static func measure(_ root: String, files: any FileOperations, cancel: CancellationFlag?) throws -> (
    files: Int64, bytes: Int64
  ) {
    var walk = SourceWalk(root: root, files: files)
    var bytes: Int64 = 0
    while let found = walk.next() {
      bytes += found.size
      if walk.count % 1024 == 0 { try cancel?.check() }
    }
    return (walk.count, bytes)
  }
}
