import Records
import Sealing
import Synchronization

/// The key of one spool file, bound to its header.
final class SpoolFileKey: Sendable {
  // AES256GCMContext is not for several threads at once.
  private let context: Mutex<AES256GCMContext>
  private let binding: AssociatedData

  init(_ secret: SecretBytes, head: [UInt8]) throws {
    context = Mutex(try AES256GCMContext(key: secret))
    binding = AssociatedData(.spool).appending(SHA256.hash(head).bytes)
  }

  func seal(_ content: [UInt8], appendedAt: Instant, number: UInt64) throws -> [UInt8] {
    var plain: [UInt8] = []
    plain.reserveCapacity(content.count + 8)
    plain.appendBigEndian(appendedAt.milliseconds)
    plain.append(contentsOf: content)
    let data = binding.appending(number).bytes
    return try context.withLock { try $0.seal(plain, nonce: AES256GCM.counterNonce(number), aad: data) }
  }

  /// Opens an entry; nil when it is not what was sealed here under this number.
  func open(_ sealed: ArraySlice<UInt8>, number: UInt64) -> (appendedAt: Instant, content: [UInt8])? {
    let data = binding.appending(number).bytes
    guard
      let plain = try? context.withLock({ try $0.open(sealed, nonce: AES256GCM.counterNonce(number), aad: data) }),
      plain.count >= 8
    else { return nil }
    let milliseconds = plain[..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return (Instant(milliseconds: Int64(bitPattern: milliseconds)), Array(plain[8...]))
  }
}
