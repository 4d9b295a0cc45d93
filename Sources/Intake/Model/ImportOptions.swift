import Capture

/// What whoever imports says about the material, because it does not say so itself.
public struct ImportOptions: Sendable, Hashable {
  /// The firm's side, where the material does not name it.
  public var account: String?
  /// The zone of times that carry none, as an IANA name.
  public var timeZone: String?
  /// The order of ambiguous dates.
  public var dateOrder: DateOrder?
  /// Whether the dates that this import reads in chat exports take the place of others that are archived.
  public var correctsDates: Bool
  /// Opens the bodies of archives that another system sealed.
  public var archiveKeys: ArchiveKeys?

  /// Creates options.
  public init(
    account: String? = nil, timeZone: String? = nil, dateOrder: DateOrder? = nil, correctsDates: Bool = false,
    archiveKeys: ArchiveKeys? = nil
  ) {
    self.account = account
    self.timeZone = timeZone
    self.dateOrder = dateOrder
    self.correctsDates = correctsDates
    self.archiveKeys = archiveKeys
  }
}
