import COpenSSL

/// AES-256 in CBC mode with PKCS#7 padding, in pieces: how WhatsApp's own network encrypts media.
///
/// It authenticates nothing: only for formats that have a code of their own beside it. Not for several threads at once.
public final class AES256CBC {
  /// Which way.
  public enum Direction: Sendable {
    case encrypt, decrypt
  }

  /// Bytes of a key.
  public static let keyCount = 32
  /// Bytes of an initialisation vector, and of a block.
  public static let blockCount = 16
  /// The longest piece.
  public static let maximumPiece = 1 << 24

  private let context: OpaquePointer
  private let direction: Direction

  /// Expands a key.
  public init(_ direction: Direction, key: SecretBytes, iv: [UInt8]) throws {
    guard key.count == AES256CBC.keyCount, iv.count == AES256CBC.blockCount else {
      throw SealingError(code: .invalidParameter, message: "AES-256-CBC needs a key of 32 bytes and an IV of 16")
    }
    guard let context = EVP_CIPHER_CTX_new() else { throw SealingError.crypto("EVP_CIPHER_CTX_new") }
    self.context = context
    self.direction = direction
    let isKeyed = key.withUnsafeBytes { key in
      EVP_CipherInit_ex2(
        context, EVP_aes_256_cbc(), key.bindMemory(to: UInt8.self).baseAddress, iv, direction == .encrypt ? 1 : 0, nil)
        == 1
    }
    guard isKeyed else { throw SealingError.crypto("EVP_CipherInit_ex2") }
  }

  deinit {
    // Freeing a context wipes its expanded key.
    EVP_CIPHER_CTX_free(context)
  }

  /// Takes the next piece, and writes what comes out of it; `out` has room for a block more than the piece.
  ///
  /// Returns how many bytes were written.
  public func update(_ piece: UnsafeRawBufferPointer, into out: UnsafeMutableRawBufferPointer) throws -> Int {
    guard !piece.isEmpty else { return 0 }
    guard piece.count <= AES256CBC.maximumPiece, out.count >= piece.count + AES256CBC.blockCount else {
      throw SealingError(code: .invalidParameter, message: "a piece is too long for its room")
    }
    var written: Int32 = 0
    guard
      EVP_CipherUpdate(
        context, out.bindMemory(to: UInt8.self).baseAddress, &written, piece.bindMemory(to: UInt8.self).baseAddress,
        Int32(piece.count)) == 1
    else { throw SealingError.crypto("EVP_CipherUpdate") }
    return Int(written)
  }

  /// Ends, and writes the last bytes; when decrypting, the padding must be right.
  public func finish(into out: UnsafeMutableRawBufferPointer) throws -> Int {
    guard out.count >= AES256CBC.blockCount else {
      throw SealingError(code: .invalidParameter, message: "there is no room for the last block")
    }
    var written: Int32 = 0
    guard EVP_CipherFinal_ex(context, out.bindMemory(to: UInt8.self).baseAddress, &written) == 1 else {
      ERR_clear_error()
      throw SealingError(code: .malformed, message: "the encrypted bytes do not end in a whole, padded block")
    }
    return Int(written)
  }
}
