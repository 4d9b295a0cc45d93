import Glibc

/// Small text files that the user names.
enum FileText {
  /// Reads a whole file of at most 16 MiB.
  static func read(_ path: String, what: String) throws -> String {
    guard let handle = fopen(path, "re") else {
      throw Failure(
        .badInput, "\(what) \(path) cannot be read: \(String(cString: strerror(errno)))",
        remedy: "name a file that exists and that you may read")
    }
    defer { fclose(handle) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while bytes.count <= 16 << 20 {
      let count = fread(&chunk, 1, chunk.count, handle)
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(.badInput, "\(what) \(path) is not UTF-8 text")
    }
    return text
  }
}
