import Records

/// One file in a zip, as its directory names it.
struct ZipEntry: Sendable {
  /// The place in the archive, by which it is found again.
  var index: Int
  /// The path as stored: never used to open or write anything.
  var path: String
  /// Size after unpacking, where the zip says it.
  var size: Int64?
  var facts: MediaFacts
  /// Whether the beginning reads like a chat export.
  var looksLikeExport: Bool

  /// The path's last part, whatever separator it uses.
  var name: String {
    let parts = path.split(whereSeparator: { $0 == "/" || $0 == "\\" || $0 == "\0" })
    guard let last = parts.last, last != "..", last != "." else { return "unnamed" }
    return String(last)
  }

  /// What stands before the last separator.
  var folder: String {
    guard let slash = path.lastIndex(where: { $0 == "/" || $0 == "\\" }) else { return "" }
    return String(path[..<slash])
  }

  /// The name without invisible marks: what lines of the chat are compared with.
  var plainName: String {
    ZipEntry.plain(name)
  }

  /// A file's name as names are compared.
  static func plain(_ name: String) -> String {
    String(decoding: ChatMarks.stripped(ArraySlice(name.utf8)), as: UTF8.self).trimmingSpaces
  }

  /// What is wrong with the path, where something is.
  var suspicion: String? {
    if path.hasPrefix("/") || path.dropFirst().hasPrefix(":") { return "an absolute path" }
    if path.split(whereSeparator: { $0 == "/" || $0 == "\\" }).contains("..") { return "a path that climbs out" }
    if path.contains("\\") { return "a path with a backslash" }
    for scalar in path.unicodeScalars {
      if scalar.value < 0x20 || scalar.value == 0x7F { return "a control character in the name" }
      if (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value) {
        return "a direction override in the name, which can hide the real ending"
      }
    }
    return nil
  }

  /// Folders that macOS adds, and its hidden companions of files.
  var isPackaging: Bool {
    path.hasPrefix("__MACOSX/") || path.contains("/__MACOSX/") || name.hasPrefix("._") || name == ".DS_Store"
  }

  /// Whether this is the text of the chat by its name.
  var isNamedChatText: Bool {
    let lower = plainName.lowercased()
    guard lower.hasSuffix(".txt") else { return false }
    return lower == "_chat.txt" || ChatTitle.title(ofFile: plainName) != nil
  }
}
