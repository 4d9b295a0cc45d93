import Storage

#if canImport(Glibc)
  import Glibc
#endif

/// The names in one folder, sorted by their bytes, in one piece of memory: a folder may hold millions.
struct PackedNames {
  private var bytes: [UInt8] = []
  private var ranges: [(start: UInt32, count: UInt16)] = []

  var count: Int { ranges.count }

  /// Lists a folder; hidden names and what macOS adds are left out.
  init(in folder: String) throws {
    guard let handle = opendir(folder) else { throw PackedNames.failure(folder) }
    defer { closedir(handle) }
    errno = 0
    while let entry = readdir(handle) {
      withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: UInt8.self, capacity: 256) { add(UnsafeBufferPointer(start: $0, count: 256)) }
      }
      errno = 0
    }
    guard errno == 0 else { throw PackedNames.failure(folder) }
    sort()
  }

  private mutating func add(_ buffer: UnsafeBufferPointer<UInt8>) {
    let name = buffer.prefix { $0 != 0 }
    // Four GiB of names in one folder are beyond what any file system lists.
    guard let first = name.first, first != 0x2E, !name.elementsEqual("__MACOSX".utf8),
      let start = UInt32(exactly: bytes.count)
    else { return }
    ranges.append((start, UInt16(truncatingIfNeeded: name.count)))
    bytes.append(contentsOf: name)
  }

  private mutating func sort() {
    bytes.withUnsafeBufferPointer { bytes in
      ranges.sort { left, right in
        let first = bytes[Int(left.start)..<Int(left.start) + Int(left.count)]
        let second = bytes[Int(right.start)..<Int(right.start) + Int(right.count)]
        return first.lexicographicallyPrecedes(second)
      }
    }
  }

  /// A name; `isText` says whether it is UTF-8, as paths here must be.
  func name(_ index: Int) -> (text: String, isText: Bool) {
    let range = ranges[index]
    let slice = bytes[Int(range.start)..<Int(range.start) + Int(range.count)]
    if let text = String(validating: slice, as: UTF8.self) { return (text, true) }
    return (String(decoding: slice, as: UTF8.self), false)
  }

  private static func failure(_ folder: String) -> StorageError {
    let reason = String(cString: strerror(errno))
    return StorageError(
      .other, path: folder, "the folder \(folder) cannot be listed: \(reason)",
      remedy: "check that you may read it")
  }
}
