/// Where a Redis server listens: a host and port, or a socket on this machine.
///
/// As text: `127.0.0.1:6379`, `[::1]:6379`, `unix:/run/redis/redis.sock`, `redis://user@host:6379/2`,
/// `rediss://host:6380` (TLS, certificate checked). A password is never part of it.
public struct RedisAddress: Sendable, Hashable, CustomStringConvertible {
  /// How to reach it.
  public enum Place: Sendable, Hashable {
    case host(String, Int)
    case socket(String)
  }

  public var place: Place
  /// Whether the connection is encrypted.
  public var usesTLS: Bool
  /// The user of an access list; nil where there is only a password.
  public var user: String?
  /// The database's number.
  public var database: Int

  /// Creates an address.
  public init(_ place: Place, usesTLS: Bool = false, user: String? = nil, database: Int = 0) {
    self.place = place
    self.usesTLS = usesTLS
    self.user = user
    self.database = database
  }

  /// Reads an address; nil for what is none, a password in it included.
  public init?(_ text: String) {
    if text.hasPrefix("unix:") {
      var path = text.dropFirst(5)
      while path.hasPrefix("//") { path = path.dropFirst() }
      guard path.hasPrefix("/"), path.utf8.count <= 100 else { return nil }
      self.init(.socket(String(path)))
      return
    }
    var rest = text[...]
    let usesTLS = rest.hasPrefix("rediss://")
    if usesTLS || rest.hasPrefix("redis://") { rest = rest.dropFirst(usesTLS ? 9 : 8) }
    var user: String?
    if let mark = rest.lastIndex(of: "@") {
      user = String(rest[..<mark])
      guard let name = user, !name.isEmpty, !name.contains(":") else { return nil }
      rest = rest[rest.index(after: mark)...]
    }
    var database = 0
    if let slash = rest.firstIndex(of: "/") {
      let digits = rest[rest.index(after: slash)...]
      guard digits.isEmpty || UInt16(digits) != nil else { return nil }
      database = Int(digits) ?? 0
      rest = rest[..<slash]
    }
    if !rest.contains(":") { rest += ":6379" }
    guard let address = ListenAddress(String(rest)), address.port > 0 else { return nil }
    self.init(.host(address.host, address.port), usesTLS: usesTLS, user: user, database: database)
  }

  public var description: String {
    switch place {
    case .host(let host, let port): ListenAddress(host: host, port: port).description
    case .socket(let path): "unix:" + path
    }
  }
}
