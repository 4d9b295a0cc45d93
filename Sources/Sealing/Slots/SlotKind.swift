/// The kinds of unlock slot, told apart by a file's first line.
public enum SlotKind: Sendable, Hashable {
  /// ``PassphraseSlot``
  case passphrase
  /// ``RecoverySlot``
  case recovery

  /// The kind of a slot file; throws `unsupportedVersion` or `corruptSlot`.
  public static func of(encoded: [UInt8]) throws -> SlotKind {
    let line = String(decoding: encoded.prefix(80).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    switch line {
    case Label.slotPassphrase.rawValue: return .passphrase
    case Label.slotRecovery.rawValue: return .recovery
    default:
      guard line.hasPrefix("holdfast/") else { throw SlotText.corrupt("its first line names no kind of slot") }
      throw SealingError(
        code: .unsupportedVersion, message: "an unlock slot of the form \(line) is not known here",
        remedy: "Use a newer version of Holdfast")
    }
  }
}
