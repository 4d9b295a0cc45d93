/// The kinds of note key that are read here; others are unknown signers.
public enum NoteKeyKind: UInt8, Sendable, Hashable {
  /// Ed25519 over the note's text.
  case ed25519 = 0x01
  /// A witness's timestamped Ed25519 cosignature of a checkpoint.
  case cosignatureV1 = 0x04
}
