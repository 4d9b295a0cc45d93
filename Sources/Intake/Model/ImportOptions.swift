import Capture

/// What whoever imports says about the material, because it does not say so itself.
public struct ImportOptions: Sendable, Hashable {
  /// The firm's side, where the material does not name it.
  public var account: String?
  /// The zone of times that carry none, as an IANA name.
  public var timeZone: String?
  /// The order of ambiguous dates.
  public var dateOrder: DateOrder?

  /// Creates options.
  public init(account: String? = nil, timeZone: String? = nil, dateOrder: DateOrder? = nil) {
    self.account = account
    self.timeZone = timeZone
    self.dateOrder = dateOrder
  }
}
