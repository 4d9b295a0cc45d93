#if canImport(Glibc)
  import Glibc
#endif

/// A file read from front to back in pieces, without mapping it: a mapped file that shrinks kills the process.
final class ByteFile: Sendable {
  let path: String
  let size: Int64
  private let descriptor: Int32

  /// Opens a regular file; a link in the last part of its path is followed unless told otherwise.
  init(path: String, followsLinks: Bool = true) throws {
    descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | (followsLinks ? 0 : O_NOFOLLOW))
    guard descriptor >= 0 else { throw ByteFile.failure(path, "cannot be opened") }
    self.path = path
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      size = 0
      let error = ByteFile.failure(path, "cannot be examined")
      close(descriptor)
      throw error
    }
    size = Int64(status.st_size)
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw CaptureError(
        .unreadableFile, "This is not a regular file", path: path, remedy: "Name a file or a folder of files.")
    }
  }

  deinit { close(descriptor) }

  /// Reads at most `count` bytes from `offset`; fewer only at the end of the file.
  func read(at offset: Int64, count: Int) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = 0
      while filled < count {
        let got = pread(descriptor, buffer.baseAddress.map { $0 + filled }, count - filled, Int(offset) + filled)
        if got < 0, errno == EINTR { continue }
        guard got >= 0 else { throw ByteFile.failure(path, "cannot be read") }
        if got == 0 { break }
        filled += got
      }
    }
  }

  /// The first bytes of a file.
  static func head(of path: String, count: Int) throws -> [UInt8] {
    let file = try ByteFile(path: path)
    return try file.read(at: 0, count: min(count, Int(clamping: file.size)))
  }

  /// Hands the whole file over piece by piece.
  ///
  /// `count` bounds what is asked for at once: a small file does not need the room of a large one.
  func forEachPiece(upTo count: Int = 1 << 20, _ body: ([UInt8]) throws -> Void) throws {
    var offset: Int64 = 0
    while true {
      let piece = try read(at: offset, count: min(1 << 20, max(1, count)))
      if piece.isEmpty { return }
      try body(piece)
      offset += Int64(piece.count)
    }
  }

  private static func failure(_ path: String, _ what: String) -> CaptureError {
    let reason = String(cString: strerror(errno))
    return CaptureError(
      .unreadableFile, "The file \(what): \(reason)", path: path,
      remedy: "Check that it is there and that you may read it.")
  }
}
