import Sealing
import Settings

/// The `[spool]` table: where deliveries wait until they are sealed.
public struct SpoolSettings: Sendable, Equatable {
  /// What keeps the queue.
  public enum Engine: Sendable, Equatable {
    case file
    case redis(RedisSettings)
  }

  /// The `[spool.redis]` table.
  public struct RedisSettings: Sendable, Equatable {
    public var address: RedisAddress
    public var stream: String
    public var group: String
    public var consumer: String
    public var password: SecretBytes?
    /// Whether the server's durability settings are taken for granted, where it may not be asked.
    public var trusted: Bool
  }

  public var engine = Engine.file
  /// What it may hold, in bytes.
  public var limit: Int64 = 4 << 30
  /// The file of the gateway's key, outside vault and state directory.
  public var keyFile: String?

  /// The defaults.
  public init() {}

  init(_ table: SettingsTable?, paths: SettingsPaths, hostName: String) throws {
    self.init()
    keyFile = paths.credentialsDirectory.map { $0 + "/holdfast-gateway-key" }
    guard let table else { return }
    try table.rejectUnknownKeys(allowed: ["engine", "limit_mib", "key_file", "redis"])
    if let value = try table.int("limit_mib", in: 16...(1 << 24)) { limit = Int64(value) << 20 }
    if let path = try paths.path(table, "key_file") { keyFile = path }
    switch try table.string("engine") ?? "file" {
    case "file":
      if table["redis"] != nil {
        throw table.error(
          "redis", "there is a table for Redis, and the engine is \"file\"", remedy: "set engine = \"redis\"")
      }
    case "redis":
      engine = .redis(try SpoolSettings.redis(try table.requiredTable("redis"), paths: paths, hostName: hostName))
    case let other:
      throw table.error("engine", "there is no spool engine ‘\(other)’", remedy: "use \"file\" or \"redis\"")
    }
  }

  private static func redis(
    _ table: SettingsTable, paths: SettingsPaths, hostName: String
  ) throws -> RedisSettings {
    try table.rejectUnknownKeys(allowed: ["address", "stream", "group", "consumer", "password_file", "trusted"])
    let text = try table.string("address") ?? "127.0.0.1:6379"
    guard let address = RedisAddress(text) else {
      throw table.error(
        "address", "the address of Redis cannot be read",
        remedy:
          "write it as \"127.0.0.1:6379\", \"unix:/run/redis/redis.sock\" or \"rediss://host:6380\", without a password"
      )
    }
    func name(_ key: String, _ standard: String) throws -> String {
      let name = try table.string(key) ?? standard
      guard !name.isEmpty, name.utf8.count <= 128, name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
        throw table.error(key, "‘\(name)’ is no name for Redis here", remedy: "use letters, digits, : and -")
      }
      return name
    }
    return RedisSettings(
      address: address, stream: try name("stream", "holdfast:deliveries"), group: try name("group", "holdfast"),
      consumer: try name("consumer", hostName), password: try paths.secret(table, "password_file"),
      trusted: try table.bool("trusted") ?? false)
  }
}
