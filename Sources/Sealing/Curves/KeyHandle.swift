import COpenSSL

/// A libcrypto key.
final class KeyHandle: @unchecked Sendable {
  // @unchecked: a raw key is complete when made and never changed; libcrypto allows concurrent use of it.
  let pointer: OpaquePointer

  /// Makes a key pair from the 32 private bytes.
  init(type: Int32, privateBytes: SecretBytes) throws {
    let key = privateBytes.withUnsafeBytes {
      EVP_PKEY_new_raw_private_key(type, nil, $0.bindMemory(to: UInt8.self).baseAddress, $0.count)
    }
    guard let key else { throw SealingError.crypto("EVP_PKEY_new_raw_private_key") }
    pointer = key
  }

  /// Makes a public key from its 32 bytes.
  init(type: Int32, publicBytes: Digest) throws {
    let key = publicBytes.withBytes {
      EVP_PKEY_new_raw_public_key(type, nil, $0.bindMemory(to: UInt8.self).baseAddress, $0.count)
    }
    guard let key else { throw SealingError.crypto("EVP_PKEY_new_raw_public_key") }
    pointer = key
  }

  deinit { EVP_PKEY_free(pointer) }

  /// The 32 public bytes.
  func publicBytes() throws -> Digest {
    var count = 32
    var isRead = false
    let bytes = Digest { buffer in
      isRead = EVP_PKEY_get_raw_public_key(pointer, buffer.bindMemory(to: UInt8.self).baseAddress, &count) == 1
    }
    guard isRead, count == 32 else { throw SealingError.crypto("EVP_PKEY_get_raw_public_key") }
    return bytes
  }
}
