import Settings

/// The `[server]` table: where deliveries are received, and what one client may take.
public struct ServerSettings: Sendable, Equatable {
  /// Where webhooks arrive.
  public var listen = ListenAddress(host: "127.0.0.1", port: 8080)
  /// The certificate chain and its key, both PEM; without them the server speaks plain HTTP.
  public var certificate: String?
  public var privateKey: String?
  /// Where `/healthz`, `/readyz` and `/metrics` answer.
  public var operations = ListenAddress(host: "127.0.0.1", port: 9464)
  /// The largest body.
  public var bodyLimit = 4 << 20
  /// What all bodies under way may take together.
  public var memoryLimit = 256 << 20
  /// How many connections are served at once.
  public var connections = 1024
  /// How long a new connection may take to its first complete header, TLS included.
  public var headerSeconds = 10
  /// How long a body may take.
  public var bodySeconds = 30
  /// How long a connection may do nothing between requests.
  public var idleSeconds = 75
  /// How long requests under way may take when the program ends.
  public var drainSeconds = 30

  /// The defaults.
  public init() {}

  init(_ table: SettingsTable?, paths: SettingsPaths) throws {
    self.init()
    guard let table else { return }
    try table.rejectUnknownKeys(allowed: [
      "listen", "certificate", "private_key", "plain_http", "operations", "body_limit_mib", "memory_mib", "connections",
      "header_seconds", "body_seconds", "idle_seconds", "drain_seconds",
    ])
    if let address = try ServerSettings.address(table, "listen") { listen = address }
    if let address = try ServerSettings.address(table, "operations") { operations = address }
    certificate = try paths.path(table, "certificate")
    privateKey = try paths.path(table, "private_key")
    if (certificate == nil) != (privateKey == nil) {
      let key = certificate == nil ? "private_key" : "certificate"
      throw table.error(key, "a certificate needs its key, and the key its certificate", remedy: "name both, or none")
    }
    if certificate == nil, !listen.isLoopback, try table.bool("plain_http") != true {
      throw table.error(
        "listen", "\(listen) would take webhooks without TLS",
        remedy: "name certificate and private_key, or set plain_http = true where a proxy in front speaks TLS")
    }
    if let value = try table.int("body_limit_mib", in: 1...64) { bodyLimit = value << 20 }
    if let value = try table.int("memory_mib", in: 16...65_536) { memoryLimit = value << 20 }
    if memoryLimit < bodyLimit * 2 {
      throw table.error("memory_mib", "two bodies of body_limit_mib do not fit into memory_mib", remedy: "raise it")
    }
    if let value = try table.int("connections", in: 8...65_536) { connections = value }
    if let value = try table.int("header_seconds", in: 1...600) { headerSeconds = value }
    if let value = try table.int("body_seconds", in: 1...600) { bodySeconds = value }
    if let value = try table.int("idle_seconds", in: 1...3600) { idleSeconds = value }
    if let value = try table.int("drain_seconds", in: 1...600) { drainSeconds = value }
  }

  private static func address(_ table: SettingsTable, _ key: String) throws -> ListenAddress? {
    guard let text = try table.string(key) else { return nil }
    guard let address = ListenAddress(text) else {
      throw table.error(key, "‘\(text)’ is not an address", remedy: "write it as \"127.0.0.1:8443\" or \"[::1]:8443\"")
    }
    return address
  }
}
