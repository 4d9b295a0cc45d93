import Records

/// What a gap or a count is about: an account, and the provider's session where there is one.
public struct CoverageScope: Sendable, Hashable, Comparable {
  public var provider: Provider
  public var account: String
  /// The keyed fingerprint of the provider's session.
  public var session: String?

  /// Creates a scope.
  public init(provider: Provider, account: String, session: String? = nil) {
    self.provider = provider
    self.account = account
    self.session = session
  }

  public static func < (left: CoverageScope, right: CoverageScope) -> Bool {
    (left.provider.rawValue, left.account, left.session ?? "")
      < (right.provider.rawValue, right.account, right.session ?? "")
  }
}

/// An account that a gateway is configured to capture.
public struct CoverageAccount: Sendable, Hashable {
  /// Its name in the configuration.
  public var endpoint: String
  public var scope: CoverageScope

  /// Creates an account.
  public init(endpoint: String, provider: Provider, account: String) {
    self.endpoint = endpoint
    scope = CoverageScope(provider: provider, account: account)
  }
}

extension Provider {
  /// The gateway itself, when it says something about its coverage.
  public static let holdfast = Provider(rawValue: "holdfast")
}
