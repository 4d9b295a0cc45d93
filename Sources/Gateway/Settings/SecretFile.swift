import Glibc
import Sealing

/// Reads secrets from files that only their owner may read; secrets are given in no other way.
public enum SecretFile {
  /// The longest secret.
  public static let limit = 8192

  /// Why a file is not taken as a secret.
  public struct Refusal: Error, Sendable, Equatable {
    public var message: String
    public var remedy: String
  }

  /// Reads the first line of a file, which must be regular and closed to everybody else.
  ///
  /// A systemd credential may show a group bit, which there is the mask of an access list and not a group's right.
  public static func read(_ path: String, credentialsDirectory: String? = credentialsDirectory()) throws -> SecretBytes
  {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw Refusal(
        message: "the secret file \(path) cannot be read: \(String(cString: strerror(errno)))",
        remedy: "create it with the secret on its first line, mode 0600")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw Refusal(message: "the secret file \(path) is not a regular file", remedy: "name a file")
    }
    let isCredential = credentialsDirectory.map { path.hasPrefix($0 + "/") } ?? false
    guard status.st_mode & (isCredential ? 0o037 : 0o077) == 0 else {
      throw Refusal(message: "the secret file \(path) can be read by others", remedy: "chmod 600 \(path)")
    }
    var bytes = [UInt8](repeating: 0, count: limit + 1)
    defer { bytes.withUnsafeMutableBytes { wipe($0) } }
    var count = 0
    while count < bytes.count {
      let room = bytes.count - count
      let got = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress.map { $0 + count }, room) }
      if got < 0, errno == EINTR { continue }
      guard got > 0 else { break }
      count += got
    }
    guard count <= limit else {
      throw Refusal(message: "the secret file \(path) is longer than \(limit) bytes", remedy: "check what it is")
    }
    let end = bytes[..<count].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? count
    guard end > 0 else {
      throw Refusal(message: "the secret file \(path) is empty", remedy: "write the secret on its first line")
    }
    return bytes.withUnsafeBytes { SecretBytes(UnsafeRawBufferPointer(rebasing: $0[..<end])) }
  }

  private static func wipe(_ bytes: UnsafeMutableRawBufferPointer) {
    if let start = bytes.baseAddress { explicit_bzero(start, bytes.count) }
  }

  /// Where systemd puts this unit's credentials.
  public static func credentialsDirectory() -> String? {
    guard let value = getenv("CREDENTIALS_DIRECTORY"), value.pointee != 0 else { return nil }
    return String(cString: value)
  }
}
