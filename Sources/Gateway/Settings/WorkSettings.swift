import Settings

/// The `[archiver]`, `[media]` and `[outbound]` tables.
public struct WorkSettings: Sendable, Equatable {
  /// Readers at work beside one another.
  public var archiverWorkers = 2
  /// A segment is sealed when it has this many bytes …
  public var sealBytes = 8 << 20
  /// … or when its first record is this old.
  public var sealMilliseconds: Int64 = 15 * 60_000
  /// Downloads at work beside one another.
  public var mediaWorkers = 4
  /// The largest medium that is fetched.
  public var mediaLimit: Int64 = 4 << 30
  /// Where the gateway may connect to: `graph.facebook.com`, `*.whatsapp.net`, `http://127.0.0.1:3000`.
  ///
  /// nil where nothing is said: then only the providers' own hosts are called.
  public var allowed: [String]?

  /// The defaults.
  public init() {}

  init(archiver: SettingsTable?, media: SettingsTable?, outbound: SettingsTable?) throws {
    self.init()
    if let archiver {
      try archiver.rejectUnknownKeys(allowed: ["workers", "seal_mib", "seal_minutes"])
      if let value = try archiver.int("workers", in: 1...64) { archiverWorkers = value }
      if let value = try archiver.int("seal_mib", in: 1...256) { sealBytes = value << 20 }
      if let value = try archiver.int("seal_minutes", in: 1...1440) { sealMilliseconds = Int64(value) * 60_000 }
    }
    if let media {
      try media.rejectUnknownKeys(allowed: ["workers", "limit_mib"])
      if let value = try media.int("workers", in: 1...64) { mediaWorkers = value }
      if let value = try media.int("limit_mib", in: 1...65_536) { mediaLimit = Int64(value) << 20 }
    }
    if let outbound {
      try outbound.rejectUnknownKeys(allowed: ["allow"])
      allowed = try WorkSettings.hosts(outbound, "allow")
    }
  }

  private static func hosts(_ table: SettingsTable, _ key: String) throws -> [String] {
    try (table.strings(key) ?? []).map { text in
      do { _ = try OutboundPolicy(allowing: [text]) } catch let error as OutboundError {
        throw table.error(key, error.message, remedy: error.remedy)
      }
      return text
    }
  }
}
