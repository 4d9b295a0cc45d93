import Sealing

/// An officer's signature over something that is handed out: a custody record, a statement.
public struct OfficerSignature: Sendable, Hashable {
  /// What it verifies with.
  public var key: VerifyingKey
  /// 64 bytes of Ed25519.
  public var bytes: [UInt8]
}

extension UnlockedVault {
  /// Signs `title`, a line feed and `bytes` with the officer's key.
  ///
  /// The title's line keeps such signatures apart from those over acts, checkpoints and vault.toml.
  public func signStatement(title: String, _ bytes: [UInt8]) throws -> OfficerSignature {
    guard title.hasPrefix("holdfast "), !title.hasPrefix("holdfast vault checkpoint"), !title.contains("\n") else {
      throw VaultError(.usage, "internal error: ‘\(title)’ cannot be the title of a statement")
    }
    guard let signingKey else {
      throw VaultError(
        .notPermitted, "a vault opened by recovery has no officer to sign with",
        remedy: "unlock it with an officer's passphrase")
    }
    return OfficerSignature(
      key: signingKey.verifyingKey, bytes: try signingKey.sign(Array((title + "\n").utf8) + bytes))
  }
}
