import Foundation
import Records
import Testing

/// The gateway's key is lost or stolen while its spool holds what was answered 200: an officer saves it.
@Suite struct LostKeyTests {
  @Test func whatWaitsComesUnderAnotherKey() throws {
    let archive = try Archive()
    let gateway = try GatewayService(archive)
    try gateway.start()
    let connection = GatewayConnection(port: gateway.port)
    for number in 0..<20 {
      let delivery = GatewayService.delivery("HERON\(number)", "the heron flies, \(number)", at: 1_715_678_222 + number)
      #expect(connection.post(delivery) == 200)
    }
    // Nothing is sealed yet: all of it is in the spool alone.
    gateway.kill()
    try FileManager.default.removeItem(atPath: archive.path("gateway-key"))

    try archive.expect(
      65, ["gateway", "enroll", "vault", "--key-file", archive.path("gateway-key")], says: "20 in deliveries",
      "--recover-spool")
    #expect(!FileManager.default.fileExists(atPath: archive.path("gateway-key")))
    let enrolled = try archive.json(
      ["gateway", "enroll", "vault", "--key-file", archive.path("gateway-key"), "--recover-spool"])
    #expect(enrolled["recovered"]?.integer == 20 && enrolled["damaged"]?.array == [] && enrolled["made"] == .bool(true))

    try gateway.start()
    let end = try gateway.stop()
    #expect(end.status == 0, "\(end)")
    #expect(try archive.json(["search", "vault", "heron", "--limit", "100"])["total"]?.integer == 20)
    // With the same key again there is nothing to save.
    let again = try archive.json(
      ["gateway", "enroll", "vault", "--key-file", archive.path("gateway-key"), "--recover-spool"])
    #expect(again["recovered"]?.integer == 0 && again["made"] == .bool(false))
  }
}
