import COpenSSL

/// AES-256-GCM under one key, for many messages.
///
/// Not for use from several threads at once.
public final class AES256GCMContext {
  private let sealing: OpaquePointer
  private let opening: OpaquePointer

  // Fetched once: an implicit fetch at each initialisation takes a lock and a lookup. The method object is
  // immutable and lives as long as the process.
  private nonisolated(unsafe) static let cipher: OpaquePointer? = EVP_CIPHER_fetch(nil, "AES-256-GCM", nil)

  /// Expands a key of 32 bytes.
  public init(key: SecretBytes) throws {
    guard key.count == AES256GCM.keyCount else {
      throw SealingError(code: .invalidParameter, message: "an AES-256 key has 32 bytes, not \(key.count)")
    }
    guard let cipher = AES256GCMContext.cipher, let sealing = EVP_CIPHER_CTX_new() else {
      throw SealingError.crypto("EVP_CIPHER_fetch")
    }
    guard let opening = EVP_CIPHER_CTX_new() else {
      EVP_CIPHER_CTX_free(sealing)
      throw SealingError.crypto("EVP_CIPHER_CTX_new")
    }
    self.sealing = sealing
    self.opening = opening
    let isKeyed = key.withUnsafeBytes { key in
      let bytes = key.bindMemory(to: UInt8.self).baseAddress
      return EVP_EncryptInit_ex2(sealing, cipher, bytes, nil, nil) == 1
        && EVP_DecryptInit_ex2(opening, cipher, bytes, nil, nil) == 1
    }
    guard isKeyed else { throw SealingError.crypto("EVP_EncryptInit_ex2") }
  }

  deinit {
    // Freeing a context wipes its expanded key.
    EVP_CIPHER_CTX_free(sealing)
    EVP_CIPHER_CTX_free(opening)
  }

  /// Seals bytes into `ciphertext ‖ tag`.
  public func seal(_ plaintext: [UInt8], nonce: [UInt8], aad: [UInt8]) throws -> [UInt8] {
    try plaintext.withUnsafeBytes { try seal($0, nonce: nonce, aad: aad) }
  }

  /// Seals a slice of bytes into `ciphertext ‖ tag`.
  public func seal(_ plaintext: ArraySlice<UInt8>, nonce: [UInt8], aad: [UInt8]) throws -> [UInt8] {
    try plaintext.withUnsafeBytes { try seal($0, nonce: nonce, aad: aad) }
  }

  /// Seals memory into `ciphertext ‖ tag`.
  public func seal(_ plaintext: UnsafeRawBufferPointer, nonce: [UInt8], aad: [UInt8]) throws -> [UInt8] {
    let count = plaintext.count
    try check(nonce: nonce, aad: aad, count: count)
    return try [UInt8](unsafeUninitializedCapacity: count + AES256GCM.tagCount) { out, initialized in
      var written: Int32 = 0
      let input = plaintext.bindMemory(to: UInt8.self).baseAddress
      guard let base = out.baseAddress,
        EVP_EncryptInit_ex2(sealing, nil, nil, nonce, nil) == 1,
        aad.isEmpty || EVP_EncryptUpdate(sealing, nil, &written, aad, Int32(aad.count)) == 1,
        count == 0 || EVP_EncryptUpdate(sealing, base, &written, input, Int32(count)) == 1,
        EVP_EncryptFinal_ex(sealing, base + count, &written) == 1,
        EVP_CIPHER_CTX_ctrl(sealing, EVP_CTRL_AEAD_GET_TAG, Int32(AES256GCM.tagCount), base + count) == 1
      else { throw SealingError.crypto("AES-256-GCM sealing") }
      initialized = count + AES256GCM.tagCount
    }
  }

  /// Opens `ciphertext ‖ tag`, or throws `authenticationFailed`.
  public func open(_ sealed: [UInt8], nonce: [UInt8], aad: [UInt8]) throws -> [UInt8] {
    try sealed.withUnsafeBytes { try open($0, nonce: nonce, aad: aad) }
  }

  /// Opens a slice of `ciphertext ‖ tag`, or throws `authenticationFailed`.
  public func open(_ sealed: ArraySlice<UInt8>, nonce: [UInt8], aad: [UInt8]) throws -> [UInt8] {
    try sealed.withUnsafeBytes { try open($0, nonce: nonce, aad: aad) }
  }

  /// Opens `ciphertext ‖ tag` in memory, or throws `authenticationFailed`.
  public func open(_ sealed: UnsafeRawBufferPointer, nonce: [UInt8], aad: [UInt8]) throws -> [UInt8] {
    let count = sealed.count - AES256GCM.tagCount
    guard count > 0 else {
      _ = try openSecret(sealed, nonce: nonce, aad: aad)
      return []
    }
    return try [UInt8](unsafeUninitializedCapacity: count) { out, initialized in
      do {
        try open(sealed, nonce: nonce, aad: aad, into: UnsafeMutableRawBufferPointer(out))
      } catch {
        // Bytes that did not authenticate must not stay behind in freed memory.
        OPENSSL_cleanse(out.baseAddress, count)
        throw error
      }
      initialized = count
    }
  }

  /// Opens a sealed secret straight into protected memory.
  func openSecret(_ sealed: UnsafeRawBufferPointer, nonce: [UInt8], aad: [UInt8]) throws -> SecretBytes {
    guard sealed.count >= AES256GCM.tagCount else { throw AES256GCMContext.failed }
    return try SecretBytes(count: sealed.count - AES256GCM.tagCount) {
      try open(sealed, nonce: nonce, aad: aad, into: $0)
    }
  }

  /// `out` has room for the plaintext, at least.
  private func open(
    _ sealed: UnsafeRawBufferPointer, nonce: [UInt8], aad: [UInt8], into out: UnsafeMutableRawBufferPointer
  ) throws {
    let count = sealed.count - AES256GCM.tagCount
    try check(nonce: nonce, aad: aad, count: count)
    var written: Int32 = 0
    var spare: UInt8 = 0
    var tag = Array(sealed.suffix(AES256GCM.tagCount))
    let output = out.bindMemory(to: UInt8.self).baseAddress
    let input = sealed.bindMemory(to: UInt8.self).baseAddress
    guard
      EVP_DecryptInit_ex2(opening, nil, nil, nonce, nil) == 1,
      aad.isEmpty || EVP_DecryptUpdate(opening, nil, &written, aad, Int32(aad.count)) == 1,
      count == 0 || EVP_DecryptUpdate(opening, output, &written, input, Int32(count)) == 1,
      EVP_CIPHER_CTX_ctrl(opening, EVP_CTRL_AEAD_SET_TAG, Int32(AES256GCM.tagCount), &tag) == 1
    else { throw SealingError.crypto("AES-256-GCM opening") }
    guard EVP_DecryptFinal_ex(opening, &spare, &written) == 1 else { throw AES256GCMContext.failed }
  }

  private func check(nonce: [UInt8], aad: [UInt8], count: Int) throws {
    guard nonce.count == AES256GCM.nonceCount, count <= Int32.max - 64, aad.count <= Int32.max - 64 else {
      throw SealingError(code: .invalidParameter, message: "a GCM nonce has 12 bytes and a message less than 2 GiB")
    }
  }

  private static var failed: SealingError {
    SealingError(
      code: .authenticationFailed, message: "the sealed bytes do not authenticate: they were changed, cut or moved")
  }
}
