import Foundation
import Records
import Settings
import TestSupport
import Testing

@testable import Gateway

@Suite struct GatewaySettingsTests {
  let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    for (name, text) in [
      ("app-secret", "first secret\n"), ("app-secret-2", "second"), ("verify", "token\n"),
      ("bot", "0123456789abcdef\n"), ("redis", "hush"),
    ] {
      try write(name, text)
    }
  }

  private func write(_ name: String, _ text: String, mode: Int = 0o600) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path(name)))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: folder.path(name))
  }

  private func read(_ text: String) throws -> GatewaySettings {
    try write("holdfast.toml", text)
    return try GatewaySettings.read(path: folder.path("holdfast.toml"))
  }

  private static let account = """
    [[account]]
    name = "desk-1"
    provider = "meta"
    path = "/hooks/desk-1"
    secrets = ["app-secret"]
    verify_token_file = "verify"

    """

  @Test(arguments: [
    ("", []), ("[spool]\nlimit_mib = 17\n", ["[spool]"]), ("[spool]\nkey_file = \"k\"\n", ["[spool]"]),
    ("[spool]\nengine = \"redis\"\n[spool.redis]\naddress = \"127.0.0.1:1\"\n", ["[spool]"]),
    ("[media]\nworkers = 9\n", ["[media]"]), ("[media]\nlimit_mib = 9\n", ["[media]"]),
    ("[archiver]\nseal_minutes = 2\n", ["[archiver]"]), ("[outbound]\nallow = []\n", ["[outbound]"]),
    ("[server]\nidle_seconds = 9\n[media]\nworkers = 9\n", ["[server]", "[media]"]),
  ]) func whatNeedsANewStartIsNamed(text: String, tables: [String]) throws {
    let started = try read(GatewaySettingsTests.account)
    #expect(try read(text + GatewaySettingsTests.account).tablesForNextStart(since: started) == tables)
  }

  @Test func readsEverything() throws {
    let settings = try read(
      """
      [server]
      listen = "[::1]:8443"
      operations = "127.0.0.1:9000"
      body_limit_mib = 3
      connections = 99
      header_seconds = 5
      body_seconds = 6
      idle_seconds = 7
      [spool]
      engine = "redis"
      limit_mib = 100
      key_file = "key"
      [spool.redis]
      address = "127.0.0.1:6380"
      consumer = "gateway-a"
      password_file = "redis"
      [archiver]
      workers = 3
      seal_mib = 4
      seal_minutes = 5
      [media]
      workers = 6
      [outbound]
      allow = ["graph.facebook.com", "http://127.0.0.1:3000"]
      [[account]]
      name = "desk-1"
      provider = "meta"
      path = "/hooks/desk-1"
      record_account = "106540352242922"
      secrets = ["app-secret", "app-secret-2"]
      verify_token_file = "verify"
      forward = ["http://127.0.0.1:3000/hook"]
      bots = [{ name = "helper", token_file = "bot" }]
      [[account]]
      name = "sales"
      provider = "evolution"
      path = "/hooks/sales"
      secrets = ["app-secret"]
      secret_header = "X-Hook-Token"
      """)
    #expect(settings.server.listen == ListenAddress(host: "::1", port: 8443))
    #expect(settings.server.operations.port == 9000)
    #expect(settings.server.bodyLimit == 3 << 20)
    #expect(settings.server.connections == 99)
    #expect(settings.spool.limit == 100 << 20)
    #expect(settings.spool.keyFile == folder.path("key"))
    guard case .redis(let redis) = settings.spool.engine else {
      Issue.record("not Redis")
      return
    }
    #expect(redis.address == RedisAddress("127.0.0.1:6380"))
    #expect(redis.consumer == "gateway-a")
    #expect(redis.password?.copyBytes() == Array("hush".utf8))
    #expect(settings.work.archiverWorkers == 3)
    #expect(settings.work.sealMilliseconds == 300_000)
    #expect(settings.work.allowed?.count == 2)
    #expect(settings.accounts.map(\.name) == ["desk-1", "sales"])
    #expect(settings.accounts[0].secrets.map { $0.copyBytes() } == [Array("first secret".utf8), Array("second".utf8)])
    #expect(settings.accounts[0].verifyToken?.copyBytes() == Array("token".utf8))
    #expect(settings.accounts[0].bots.map(\.name) == ["helper"])
    #expect(settings.accounts[1].secretHeader == "x-hook-token")
  }

  @Test(arguments: [
    ("[server]\nlissen = \"127.0.0.1:1\"\n" + account, 2, 1, "did you mean listen?"),
    ("[server]\nlisten = \"0.0.0.0:80\"\n" + account, 2, 1, "without TLS"),
    ("[server]\nlisten = \"nowhere\"\n" + account, 2, 1, "is not an address"),
    ("[server]\ncertificate = \"c\"\n" + account, 2, 1, "a certificate needs its key"),
    ("[server]\nbody_limit_mib = 4000\n" + account, 2, 1, "from 1 to 64"),
    ("[spool]\nengine = \"disk\"\n" + account, 2, 1, "there is no spool engine"),
    ("[outbound]\nallow = [\"http://\"]\n" + account, 2, 1, ""),
    (account.replacing("meta", with: "meat"), 3, 1, "did you mean meta?"),
    (account.replacing("[\"app-secret\"]", with: "[]"), 5, 1, "has no secrets"),
    (account.replacing("verify_token_file = \"verify\"", with: ""), 1, 3, "cannot answer Meta's challenge"),
    (account.replacing("desk-1\"\nprov", with: "447700900123\"\nprov"), 2, 1, "no phone number belongs"),
    (account.replacing("/hooks/desk-1", with: "/healthz"), 4, 1, "answered by the gateway itself"),
    (account.replacing("/hooks/desk-1", with: "hooks"), 4, 1, "is no path here"),
    (account + account, 8, 1, "two accounts are called"),
    (account + account.replacing("name = \"desk-1\"", with: "name = \"x\""), 10, 1, "two accounts have the path"),
    (account.replacing("\"app-secret\"", with: "\"absent\""), 5, 1, "cannot be read"),
    (account + "bots = [{ name = \"b\", token_file = \"verify\" }]\n", 7, 23, "shorter than 16 bytes"),
    (account + "forward = [\"ftp://x\"]\n", 7, 1, "is not a web address"),
    ("", 0, 0, "there is no account"),
  ])
  func refusesWithPlace(_ text: String, _ line: Int, _ column: Int, _ part: String) throws {
    do {
      _ = try read(text)
      Issue.record("it was taken: \(text)")
    } catch let error as SettingsError {
      #expect(error.line == line, "\(error)")
      #expect(error.column == column, "\(error)")
      #expect(part.isEmpty || error.description.contains(part), "\(error)")
    }
  }

  @Test func neverPrintsSecrets() throws {
    let settings = try read(GatewaySettingsTests.account + "bots = [{ name = \"b\", token_file = \"bot\" }]\n")
    var text = ""
    dump(settings, to: &text)
    text += "\(settings)"
    for secret in ["first secret", "0123456789abcdef", "token\n"] { #expect(!text.contains(secret)) }
  }

  @Test(arguments: [0o640, 0o604, 0o644, 0o666])
  func refusesSecretsThatOthersRead(_ mode: Int) throws {
    try write("open", "x", mode: mode)
    #expect(throws: SettingsError.self) {
      try read(GatewaySettingsTests.account.replacing("\"app-secret\"", with: "\"open\""))
    }
  }

  @Test func takesSystemdCredentials() throws {
    let table = try SettingsDocument.parse(
      GatewaySettingsTests.account.replacing("\"app-secret\"", with: "\"credential:app-secret\"")
        .replacing("\"verify\"", with: "\"credential:verify\""), file: "/etc/holdfast.toml")
    // systemd shows the mask of an access list as a group bit.
    try FileManager.default.setAttributes([.posixPermissions: 0o440], ofItemAtPath: folder.path("app-secret"))
    var paths = SettingsPaths(file: "/etc/holdfast.toml", credentialsDirectory: folder.path)
    let settings = try GatewaySettings(table, paths: paths)
    #expect(settings.accounts[0].secrets.count == 1)
    #expect(settings.spool.keyFile == folder.path("holdfast-gateway-key"))
    paths.credentialsDirectory = nil
    #expect(throws: SettingsError.self) { try GatewaySettings(table, paths: paths) }
    let escaping = try SettingsDocument.parse(
      GatewaySettingsTests.account.replacing("\"app-secret\"", with: "\"credential:../x\""), file: "f")
    #expect(throws: SettingsError.self) {
      try GatewaySettings(escaping, paths: SettingsPaths(file: "f", credentialsDirectory: folder.path))
    }
  }

  @Test(arguments: [
    ("127.0.0.1:1", true), ("127.9.9.9:1", true), ("localhost:1", true), ("[::1]:1", true), ("0.0.0.0:1", false),
    ("[::]:1", false), ("10.0.0.1:1", false), ("127.0.0.1.evil:1", false),
  ])
  func knowsTheLoopback(_ text: String, _ isLoopback: Bool) throws {
    #expect(try #require(ListenAddress(text)).isLoopback == isLoopback)
    #expect(ListenAddress(text)?.description == text)
  }

  @Test(arguments: ["", ":1", "host", "host:", "host:99999", "::1:80", "a b:1", "host:-1"])
  func refusesAddresses(_ text: String) { #expect(ListenAddress(text) == nil) }
}
