import COpenSSL

/// AES-256-GCM as other systems use it: a nonce of 12 or 16 bytes, the tag apart. Only to open.
public enum ForeignGCM {
  /// Bytes that a nonce may have.
  public static let nonceCounts: Set<Int> = [12, 16]

  // Fetched once; the method object is immutable and lives as long as the process.
  private nonisolated(unsafe) static let cipher: OpaquePointer? = EVP_CIPHER_fetch(nil, "AES-256-GCM", nil)

  /// Opens a ciphertext, or throws `authenticationFailed`.
  public static func open(_ ciphertext: [UInt8], tag: [UInt8], nonce: [UInt8], key: SecretBytes) throws -> [UInt8] {
    guard key.count == AES256GCM.keyCount, nonceCounts.contains(nonce.count), tag.count == AES256GCM.tagCount,
      ciphertext.count <= Int32.max - 64
    else {
      throw SealingError(code: .invalidParameter, message: "a key, nonce or tag of a wrong length")
    }
    guard let cipher, let context = EVP_CIPHER_CTX_new() else { throw SealingError.crypto("EVP_CIPHER_fetch") }
    // Freeing the context wipes its expanded key.
    defer { EVP_CIPHER_CTX_free(context) }
    var tag = tag
    let isReady = key.withUnsafeBytes { key in
      EVP_DecryptInit_ex2(context, cipher, nil, nil, nil) == 1
        && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, Int32(nonce.count), nil) == 1
        && EVP_DecryptInit_ex2(context, nil, key.bindMemory(to: UInt8.self).baseAddress, nonce, nil) == 1
        && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(AES256GCM.tagCount), &tag) == 1
    }
    guard isReady else { throw SealingError.crypto("AES-256-GCM opening") }
    // Room for one byte at least, so that an empty text has an address too.
    return try [UInt8](unsafeUninitializedCapacity: max(1, ciphertext.count)) { out, initialized in
      var written: Int32 = 0
      var spare: UInt8 = 0
      guard
        ciphertext.isEmpty
          || EVP_DecryptUpdate(context, out.baseAddress, &written, ciphertext, Int32(ciphertext.count)) == 1
      else { throw SealingError.crypto("AES-256-GCM opening") }
      guard EVP_DecryptFinal_ex(context, &spare, &written) == 1 else {
        // Bytes that did not authenticate must not stay behind in freed memory.
        OPENSSL_cleanse(out.baseAddress, ciphertext.count)
        throw SealingError(
          code: .authenticationFailed,
          message: "the sealed bytes do not authenticate: they were changed, or the key differs")
      }
      initialized = ciphertext.count
    }
  }
}
