/// The date under which a message is archived.
public struct ArchivedDate: Sendable, Hashable {
  /// The provider's claim; nil where it made none that can be used, or nobody has settled how it is written.
  public var sentAt: Instant?
  /// How often an officer corrected it (docs/format.md, *Dates that are corrected*).
  public var corrections: Int

  /// Creates a date.
  public init(sentAt: Instant?, corrections: Int = 0) {
    self.sentAt = sentAt
    self.corrections = corrections
  }
}

extension MessageEvent {
  /// The attribute of an event whose date corrects the one of earlier readings: how often it was corrected with it.
  public static let dateCorrection = "date_correction"

  /// How often an officer has corrected the date that this reading gives; 0 where none did.
  public var dateCorrections: Int {
    guard let text = attributes[MessageEvent.dateCorrection], let number = Int(text) else { return 0 }
    return min(max(0, number), 1_000_000)
  }
}
