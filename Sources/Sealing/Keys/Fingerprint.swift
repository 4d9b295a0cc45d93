/// The text by which people recognise a vault.
public enum Fingerprint {
  /// 120 bits of a digest of the vault's id and public identity, as `7QK4-M2XA-…` in six groups of four.
  public static func text(of identity: VaultPublicIdentity, vaultID: String) -> String {
    var version: [UInt8] = []
    version.appendBigEndian(identity.version)
    let digest = Derivation.digest(
      label: .vaultFingerprint, parts: [Array(vaultID.utf8), version, identity.publicKey.bytes])
    return Crockford32.encode(Array(digest.bytes.prefix(15)))
  }
}
