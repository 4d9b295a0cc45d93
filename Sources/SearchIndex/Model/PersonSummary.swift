import Records

/// One set of claims about a person, as payloads made it: never merged with another.
public struct PersonSummary: Sendable, Hashable {
  public var claims: Party
  /// Messages sent under exactly these claims.
  public var messages: Int64
  public var conversations: Int64
  public var firstAt: Instant?
  public var lastAt: Instant?
}

/// Evidence that two sets of claims are one person.
public struct IdentityClaim: Sendable, Hashable {
  public var reason: String
  public var previous: Party?
  public var current: Party
  public var at: Instant
  public var record: RecordAddress
}
