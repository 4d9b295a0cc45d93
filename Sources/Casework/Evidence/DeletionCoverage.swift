import Records

/// What a provider tells of deletions and edits, in words for an officer: that none is shown proves little where none
/// would be told.
public enum DeletionCoverage {
  /// The sentence for a provider; nil for one that is not known.
  public static func words(_ provider: Provider) -> String? {
    switch provider.rawValue {
    case "meta":
      return
        "Meta tells of deletions and edits only for numbers that are in the WhatsApp Business app too. Elsewhere a "
        + "deletion is an ‘unsupported’ message that names no original, or nothing at all."
    case "wasender", "waha", "gowa":
      return "Deletions and edits are told while the linked phone's session is up; what was deleted while it was down "
        + "may never be told."
    case "evolution":
      return "Deletions and edits are told while the linked phone's session is up; edits made in a browser may be "
        + "missing, and a deletion that is told as a state may have been an edit."
    case "chat-export":
      return
        "An export shows what stood on one phone on its day: of what was deleted before only a notice, or nothing; "
        + "of what was edited only the last wording."
    default: return nil
    }
  }

  /// What a message that the provider does not pass on may stand for; nil where that is not known.
  public static func unsupported(_ provider: Provider) -> String? {
    provider == .meta ? "may be the notice of a deletion: Meta does not name what was deleted" : nil
  }
}
