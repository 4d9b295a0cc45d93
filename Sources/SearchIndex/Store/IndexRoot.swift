import CSealedSQLite
import Records
import Sealing
import Synchronization

/// The random root key of one index, from which each database's key derives.
struct IndexRoot: Sendable {
  let secret: SecretBytes
  /// Distinguishes the keys of several indexes in one process.
  let tag: String

  /// One connection's key is never another's: each takes its own away.
  private static let opened = Atomic<UInt64>(0)

  init(secret: SecretBytes) {
    self.secret = secret
    tag = Base32.prefix(SHA256.hash(parts: [Label.indexFile.bytes, secret.copyBytes()]), characters: 16)
  }

  /// Files the key of a database with the VFS for as long as `open` runs: a connection keeps what it needs of it, and
  /// nothing else is to outlive the connection.
  func withFileKey<Result>(of name: String, _ open: (_ id: String) throws -> Result) throws -> Result {
    let key = try HKDF.derive(secret: secret, label: .indexShard, context: Array(name.utf8), length: 32)
    let uuid = SHA256.hash(parts: [Label.indexFile.bytes, Array(name.utf8)]).bytes
    let id = "\(tag).\(IndexRoot.opened.add(1, ordering: .relaxed).newValue)"
    let code = key.withUnsafeBytes { key in
      uuid.withUnsafeBufferPointer { uuid in
        hf_seal_set_key(id, key.bindMemory(to: UInt8.self).baseAddress, uuid.baseAddress)
      }
    }
    guard code == 0 else { throw SearchIndexError(.key, "the key of ‘\(name)’ was refused (code \(code))") }
    defer { hf_seal_remove_key(id) }
    return try open(id)
  }
}

/// Wraps the root key so that only an unlocked vault opens it.
protocol RootWrapping: Sendable {
  func wrap(_ root: SecretBytes) throws -> [UInt8]
  func unwrap(_ bytes: [UInt8]) throws -> SecretBytes
  func randomBytes(_ count: Int) throws -> SecretBytes
}
