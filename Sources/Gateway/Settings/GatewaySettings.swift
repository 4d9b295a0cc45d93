import Glibc
import Settings

/// What `holdfast.toml` says.
public struct GatewaySettings: Sendable {
  public var server: ServerSettings
  public var spool: SpoolSettings
  public var work: WorkSettings
  public var accounts: [AccountSettings]

  /// Reads a configuration file and the secret files it names.
  ///
  /// Throws `SettingsError` with line and column; no error shows a secret.
  public static func read(path: String) throws -> GatewaySettings {
    try GatewaySettings(try SettingsDocument.read(path: path), paths: SettingsPaths(file: path))
  }

  init(_ root: SettingsTable, paths: SettingsPaths, hostName: String = GatewaySettings.hostName()) throws {
    try root.rejectUnknownKeys(allowed: ["server", "spool", "archiver", "media", "outbound", "account"])
    server = try ServerSettings(try root.table("server"), paths: paths)
    spool = try SpoolSettings(try root.table("spool"), paths: paths, hostName: hostName)
    work = try WorkSettings(
      archiver: try root.table("archiver"), media: try root.table("media"), outbound: try root.table("outbound"))
    var reader = AccountReader(paths: paths)
    accounts = try root.tables("account").map { try reader.read($0) }
    guard !accounts.isEmpty else {
      throw SettingsError(
        code: .missingKey, message: "there is no account", file: root.file,
        remedy: "add an [[account]] with name, provider, path and secrets")
    }
  }

  /// The tables that differ from those of the start, and are read only then.
  func tablesForNextStart(since started: GatewaySettings) -> [String] {
    let (new, old) = (work, started.work)
    var tables: [String] = []
    if server != started.server { tables.append("[server]") }
    if spool != started.spool { tables.append("[spool]") }
    if (new.archiverWorkers, new.sealBytes, new.sealMilliseconds)
      != (old.archiverWorkers, old.sealBytes, old.sealMilliseconds)
    {
      tables.append("[archiver]")
    }
    if (new.mediaWorkers, new.mediaLimit) != (old.mediaWorkers, old.mediaLimit) { tables.append("[media]") }
    if new.allowed != old.allowed { tables.append("[outbound]") }
    return tables
  }

  /// This machine's name, which tells gateways apart that share a Redis stream.
  static func hostName() -> String {
    var bytes = [CChar](repeating: 0, count: 256)
    let result = gethostname(&bytes, bytes.count - 1)
    let name = String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return result == 0 && !name.isEmpty ? name : "gateway"
  }
}
