import Capture
import Glibc
import Sealing

/// Reads the master key of an archive that another system sealed: from a file, never from an argument.
enum ArchiveKeyFile {
  /// A key is a line or some bytes; what is longer is another file.
  private static let longest = 4096

  static func read(_ path: String) throws -> ArchiveKeys {
    guard let handle = fopen(path, "re") else {
      throw Failure(
        .badInput, "the archive key file \(path) cannot be read: \(String(cString: strerror(errno)))",
        remedy: "name a file that holds the master key that the other system was configured with")
    }
    defer { fclose(handle) }
    var bytes = [UInt8](repeating: 0, count: longest + 1)
    defer { bytes.wipe() }
    let count = fread(&bytes, 1, bytes.count, handle)
    guard count <= longest, let master = ArchiveKeys.master(inFile: Array(bytes[..<count])) else {
      throw Failure(
        .badInput, "the archive key file \(path) \(count == 0 ? "is empty" : "holds no key, or more than a key")",
        remedy: "write the master key there, and nothing else")
    }
    return ArchiveKeys(master: master)
  }
}
