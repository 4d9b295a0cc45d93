import Records

/// What cannot be known about reading, and why: each a sentence for an officer.
public enum ReadDoubt: Sendable, Hashable {
  /// No receipt of delivery or reading at all.
  case noReceipts(messages: Int)
  /// An export of a chat carries no receipts.
  case exportHasNone
  /// Deliveries are told, reading never.
  case readingNeverTold(messages: Int)
  /// The provider does not tell when our own side reads.
  case ownSideNotTold
  /// In a group: so many people are named by receipts.
  case groupNames(people: Int)
  /// In a group: receipts name nobody.
  case groupUnnamed
  /// Receipts without a time of their own.
  case undated(receipts: Int)
  /// Receipts captured long after the time that they tell.
  case late(receipts: Int, longest: Int64)
  /// Receipts that tell a time before the message was sent.
  case backwards(receipts: Int)
  /// Read in the very second, or minute, of the moment.
  case sameMoment(receipts: Int, isMinute: Bool)
  /// The moment itself has no time of the provider.
  case momentOfCapture
  /// Only some messages were looked at.
  case bounded(ReadTrail.Bound, messages: Int)
  /// Reading is told once for a message, whatever its versions.
  case toldOnce(version: Int)

  /// A short name for machines.
  public var code: String {
    switch self {
    case .noReceipts: return "no-receipts"
    case .exportHasNone: return "export-has-no-receipts"
    case .readingNeverTold: return "reading-never-told"
    case .ownSideNotTold: return "own-side-not-told"
    case .groupNames: return "group-names-some"
    case .groupUnnamed: return "group-names-nobody"
    case .undated: return "undated-receipts"
    case .late: return "late-receipts"
    case .backwards: return "receipts-before-sending"
    case .sameMoment: return "same-moment"
    case .momentOfCapture: return "moment-of-capture"
    case .bounded(.bundle, _): return "bundle-only"
    case .bounded: return "recent-only"
    case .toldOnce: return "reading-told-once"
    }
  }

  /// The sentence.
  public var words: String {
    func receipts(_ count: Int) -> String { count == 1 ? "1 receipt" : "\(count) receipts" }
    switch self {
    case .noReceipts(let count):
      return count == 1
        ? "No receipt of delivery or reading came for it: what had been seen cannot be known."
        : "No receipt of delivery or reading came for any of these \(count): what had been seen cannot be known."
    case .exportHasNone: return "An exported chat carries no receipts: what had been seen cannot be known from it."
    case .readingNeverTold(let count):
      let whose = count == 1 ? "it" : "any of these \(count)"
      return "Delivery is told, but never reading, for \(whose): read receipts may be turned off."
    case .ownSideNotTold: return "When our own side reads is not told here."
    case .groupNames(let people):
      return
        "In a group receipts come member by member: \(people == 1 ? "1 person is" : "\(people) people are") named; "
        + "whoever is not named may have read it too."
    case .groupUnnamed: return "The provider does not say which member of the group a receipt is from."
    case .undated(let count):
      return "\(receipts(count)) without a time of \(count == 1 ? "its" : "their") own came only later: whether that "
        + "was before or after is not told."
    case .late(let count, let longest):
      return "\(receipts(count)) reached the archive late, up to \(EvidenceText.duration(longest)) after the time told."
    case .backwards(let count):
      return "\(receipts(count)) tell\(count == 1 ? "s" : "") a time before the message was sent: clocks or order were "
        + "not right."
    case .sameMoment(let count, let isMinute):
      return
        "\(receipts(count)) of reading \(count == 1 ? "bears" : "bear") the very \(isMinute ? "minute" : "second"): "
        + "which came first cannot be known."
    case .momentOfCapture:
      return "The provider gives no time for this: receipts are compared with the time of capture, which is later."
    case .bounded(.bundle, let count):
      return count == 1
        ? "Only the 1 message before that is in this bundle was looked at."
        : "Only the \(count) messages before that are in this bundle were looked at."
    case .bounded(_, let count):
      return count == 1
        ? "Only the 1 message before was looked at." : "Only the last \(count) messages before were looked at."
    case .toldOnce(let version):
      return "Reading is told once for a message: whether version \(version) was seen cannot be known."
    }
  }
}
