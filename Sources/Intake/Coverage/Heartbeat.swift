import Records
import Storage
import Vault

/// The file that says when the gateway was last alive.
public struct Heartbeat: Sendable {
  private let path: String
  private let files: any FileOperations

  /// The heartbeat of a vault's gateway on this machine.
  public init(vault: LockedVault) {
    path = vault.state.path + "/gateway/alive"
    files = vault.environment.files
  }

  /// When it beat last; nil before the first beat.
  public func last() -> Instant? {
    guard let bytes = (try? DurableFile.read(path, limit: 256, files: files)) ?? nil else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    return Instant(rfc3339: String(text.prefix { $0 != "\n" }))
  }

  /// Beats.
  func beat(_ now: Instant) throws {
    try DurableFile.makeDirectories(DurableFile.parent(of: path), files: files)
    try DurableFile.replace(path, Array((now.rfc3339 + "\n").utf8), files: files)
  }
}
