import Sealing

extension LockedVault {
  /// Unlocks with a passphrase given as bytes, for callers that know nothing of sealing; the copy made here is wiped.
  public func unlock(passphraseBytes: [UInt8]) throws -> UnlockedVault {
    try unlock(passphrase: SecretBytes(passphraseBytes))
  }
}
