import Glibc

/// The file that the recovery secret is written to, once: created before the vault is, so that no vault is ever made
/// whose secret then finds no place.
struct RecoveryFile {
  private let path: String
  private let descriptor: Int32

  /// Creates the file; refuses one that exists and one inside the vault.
  static func reserve(_ path: String, outside vault: String) throws -> RecoveryFile {
    let folder = absolute(vault)
    if absolute(path) == folder || absolute(path).hasPrefix(folder + "/") {
      throw Failure(
        .usage, "the recovery secret must not lie in the vault it opens", remedy: "name a file on another medium")
    }
    let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw Failure(
        .cannotWrite, "the recovery file \(path) cannot be created: \(String(cString: strerror(errno)))",
        remedy: "name a new file in a folder that you may write to")
    }
    return RecoveryFile(path: path, descriptor: descriptor)
  }

  /// Writes the secret durably.
  func write(_ text: String) throws {
    Output.write(text, to: descriptor)
    guard fsync(descriptor) == 0, close(descriptor) == 0 else {
      throw Failure(
        .cannotWrite, "the recovery secret could not be written to \(path): \(String(cString: strerror(errno)))",
        remedy: "the vault exists, but has no recovery: delete its folder and run init again")
    }
  }

  /// Removes the empty file when the vault could not be made.
  func discard() {
    close(descriptor)
    unlink(path)
  }

  /// The last component of a path.
  static func lastComponent(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? "Archive"
  }

  private static func absolute(_ path: String) -> String {
    if let resolved = realpath(path, nil) {
      defer { free(resolved) }
      return String(cString: resolved)
    }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let folder = parts.dropLast().joined(separator: "/")
    let base = folder.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : folder
    guard let resolved = realpath(base, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved) + "/" + (parts.last.map(String.init) ?? "")
  }
}
