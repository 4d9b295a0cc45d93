import Capture

/// What whoever imports says about the material, because it does not say so itself.
public struct ImportOptions: Sendable, Hashable {
  /// The firm's side, where the material does not name it.
  public var account: String?
  /// The zone of times that carry none, as an IANA name.
  public var timeZone: String?
  /// The order of ambiguous dates.
  public var dateOrder: DateOrder?
  /// Opens the bodies of archives that another system sealed.
  public var archiveKeys: ArchiveKeys?

  /// Creates options.
  public init(
    account: String? = nil, timeZone: String? = nil, dateOrder: DateOrder? = nil, archiveKeys: ArchiveKeys? = nil
  ) {
    self.account = account
    self.timeZone = timeZone
    self.dateOrder = dateOrder
    self.archiveKeys = archiveKeys
  }
}
