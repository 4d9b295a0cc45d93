import Records

/// A matter and what it holds.
public struct MatterSummary: Sendable, Hashable {
  /// The short name, such as `M-221`.
  public var name: String
  public var title: String
  public var openedAt: Instant
  public var openedBy: OfficerID
  public var holds: [HoldSummary]
  /// Distinct messages under its unreleased holds.
  public var messages: Int64
  public var conversations: Int64
}

/// A hold and what it caught so far.
public struct HoldSummary: Sendable, Hashable, Identifiable {
  public var id: HoldID { placement.hold }
  public var placement: HoldPlacement
  public var placedAt: Instant
  public var placedBy: OfficerID
  public var releasedAt: Instant?
  public var releasedBy: OfficerID?
  /// Distinct messages caught; it only grows until release.
  public var messages: Int64
  public var conversations: Int64
  public var act: ActID
  public var record: RecordAddress
  /// Why the predicate cannot be evaluated; nil when it can. Such a hold counts as holding everything.
  public var problem: String?
  /// Whom the predicate names by an id, where anybody is known by it.
  public var people: [SearchPage.Named] = []
}

/// An officer's act, for `audit`.
public struct ActEntry: Sendable, Hashable {
  public var act: OfficerAct
  public var writer: WriterID
  public var record: RecordAddress
}
