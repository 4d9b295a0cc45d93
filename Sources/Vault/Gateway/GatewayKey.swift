import Records
import Sealing
import Storage

#if canImport(Glibc)
  import Glibc
#endif

/// The secret that lets a gateway write while the vault is locked: kept outside the vault and the state directory.
public struct GatewayKey: Sendable {
  /// Bytes of a key.
  public static let count = 32

  private let secret: SecretBytes

  /// Takes the bytes of a key.
  public init(_ secret: SecretBytes) throws {
    guard secret.count == GatewayKey.count else {
      throw GatewayKey.unusable("a gateway key has \(GatewayKey.count) bytes, not \(secret.count)")
    }
    guard secret.withUnsafeBytes({ bytes in bytes.contains { $0 != bytes[0] } }) else {
      throw GatewayKey.unusable("a gateway key is random, and this one is one byte repeated")
    }
    self.secret = secret
  }

  /// Makes a new key.
  public static func generate(using randomness: any Randomness = SystemRandomness()) throws -> GatewayKey {
    try GatewayKey(SecretBytes.random(count: count, using: randomness))
  }

  /// The line of a key file; whoever writes it wipes and protects it.
  public var text: String { Base64.encode(secret.copyBytes()) + "\n" }

  /// A key for one purpose.
  public func derive(_ label: Label, context: [UInt8] = []) throws -> SecretBytes {
    try HKDF.derive(secret: secret, label: label, context: context)
  }

  // MARK: - Key files

  /// Reads a key file: one line of base64, or 32 raw bytes.
  ///
  /// Refuses a file that others may read, and one inside any of the folders `outside`, which a thief of the data would
  /// have too.
  public static func load(
    path: String, files: any FileOperations = SystemFiles(), outside folders: [String] = []
  ) throws -> GatewayKey {
    // Container platforms hand secrets out over links: what counts is the file behind them.
    let real = GatewayKey.real(path) ?? path
    for folder in folders {
      let root = GatewayKey.real(folder) ?? folder
      guard real != root, !real.hasPrefix(root.hasSuffix("/") ? root : root + "/") else {
        throw VaultError(
          .badKey, "the gateway key \(path) lies inside \(folder), beside what it protects",
          remedy: "keep it elsewhere, such as a systemd credential or a mounted secret")
      }
    }
    guard let status = try files.status(real), status.kind == .file else {
      throw VaultError(
        .badKey, "there is no gateway key file \(path)", remedy: "make one with holdfast gateway enroll")
    }
    // A systemd credential may show a group's bit, which there is the mask of an access list and no group's right.
    let credentials = getenv("CREDENTIALS_DIRECTORY").map { String(cString: $0) }.flatMap { GatewayKey.real($0) }
    let isCredential = credentials.map { !$0.isEmpty && real.hasPrefix($0 + "/") } ?? false
    guard status.permissions & (isCredential ? 0o037 : 0o077) == 0 else {
      throw VaultError(
        .badKey, "the gateway key \(path) may be read by others (mode \(String(status.permissions, radix: 8)))",
        remedy: "chmod 600 \(path)")
    }
    guard var bytes = try DurableFile.read(real, limit: 256, files: files) else {
      throw VaultError(.badKey, "the gateway key \(path) is gone", remedy: "check what removes it")
    }
    defer { for index in bytes.indices { bytes[index] = 0 } }
    do { return try parse(bytes) } catch let error as VaultError {
      throw VaultError(error.code, "\(path): \(error.message)", remedy: error.remedy)
    }
  }

  /// Reads a key file for a vault: it must lie neither in the vault nor in its state directory.
  public static func load(path: String, for vault: LockedVault) throws -> GatewayKey {
    var folders = [vault.state.path]
    if vault.store.location.hasPrefix("/") { folders.append(vault.store.location) }
    return try load(path: path, files: vault.environment.files, outside: folders)
  }

  static func parse(_ bytes: [UInt8]) throws -> GatewayKey {
    if bytes.count == count { return try GatewayKey(SecretBytes(bytes)) }
    var line = bytes[...]
    if line.last == 0x0A { line = line.dropLast() }
    if line.last == 0x0D { line = line.dropLast() }
    guard var decoded = Base64.decode(Array(line)), decoded.count == count else {
      throw unusable("a gateway key is one line of base64 of \(count) bytes, or \(count) raw bytes")
    }
    defer { for index in decoded.indices { decoded[index] = 0 } }
    return try GatewayKey(SecretBytes(decoded))
  }

  private static func unusable(_ what: String) -> VaultError {
    VaultError(.badKey, what, remedy: "make one with holdfast gateway enroll")
  }

  private static func real(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }
}
