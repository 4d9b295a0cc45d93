import Sealing

/// A private key that signs notes, and its name.
public struct NoteSigner: Sendable {
  /// The public side.
  public let verifier: NoteVerifier
  private let key: SigningKey

  /// Names a key.
  public init(name: String, key: SigningKey, kind: NoteKeyKind = .ed25519) throws {
    verifier = try NoteVerifier(name: name, key: key.verifyingKey, kind: kind)
    self.key = key
  }

  /// Signs a note's text; a key for cosignatures must use ``cosign(text:time:)``.
  public func sign(text: String) throws -> NoteSignature {
    guard verifier.kind == .ed25519 else {
      throw LedgerError(code: .unsupported, message: "the key '\(verifier.name)' signs checkpoints as a witness only")
    }
    return NoteSignature(name: verifier.name, keyID: verifier.keyID, signature: try key.sign(Array(text.utf8)))
  }

  /// Cosigns a checkpoint's text as a witness, at a time in seconds since 1970.
  public func cosign(text: String, time: UInt64) throws -> NoteSignature {
    guard verifier.kind == .cosignatureV1 else {
      throw LedgerError(code: .unsupported, message: "the key '\(verifier.name)' is not a witness's key")
    }
    let stamp = withUnsafeBytes(of: time.bigEndian) { Array($0) }
    let signature = try key.sign(NoteVerifier.cosigned(text: text, time: time))
    return NoteSignature(name: verifier.name, keyID: verifier.keyID, signature: stamp + signature)
  }
}
