import Records

/// What kinds of event arrived for an account, and which never did.
public struct KindReport: Sendable, Hashable {
  /// One kind that arrived.
  public struct Seen: Sendable, Hashable {
    public var kind: String
    public var count: Int64
    public var bytes: Int64
    public var lastAt: Instant?
  }

  public var account: String
  public var provider: String
  public var seen: [Seen]
  /// Kinds that the provider sends and that never arrived: most often a subscription that was forgotten.
  public var missing: [String]

  init(_ account: AccountSettings, _ kinds: [String: KindCounters.Entry]) {
    self.account = account.name
    provider = account.provider.rawValue
    seen = kinds.map { Seen(kind: $0.key, count: $0.value.count, bytes: $0.value.bytes, lastAt: $0.value.lastAt) }
      .sorted { ($1.count, $0.kind) < ($0.count, $1.kind) }
    missing = ExpectedKinds.missing(account.provider, seen: kinds.keys)
  }
}
