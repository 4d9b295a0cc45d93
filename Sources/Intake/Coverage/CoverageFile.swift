import Records
import Sealing
import Storage
import Vault

/// Keeps ``CoverageState`` in the state directory, sealed under the gateway key: it names accounts.
struct CoverageFile: Sendable {
  private let path: String
  private let vault: LockedVault
  private let key: GatewayKey

  init(vault: LockedVault, key: GatewayKey) throws {
    let folder = vault.state.path + "/gateway"
    try DurableFile.makeDirectories(folder, files: vault.environment.files)
    path = folder + "/coverage"
    self.vault = vault
    self.key = key
  }

  private static let saltCount = 32

  private func context(_ salt: [UInt8]) throws -> AES256GCMContext {
    // A salt for each writing makes the key new, so that the nonce may be zero.
    try AES256GCMContext(key: key.derive(.stateKey, context: Array("coverage".utf8) + salt))
  }

  private var binding: [UInt8] { AssociatedData(.stateKey).appending(vault.id.text).appending("coverage").bytes }

  /// What was kept; nil where there is nothing, or nothing that this key opens.
  func read() -> CoverageState? {
    guard let bytes = (try? DurableFile.read(path, files: vault.environment.files)) ?? nil,
      bytes.count > CoverageFile.saltCount
    else { return nil }
    return open(bytes)
  }

  func write(_ state: CoverageState) throws {
    try DurableFile.replace(path, seal(state), files: vault.environment.files)
  }

  /// The same bytes as in the file, for other gateways that have the key.
  func seal(_ state: CoverageState) throws -> [UInt8] {
    let salt = try vault.environment.randomness.bytes(CoverageFile.saltCount)
    return salt + (try context(salt).seal(state.encoded, nonce: AES256GCM.counterNonce(0), aad: binding))
  }

  /// Nil for what this key does not open.
  func open(_ bytes: [UInt8]) -> CoverageState? {
    let plain = try? context(Array(bytes.prefix(CoverageFile.saltCount))).open(
      bytes.dropFirst(CoverageFile.saltCount), nonce: AES256GCM.counterNonce(0), aad: binding)
    return plain.flatMap { CoverageState(decoding: $0) }
  }
}
