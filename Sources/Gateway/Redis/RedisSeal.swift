import Records
import Sealing
import Synchronization
import Vault

/// Seals the entries of a stream, and opens those of all gateways that share the gateway key.
///
/// Each process has a random key. Its two wraps, under the gateway key and to the vault identity, lie in the hash
/// `<stream>:keys`. An entry is `1 ‖ key id (8) ‖ number (8) ‖ ciphertext ‖ tag`; the number is the nonce, and vault,
/// stream and the bytes before the ciphertext are the associated data.
final class RedisSeal: Sendable {
  static let headCount = 17
  private static let version: UInt8 = 1

  let keyName: String
  let wrap: DoubleWrap
  private let identifier: [UInt8]
  private let secret: SecretBytes
  private let binding: AssociatedData
  private let number = Atomic<UInt64>(0)
  private let known: Mutex<[String: SecretBytes]>

  init(stream: String, vault: LockedVault, key: GatewayKey) throws {
    (secret, wrap) = try DoubleWrap.make(purpose: RedisSeal.purpose(stream), vault: vault, key: key)
    identifier = try vault.environment.randomness.bytes(8)
    keyName = Hex.encode(identifier)
    binding = RedisSeal.binding(stream, vault.id)
    known = Mutex([keyName: secret])
  }

  /// What a wrap of a stream is for.
  static func purpose(_ stream: String) -> String { "redis-spool " + stream }

  private static func binding(_ stream: String, _ vault: VaultID) -> AssociatedData {
    AssociatedData(.spool).appending(vault.text).appending(stream)
  }

  /// As it lies in the hash.
  var wrapText: String { wrap.gateway.base64 + " " + wrap.identity.base64 }

  /// Reads what lies in the hash.
  static func wrap(_ text: String) throws -> DoubleWrap {
    let parts = text.split(separator: " ").map(String.init)
    guard parts.count == 2 else {
      throw VaultError(.tampered, "a key of the Redis spool is damaged", remedy: "restore the server's data")
    }
    return try DoubleWrap(gateway: parts[0], identity: parts[1])
  }

  func seal(_ bytes: [UInt8]) throws -> [UInt8] {
    let number = number.wrappingAdd(1, ordering: .relaxed).newValue
    var head = [RedisSeal.version] + identifier
    for shift in stride(from: 56, through: 0, by: -8) {
      head.append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
    }
    let sealed = try AES256GCM.seal(
      bytes, key: secret, nonce: AES256GCM.counterNonce(number), aad: binding.appending(head).bytes)
    return head + sealed
  }

  /// The name of the key that an entry is sealed under; nil for what is no entry.
  static func keyName(of entry: [UInt8]) -> String? {
    guard entry.count >= headCount + AES256GCM.tagCount, entry[0] == version else { return nil }
    return Hex.encode(Array(entry[1..<9]))
  }

  func knows(_ name: String) -> Bool { known.withLock { $0[name] != nil } }

  func learn(_ name: String, _ secret: SecretBytes) { known.withLock { $0[name] = secret } }

  /// Opens an entry whose key is known.
  func open(_ entry: [UInt8]) throws -> [UInt8] {
    guard let name = RedisSeal.keyName(of: entry), let secret = known.withLock({ $0[name] }) else {
      throw VaultError(.tampered, "an entry of the Redis spool is sealed under no key that is known")
    }
    return try RedisSeal.open(entry, secret: secret, binding: binding)
  }

  /// Opens an entry with the key of its wrap: how an officer rescues entries when the gateway key is lost.
  static func open(_ entry: [UInt8], secret: SecretBytes, stream: String, vault: VaultID) throws -> [UInt8] {
    try open(entry, secret: secret, binding: binding(stream, vault))
  }

  private static func open(_ entry: [UInt8], secret: SecretBytes, binding: AssociatedData) throws -> [UInt8] {
    guard keyName(of: entry) != nil else {
      throw VaultError(.tampered, "an entry of the Redis spool is damaged")
    }
    let number = entry[9..<17].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return try AES256GCM.open(
      Array(entry[headCount...]), key: secret, nonce: AES256GCM.counterNonce(number),
      aad: binding.appending(entry[..<headCount]).bytes)
  }
}
