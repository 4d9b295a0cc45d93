#if canImport(Glibc)
  import Glibc
#endif

/// A file for readers that open one: in memory where the system has such a place, and gone afterwards.
enum TemporaryFile {
  /// Writes bytes, gives the path, and removes the file again.
  static func with<Result>(_ bytes: [UInt8], suffix: String, _ body: (String) throws -> Result) throws -> Result {
    let folder = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
    var template = Array("\(folder)/holdfast-fuzz-XXXXXX\(suffix)".utf8CString)
    let descriptor = mkstemps(&template, Int32(suffix.utf8.count))
    guard descriptor >= 0 else { throw FuzzFailure("no temporary file can be made in \(folder)") }
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { unlink(path) }
    var offset = 0
    while offset < bytes.count {
      let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress! + offset, bytes.count - offset) }
      guard count > 0 else { break }
      offset += count
    }
    close(descriptor)
    guard offset == bytes.count else { throw FuzzFailure("the temporary file cannot be written") }
    return try body(path)
  }
}
