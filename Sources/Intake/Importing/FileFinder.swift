import Storage

/// Finds the files to import: those named, and those below folders that are named.
struct FileFinder {
  struct Found: Sendable, Hashable {
    var path: String
    var size: Int64
    /// Why it cannot be read, where that is known already.
    var problem: String?
  }

  private static let deepest = 64

  let files: any FileOperations

  /// All files, in the order named, each folder's sorted by name.
  ///
  /// Nothing that is named is passed over in silence.
  func find(_ paths: [String]) -> [Found] { paths.flatMap { found(at: $0, depth: 0) } }

  private func found(at path: String, depth: Int) -> [Found] {
    do {
      guard let status = try files.status(path) else {
        return [Found(path: path, size: 0, problem: "there is no such file or folder")]
      }
      switch status.kind {
      case .file: return [Found(path: path, size: status.size)]
      case .directory: return try folder(path, depth: depth)
      case .symbolicLink:
        guard depth == 0 else { return [Found(path: path, size: 0, problem: "a link inside a folder is not followed")] }
        // A link that somebody named is meant: the names below it are reached through it.
        if (try? files.names(in: path)) != nil { return try folder(path, depth: depth) }
        return [Found(path: path, size: 0)]
      case .other: return [Found(path: path, size: 0, problem: "neither a file nor a folder")]
      }
    } catch {
      return [Found(path: path, size: 0, problem: "it cannot be examined: \(error)")]
    }
  }

  private func folder(_ path: String, depth: Int) throws -> [Found] {
    guard depth < FileFinder.deepest else {
      return [Found(path: path, size: 0, problem: "folders nested deeper than \(FileFinder.deepest) are not searched")]
    }
    var base = path
    while base.count > 1, base.hasSuffix("/") { base.removeLast() }
    let names = try files.names(in: path).filter { !$0.hasPrefix(".") && $0 != "__MACOSX" }.sorted()
    if names.isEmpty, depth == 0 { return [Found(path: path, size: 0, problem: "the folder holds no files")] }
    return names.flatMap { found(at: base + "/" + $0, depth: depth + 1) }
  }
}
