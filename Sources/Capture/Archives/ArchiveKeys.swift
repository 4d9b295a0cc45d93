import Dispatch
import Sealing
import Synchronization

/// Opens the bodies that another system sealed, under keys derived from its master key and each body's salt.
///
/// A derivation takes tens of milliseconds, so derived keys are kept, a bounded number of them, and those of many
/// salts are derived side by side.
public final class ArchiveKeys: Sendable {
  /// Rounds of PBKDF2-HMAC-SHA512.
  public static let rounds = 100_000
  /// How many derived keys are kept.
  static let remembered = 2_048

  private struct State {
    var keys: [[UInt8]: [SecretBytes]] = [:]
    /// Salts in the order they were first used; the oldest goes first.
    var order: [[UInt8]] = []
    var oldest = 0
    /// The form of the master key that opened something; until then each is tried.
    var form: Int?
    var derivations = 0
  }

  private let masters: [SecretBytes]
  private let rounds: Int
  private let limit: Int
  private let state = Mutex(State())
  /// Names the master key without telling it, so that an import with another key is another import.
  public let fingerprint: [UInt8]

  /// Takes a master key: the bytes of the text that the other system was configured with.
  ///
  /// Where the text is hexadecimal, the bytes that it stands for are tried too, as systems differ in which they use.
  public convenience init(master: SecretBytes) { self.init(master: master, rounds: ArchiveKeys.rounds) }

  init(master: SecretBytes, rounds: Int, limit: Int = ArchiveKeys.remembered) {
    var masters = [master]
    var text = master.copyBytes()
    defer { text.wipe() }
    if let valid = String(validating: text, as: UTF8.self), valid.utf8.count >= 32, var bytes = Hex.decode(valid) {
      masters.append(SecretBytes(bytes))
      bytes.wipe()
    }
    self.masters = masters
    self.rounds = rounds
    self.limit = max(1, limit)
    fingerprint = HMACSHA256(key: master).authenticate(Array("holdfast archive key".utf8)).bytes
  }

  /// The bytes of a key file: as they are, without the line end that an editor puts after text.
  public static func master(inFile bytes: [UInt8]) -> SecretBytes? {
    var bytes = bytes
    defer { bytes.wipe() }
    let isText = bytes.allSatisfy { $0 >= 0x20 || $0 == 0x0A || $0 == 0x0D }
    while isText, let last = bytes.last, last == 0x0A || last == 0x0D { bytes.removeLast() }
    return bytes.isEmpty ? nil : SecretBytes(bytes)
  }

  /// How many keys were derived so far.
  public var derivations: Int { state.withLock { $0.derivations } }

  /// Opens a body; nil when no form of the master key fits its tag.
  func open(_ body: SealedBody) throws -> [UInt8]? {
    let keys = try keys(for: body.salt)
    let form = state.withLock { $0.form }
    for index in keys.indices where form == nil || form == index {
      do {
        let plain = try ForeignGCM.open(body.content, tag: body.tag, nonce: body.nonce, key: keys[index])
        if form == nil { state.withLock { $0.form = index } }
        return plain
      } catch let error as SealingError where error.code == .authenticationFailed {
        continue
      }
    }
    return nil
  }

  /// Derives the keys of the salts that are not known yet, on all cores.
  func prepare(_ salts: Set<[UInt8]>) {
    let missing = Array(state.withLock { state in salts.filter { state.keys[$0] == nil } }.prefix(limit))
    guard missing.count > 1 else { return }
    DispatchQueue.concurrentPerform(iterations: missing.count) { _ = try? keys(for: missing[$0]) }
  }

  private func keys(for salt: [UInt8]) throws -> [SecretBytes] {
    let (known, form) = state.withLock { ($0.keys[salt], $0.form) }
    if let known { return known }
    // Once it is known which form of the master key is meant, the other is not worth its derivation.
    let derived = try masters.enumerated().map { index, master in
      form == nil || form == index
        ? try PBKDF2.deriveSHA512(password: master, salt: salt, rounds: rounds) : SecretBytes(count: 32) { _ in }
    }
    state.withLock { state in
      state.derivations += 1
      guard state.keys.updateValue(derived, forKey: salt) == nil else { return }
      if state.order.count < limit {
        state.order.append(salt)
      } else {
        state.keys[state.order[state.oldest]] = nil
        state.order[state.oldest] = salt
        state.oldest = (state.oldest + 1) % limit
      }
    }
    return derived
  }
}

extension ArchiveKeys: Hashable {
  public static func == (left: ArchiveKeys, right: ArchiveKeys) -> Bool { left === right }
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
