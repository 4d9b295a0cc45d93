import Intake
import Vault

/// The gateway's queues: each its own folder, or its own Redis stream.
struct SpoolSet: Sendable {
  let deliveries: any Spool
  let media: any Spool
  let parkedMedia: any Spool
  let forwards: any Spool
  let intents: any Spool

  /// Opens what the configuration chose.
  static func open(_ settings: SpoolSettings, key: GatewayKey, vault: LockedVault) async throws -> SpoolSet {
    func one(_ name: String, _ limit: Int64) async throws -> any Spool {
      switch settings.engine {
      case .file:
        return try FileSpool.open(folder: folder(name, of: vault), key: key, vault: vault, limit: limit)
      case .redis(let redis):
        var options = RedisSpoolOptions()
        options.trusted = redis.trusted
        return try await RedisSpool.open(
          address: redis.address, stream: SpoolSet.stream(name, redis),
          group: redis.group, consumer: redis.consumer, password: redis.password, key: key, vault: vault, limit: limit,
          options: options)
      }
    }
    return SpoolSet(
      deliveries: try await one("deliveries", settings.limit), media: try await one("media", settings.limit / 8),
      parkedMedia: try await one("parked", settings.limit / 8), forwards: try await one("forwards", settings.limit / 4),
      intents: try await one("intents", min(settings.limit, 256 << 20)))
  }

  /// The stream of a queue.
  ///
  /// An intent says what one gateway is about to send: only that gateway may find it again and call its end unknown.
  static func stream(_ name: String, _ redis: SpoolSettings.RedisSettings) -> String {
    switch name {
    case "deliveries": redis.stream
    case "intents": "\(redis.stream):intents:\(redis.consumer)"
    default: "\(redis.stream):\(name)"
    }
  }

  /// The folder of a queue in the state directory.
  static func folder(_ name: String, of vault: LockedVault) -> String { parent(of: vault) + "/" + name }

  /// The folder of all queues.
  static func parent(of vault: LockedVault) -> String { vault.state.path + "/spool" }

  func close() async {
    for spool in [intents, forwards, media, parkedMedia, deliveries] { await spool.close() }
  }
}
