import Records

@testable import Sealing

extension FuzzTarget {
  static let sealing: [FuzzTarget] = [
    FuzzTarget(
      "slot",
      dictionary: Label.allCases.map { $0.rawValue + "\n" } + [
        "vault ", "slot ", "officer ", "scrypt 14 8 1", "salt ", "commitment ", "sealed ", "recipient ", "check ",
      ],
      seeds: { slotSeeds },
      check: { bytes in
        _ = try? SlotKind.of(encoded: bytes)
        if let slot = try? PassphraseSlot(encoded: bytes) {
          try require(slot.encoded == bytes, "a slot reads back differently")
          try require(slot.parameters.isAcceptable, "a slot that costs too much to open")
        }
        if let slot = try? RecoverySlot(encoded: bytes) {
          try require(slot.encoded == bytes, "a slot reads back differently")
        }
        // The slot's own check sum hides what is behind it from the fuzzer: here it is put right.
        let mended = withCheck(bytes)
        _ = try? PassphraseSlot(encoded: mended)
        _ = try? RecoverySlot(encoded: mended)
      }),
    FuzzTarget(
      "slot-contents", maximumLength: 512,
      seeds: { contentsSeeds },
      check: { bytes in
        guard let contents = try? SlotContents(decoding: SecretBytes(bytes)) else { return }
        let encoded = try? contents.withEncoding { $0 }
        // Clamped keys may differ in bits that do not matter; what matters reads back.
        try require(encoded?.count == bytes.count, "what a slot holds reads back differently")
      }),
    FuzzTarget(
      "recovery-secret", dictionary: ["HOLDFAST-RECOVERY-SECRET-1 ", "HOLDFAST-RECOVERY-SECRET-2 ", "# ", "\n", "-"],
      seeds: {
        guard let secret = try? RecoverySecret.generate(using: SeededRandomness(seed: 3)) else { return [] }
        return [Array(secret.line.utf8), Array(secret.fileText(vaultID: "v-a", fingerprint: "f").utf8)]
      },
      check: { bytes in
        guard let secret = try? RecoverySecret(text: bytes.mended) else { return }
        let again = try? RecoverySecret(text: secret.line)
        try require(again?.publicKey == secret.publicKey, "a recovery secret reads back differently")
      }),
    FuzzTarget(
      "envelope", maximumLength: 1024,
      seeds: {
        guard let key = try? X25519PrivateKey.generate(using: SeededRandomness(seed: 4)),
          let envelope = try? Envelope.seal(
            SecretBytes([1, 2, 3]), to: key.publicKey, recipientVersion: 1, binding: AssociatedData(.stateKey),
            using: SeededRandomness(seed: 5))
        else { return [] }
        return [envelope.encoded]
      },
      check: { bytes in
        if let envelope = try? Envelope(encoded: bytes) {
          try require(envelope.encoded == bytes, "an envelope reads back differently")
          if let key = try? X25519PrivateKey.generate(using: SeededRandomness(seed: 4)) {
            _ = try? envelope.open(with: key, binding: AssociatedData(.stateKey))
          }
        }
        _ = try? Envelope(base64: bytes.mended)
      }),
    FuzzTarget(
      "text-codings", maximumLength: 256,
      seeds: { [Array("00ffAA".utf8), Array("AAECAw==".utf8), Array("mfrgg2dfmy".utf8), Array("3KD0-6PXJ".utf8)] },
      check: { bytes in
        let text = bytes.mended
        if let decoded = Hex.decode(text) { try require(Hex.encode(decoded) == text.lowercased(), "hex differs") }
        if let decoded = Base64.decode(text) { try require(Base64.encode(decoded) == text, "base64 has two forms") }
        if let decoded = Base32.decode(text) { try require(Base32.encode(decoded) == text, "base32 has two forms") }
        if let decoded = Crockford32.decode(text) {
          try require(Crockford32.decode(Crockford32.encode(decoded)) == decoded, "Crockford's base32 differs")
        }
        try require(Hex.decode(Hex.encode(bytes)) == bytes, "hex loses bytes")
        try require(Base64.decode(Base64.encode(bytes)) == bytes, "base64 loses bytes")
        try require(Base32.decode(Base32.encode(bytes)) == bytes, "base32 loses bytes")
        try require(Crockford32.decode(Crockford32.encode(bytes)) == bytes, "Crockford's base32 loses bytes")
        if let digest = Digest(base64: text) { try require(digest.base64 == text, "a digest has two forms") }
        if let digest = Digest(hex: text) { try require(digest.hex == text, "a digest has two forms") }
      }),
    FuzzTarget(
      "media-decryption", maximumLength: 2048,
      seeds: { [[16] + [UInt8](repeating: 7, count: 64), [1] + [UInt8](repeating: 9, count: 26)] },
      check: { bytes in
        guard let keys = try? MediaKeys(mediaKey: SecretBytes([UInt8](repeating: 3, count: 32)), purpose: .image) else {
          return
        }
        var input = FuzzInput(bytes)
        let step = max(1, Int(input.byte()))
        let rest = input.remainder()
        guard let decryptor = try? MediaDecryptor(keys: keys) else { return }
        var size = 0
        var start = 0
        while start < rest.count {
          let piece = Array(rest[start..<min(rest.count, start + step)])
          guard (try? piece.withUnsafeBytes({ try decryptor.update($0) { size += $0.count } })) != nil else { return }
          start += step
        }
        _ = try? decryptor.finish { size += $0.count }
        try require(size <= rest.count, "\(rest.count) bytes were decrypted to \(size)")
      }),
  ]

  private static func withCheck(_ bytes: [UInt8]) -> [UInt8] {
    guard let end = bytes.dropLast().lastIndex(of: 0x0A) else { return bytes }
    let lines = Array(bytes[...end])
    return lines + Array("check \(Derivation.digest(label: .slotCheck, parts: [lines]).hex)\n".utf8)
  }

  private static var identity: VaultIdentity? {
    (try? X25519PrivateKey.generate(using: SeededRandomness(seed: 1))).map { VaultIdentity(version: 1, privateKey: $0) }
  }

  private static var contentsSeeds: [[UInt8]] {
    guard let identity, let signing = try? SigningKey.generate(using: SeededRandomness(seed: 2)) else { return [] }
    let officer = OfficerSecret(id: "o-abcd", name: "Ann", signingKey: signing)
    return [
      SlotContents(identities: [identity], officer: officer), SlotContents(identities: [identity], officer: nil),
    ].compactMap { try? $0.withEncoding { $0 } }
  }

  private static var slotSeeds: [[UInt8]] {
    guard let identity, let signing = try? SigningKey.generate(using: SeededRandomness(seed: 2)),
      let recovery = try? RecoverySecret.generate(using: SeededRandomness(seed: 3)),
      let passphrase = try? PassphraseSlot.seal(
        SlotContents(
          identities: [identity], officer: OfficerSecret(id: "o-abcd", name: "Ann", signingKey: signing)),
        passphrase: SecretBytes(Array("x".utf8)), vaultID: "v-abcd", slotID: "slot-1",
        parameters: ScryptParameters(logN: 10, r: 1, p: 1), using: SeededRandomness(seed: 6)),
      let recoverySlot = try? RecoverySlot.seal(
        [identity], to: recovery.publicKey, vaultID: "v-abcd", slotID: "slot-2", using: SeededRandomness(seed: 7))
    else { return [] }
    return [passphrase.encoded, recoverySlot.encoded]
  }
}
