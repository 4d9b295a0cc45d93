/// A passphrase on its way from the keyboard to the vault: never printed, wiped when the last holder lets go.
final class Passphrase: @unchecked Sendable {  // The bytes are written only by `init` and `deinit`.
  private let bytes: UnsafeMutableBufferPointer<UInt8>

  init(_ text: String) {
    let utf8 = Array(text.utf8)
    bytes = .allocate(capacity: utf8.count)
    _ = bytes.initialize(from: utf8)
  }

  deinit {
    for index in bytes.indices { bytes[index] = 0 }
    bytes.deallocate()
  }

  /// A copy for the vault, which wipes its own.
  func copyBytes() -> [UInt8] { Array(bytes) }
}
