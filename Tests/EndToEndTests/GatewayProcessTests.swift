import Foundation
import Records
import Testing

/// `holdfast serve` as a process: what signals do to it, and that measuring stores nothing.
@Suite(.serialized) struct GatewayProcessTests {
  private static func text(_ number: Int) -> String {
    GatewayService.delivery("P\(number)", "heron \(number)", at: 1_750_000_000 + number)
  }

  @Test func asksToEndAreAnsweredByFinishing() throws {
    let archive = try Archive()
    let gateway = try GatewayService(archive)
    try gateway.start()
    let connection = GatewayConnection(port: gateway.port)
    for number in 0..<20 { #expect(connection.post(Self.text(number)) == 200) }
    // SIGTERM
    let end = try gateway.stop()
    #expect(end.status == 0 && !end.wasKilled, "\(end)")
    let status = try archive.run(["gateway", "status", "vault", "--json"]).json()
    #expect(status["mode"]?.string == "stopped" && status["running"] == .bool(false))
    #expect(status["accepted"]?.integer == 20 && status["archived"]?.integer == 20)
    #expect(status["spool"]?["entries"]?.integer == 0)
    #expect(try archive.json(["search", "vault", "heron"])["total"]?.integer == 20)
    #expect(GatewayConnection(port: gateway.port).isOpen == false)
  }

  @Test func aHangUpTakesUpTheConfiguration() throws {
    let archive = try Archive()
    let gateway = try GatewayService(archive)
    try gateway.start()
    defer { gateway.kill() }
    #expect(GatewayConnection(port: gateway.port).post(Self.text(1), to: "/hooks/asia") == 404)
    let before = try String(contentsOfFile: archive.path("holdfast.toml"), encoding: .utf8)
    try archive.write("holdfast.toml", before + "[[account]]\nname = 7\n")
    try gateway.signal(SIGHUP)
    // Nonsense changes nothing; what is right is taken up, whenever the signal arrives.
    #expect(GatewayConnection(port: gateway.port).post(Self.text(2)) == 200)
    try archive.write(
      "holdfast.toml",
      before
        + """
        [[account]]
        name = "asia"
        provider = "wasender"
        path = "/hooks/asia"
        secrets = ["session-secret"]

        """)
    try gateway.signal(SIGHUP)
    var status: Int?
    for _ in 0..<1200 where status != 200 {
      status = GatewayConnection(port: gateway.port).post(Self.text(3), to: "/hooks/asia")
      if status != 200 { usleep(50_000) }
    }
    #expect(status == 200)
    #expect(GatewayConnection(port: gateway.port).post(Self.text(4)) == 200)
    #expect(try gateway.stop().status == 0)
    #expect(try archive.json(["search", "vault", "heron"])["total"]?.integer == 3)
  }

  @Test func measuringCountsAndStoresNothing() throws {
    let archive = try Archive()
    let gateway = try GatewayService(archive)
    let before = try archive.json(["status", "vault"])["records"]?.integer
    try gateway.start(["--measure", "--json"])
    let connection = GatewayConnection(port: gateway.port)
    for number in 0..<7 { #expect(connection.post(Self.text(number)) == 200) }
    let end = try gateway.stop()
    #expect(end.status == 0, "\(end)")
    let seen = try end.json()["accounts"]?.array?.first?["seen"]?.array ?? []
    #expect(seen.map { $0["kind"]?.string } == ["messages.received"] && seen.first?["count"]?.integer == 7)
    #expect(end.errors.contains("NOTHING IS STORED"))
    #expect(try archive.json(["status", "vault"])["records"]?.integer == before)
    #expect(try archive.run(["gateway", "status", "vault"]).status == 69)
  }
}
