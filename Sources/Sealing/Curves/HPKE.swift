/// Hybrid public-key encryption, RFC 9180 in base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.
///
/// One message for each encapsulation; what is sealed is `encapsulated key (32) ‖ ciphertext ‖ tag`.
public enum HPKE {
  /// Bytes that sealing adds.
  public static let overhead = 32 + AES256GCM.tagCount

  private static let kemSuite = Array("KEM".utf8) + [0x00, 0x20]
  private static let suite = Array("HPKE".utf8) + [0x00, 0x20, 0x00, 0x01, 0x00, 0x02]
  private static let version = Array("HPKE-v1".utf8)

  /// Seals bytes so that only the private half of `recipient` opens them.
  public static func seal(
    _ plaintext: [UInt8], to recipient: X25519PublicKey, info: [UInt8], aad: [UInt8], using randomness: any Randomness
  ) throws -> [UInt8] {
    try seal(plaintext, to: recipient, info: info, aad: aad, ephemeral: .generate(using: randomness))
  }

  /// Opens sealed bytes into protected memory, or throws `authenticationFailed`.
  public static func open(
    _ sealed: [UInt8], with key: X25519PrivateKey, info: [UInt8], aad: [UInt8]
  ) throws -> SecretBytes {
    guard sealed.count >= overhead else {
      throw SealingError.malformed("sealed bytes are \(sealed.count) long, shorter than their own overhead")
    }
    let encapsulated = try X25519PublicKey(bytes: sealed[0..<32])
    let shared = try sharedSecret(
      exchanged: key.sharedSecret(with: encapsulated), encapsulated: encapsulated, recipient: key.publicKey)
    let (sealKey, nonce) = try schedule(shared: shared, info: info)
    return try sealed[32...].withUnsafeBytes {
      try AES256GCMContext(key: sealKey).openSecret($0, nonce: nonce, aad: aad)
    }
  }

  /// Sealing with a given ephemeral key, as the RFC's vectors need.
  static func seal(
    _ plaintext: [UInt8], to recipient: X25519PublicKey, info: [UInt8], aad: [UInt8], ephemeral: X25519PrivateKey
  ) throws -> [UInt8] {
    let shared = try sharedSecret(
      exchanged: ephemeral.sharedSecret(with: recipient), encapsulated: ephemeral.publicKey, recipient: recipient)
    let (sealKey, nonce) = try schedule(shared: shared, info: info)
    return ephemeral.publicKey.bytes
      + (try AES256GCM.seal(plaintext, key: sealKey, nonce: nonce, aad: aad))
  }

  /// ExtractAndExpand of section 4.1.
  private static func sharedSecret(
    exchanged: SecretBytes, encapsulated: X25519PublicKey, recipient: X25519PublicKey
  ) throws -> SecretBytes {
    let prk = extract(salt: [], suite: kemSuite, label: "eae_prk", input: exchanged)
    return try expand(
      prk, suite: kemSuite, label: "shared_secret", info: encapsulated.bytes + recipient.bytes, length: 32)
  }

  /// KeySchedule of section 5.1, base mode: the key and the nonce of the first message.
  private static func schedule(shared: SecretBytes, info: [UInt8]) throws -> (SecretBytes, [UInt8]) {
    let empty = SecretBytes([])
    let pskIDHash = extract(salt: [], suite: suite, label: "psk_id_hash", input: empty).copyBytes()
    let infoHash = extract(salt: [], suite: suite, label: "info_hash", input: SecretBytes(info)).copyBytes()
    let context = [0] + pskIDHash + infoHash
    var salt = shared.copyBytes()
    defer { salt.wipe() }
    let secret = extract(salt: salt, suite: suite, label: "secret", input: empty)
    let key = try expand(secret, suite: suite, label: "key", info: context, length: 32)
    let nonce = try expand(secret, suite: suite, label: "base_nonce", info: context, length: 12)
    return (key, nonce.copyBytes())
  }

  private static func extract(salt: [UInt8], suite: [UInt8], label: String, input: SecretBytes) -> SecretBytes {
    let prefix = version + suite + Array(label.utf8)
    let labelled = SecretBytes(count: prefix.count + input.count) { out in
      out.copyBytes(from: prefix)
      input.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: out[prefix.count...]).copyMemory(from: $0) }
    }
    return HKDF.extract(salt: salt, inputKey: labelled)
  }

  private static func expand(
    _ key: SecretBytes, suite: [UInt8], label: String, info: [UInt8], length: Int
  ) throws -> SecretBytes {
    var labelled: [UInt8] = []
    labelled.appendBigEndian(UInt16(truncatingIfNeeded: length))
    labelled += version + suite + Array(label.utf8) + info
    return try HKDF.expand(key: key, info: labelled, length: length)
  }
}
