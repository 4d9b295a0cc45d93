import Records
import Sealing
import Settings

/// Reads `[[account]]` tables.
struct AccountReader {
  let paths: SettingsPaths
  private var names: Set<String> = []
  private var webhooks: Set<String> = []

  private static let keys = [
    "name", "provider", "path", "record_account", "secrets", "secret_header", "verify_token_file", "access_token_file",
    "base_url", "forward", "bots",
  ]
  private static let providers = ["meta", "wasender", "waha", "evolution", "gowa"]
  /// Paths that the gateway answers itself.
  private static let reserved = ["/graph", "/capture", "/healthz", "/readyz", "/metrics"]

  init(paths: SettingsPaths) { self.paths = paths }

  mutating func read(_ table: SettingsTable) throws -> AccountSettings {
    try table.rejectUnknownKeys(allowed: AccountReader.keys)
    let name = try AccountReader.name(table)
    guard names.insert(name).inserted else { throw table.error("name", "two accounts are called ‘\(name)’") }
    let provider = try provider(table)
    let path = try AccountReader.path(table)
    guard webhooks.insert(path).inserted else { throw table.error("path", "two accounts have the path \(path)") }
    let secrets = try paths.secrets(table, "secrets")
    guard !secrets.isEmpty else {
      throw SettingsError(
        code: .missingKey, message: "the account ‘\(name)’ has no secrets, so anybody could post to it",
        file: table.file, line: table.position(of: "secrets").line, column: table.position(of: "secrets").column,
        remedy: "add secrets = [\"FILE\"]")
    }
    if provider == .gowa, secrets.contains(SecretBytes(Array("secret".utf8))) {
      throw table.error(
        "secrets", "‘secret’ is what GOWA uses when nothing is set", remedy: "set a secret of your own there")
    }
    let account = AccountSettings(
      name: name, provider: provider, path: path, recordAccount: try table.string("record_account"), secrets: secrets,
      secretHeader: try secretHeader(table, provider), verifyToken: try paths.secret(table, "verify_token_file"),
      accessToken: try paths.secret(table, "access_token_file"), baseURL: try AccountReader.url(table, "base_url"),
      forward: try AccountReader.urls(table, "forward"), bots: try bots(table))
    if provider == .meta, account.verifyToken == nil {
      throw SettingsError(
        code: .missingKey, message: "the account ‘\(name)’ cannot answer Meta's challenge", file: table.file,
        line: table.position.line, column: table.position.column, remedy: "add verify_token_file = \"FILE\"")
    }
    return account
  }

  private static func name(_ table: SettingsTable) throws -> String {
    let name = try table.requiredString("name")
    let isPlain = name.utf8.allSatisfy { byte in
      (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x5F
    }
    guard !name.isEmpty, name.utf8.count <= 64, isPlain else {
      throw table.error("name", "‘\(name)’ is no name here", remedy: "use small letters, digits, - and _")
    }
    guard !name.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw table.error("name", "names stand in logs and metrics, where no phone number belongs", remedy: "use a word")
    }
    return name
  }

  private func provider(_ table: SettingsTable) throws -> Provider {
    let text = try table.requiredString("provider")
    guard AccountReader.providers.contains(text) else {
      let near = DidYouMean.nearest(to: text, among: AccountReader.providers)
      throw table.error(
        "provider", "there is no provider ‘\(text)’",
        remedy: near.map { "did you mean \($0)?" } ?? "known: \(AccountReader.providers.joined(separator: ", "))")
    }
    return Provider(rawValue: text)
  }

  private static func path(_ table: SettingsTable) throws -> String {
    let path = try table.requiredString("path")
    let isPlain = path.utf8.allSatisfy { byte in
      (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte)
        || [0x2D, 0x2E, 0x2F, 0x5F, 0x7E].contains(byte)
    }
    guard path.hasPrefix("/"), path.utf8.count > 1, path.utf8.count <= 256, isPlain else {
      throw table.error("path", "‘\(path)’ is no path here", remedy: "write it as \"/hooks/desk-1\"")
    }
    if let taken = reserved.first(where: { path == $0 || path.hasPrefix($0 + "/") }) {
      throw table.error("path", "\(taken) is answered by the gateway itself", remedy: "choose another path")
    }
    return path
  }

  private func secretHeader(_ table: SettingsTable, _ provider: Provider) throws -> String? {
    let given = try table.string("secret_header")
    switch provider {
    case .meta, .waha, .gowa:
      guard given == nil else {
        throw table.error("secret_header", "\(provider) signs its deliveries", remedy: "remove it")
      }
      return nil
    case .wasender: return (given ?? "x-webhook-signature").lowercased()
    default:
      guard let given else {
        throw SettingsError(
          code: .missingKey,
          message: "secret_header is missing: \(provider) repeats the secret in a header of your choice",
          file: table.file, line: table.position.line, column: table.position.column,
          remedy: "add secret_header = \"X-Webhook-Secret\" and set the same header in \(provider)")
      }
      let isToken = given.utf8.allSatisfy { byte in
        (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D
          || byte == 0x5F
      }
      guard !given.isEmpty, isToken else { throw table.error("secret_header", "‘\(given)’ is no header's name") }
      return given.lowercased()
    }
  }

  private static func urls(_ table: SettingsTable, _ key: String) throws -> [String] {
    try (table.strings(key) ?? []).map { try check($0, table, key) }
  }

  private static func url(_ table: SettingsTable, _ key: String) throws -> String? {
    try table.string(key).map { try check($0, table, key) }
  }

  private static func check(_ text: String, _ table: SettingsTable, _ key: String) throws -> String {
    let rest = ["https://", "http://"].first { text.hasPrefix($0) }.map { text.dropFirst($0.count) }
    guard let rest, let first = rest.first, first != "/", !text.contains(where: { $0.isWhitespace }),
      !rest.prefix(while: { $0 != "/" }).contains("@")
    else {
      throw table.error(key, "‘\(text)’ is not a web address", remedy: "write it as \"https://bot.example/hook\"")
    }
    return text
  }

  private func bots(_ table: SettingsTable) throws -> [AccountSettings.Bot] {
    var seen: Set<String> = []
    return try table.tables("bots").map { bot in
      try bot.rejectUnknownKeys(allowed: ["name", "token_file"])
      let name = try AccountReader.name(bot)
      guard seen.insert(name).inserted else { throw bot.error("name", "two bots are called ‘\(name)’") }
      _ = try bot.requiredString("token_file")
      guard let token = try paths.secret(bot, "token_file"), token.count >= 16 else {
        throw bot.error("token_file", "the token of ‘\(name)’ is shorter than 16 bytes", remedy: "make a longer one")
      }
      return AccountSettings.Bot(name: name, token: token)
    }
  }
}
