import Records
import Storage
import Vault

/// The file in which a gateway says how it stands.
public struct GatewayStatusFile: Sendable {
  /// Its path.
  public let path: String
  private let files: any FileOperations

  /// The status file of a vault's state directory.
  public init(state: VaultState, files: any FileOperations = SystemFiles()) {
    path = state.path + "/gateway/status.json"
    self.files = files
  }

  /// Replaces the file.
  ///
  /// It is not made durable: after a crash the gateway that starts writes it anew.
  public func write(_ status: GatewayStatus) throws {
    try DurableFile.makeDirectories(DurableFile.parent(of: path), files: files)
    let temporary = path + ".new"
    try files.unlink(temporary)
    let file = try files.create(temporary)
    do {
      defer { files.close(file) }
      try status.encoded().withUnsafeBytes { try files.write(file, $0) }
    }
    try files.rename(temporary, path)
  }

  /// The status as it was last written; nil when no gateway ever ran here.
  public func read() throws -> GatewayStatus? {
    guard let bytes = try DurableFile.read(path, limit: 1 << 22, files: files) else { return nil }
    return try GatewayStatus(decoding: bytes)
  }
}
