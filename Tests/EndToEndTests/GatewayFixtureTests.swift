import Foundation
import Records
import TestSupport
import Testing

/// Every kind of delivery that the readers know, through HTTP: live capture finds what an import of the same bytes finds.
@Suite(.serialized) struct GatewayFixtureTests {
  /// The shared payloads that are one webhook body each.
  static var bodies: [(url: URL, text: String)] {
    guard let folder = Fixtures.url("payloads"),
      let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    else { return [] }
    let urls = (all.allObjects as? [URL] ?? []).filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }
    return urls.compactMap { url in
      guard let data = try? Data(contentsOf: url), let text = String(validating: data, as: UTF8.self),
        let value = try? JSONReader.parse(Array(data)), value["entry"] != nil || value["event"] != nil
      else { return nil }
      return (url, text)
    }
  }

  /// What an officer sees, without identifiers, which differ from vault to vault.
  private static func seen(_ archive: Archive) throws -> (messages: Int64?, conversations: [String]) {
    let listed = try archive.json(["conversations", "vault"])["conversations"]?.array ?? []
    return (
      try archive.json(["status", "vault"])["messages"]?.integer,
      listed.map { "\($0["phone"]?.string ?? "") \($0["messages"]?.integer ?? -1)" }.sorted()
    )
  }

  @Test(.enabled(if: !Self.bodies.isEmpty)) func liveCaptureFindsWhatAnImportFinds() throws {
    let bodies = Self.bodies
    #expect(bodies.count > 50)
    let imported = try Archive()
    _ = try imported.json(["import", "vault"] + bodies.map(\.url.path) + ["--account", "15550001111"])

    let live = try Archive()
    let gateway = try GatewayService(live)
    try gateway.start()
    for round in 0..<2 {
      for body in bodies {
        let connection = GatewayConnection(port: gateway.port)
        #expect(connection.post(body.text) == 200, "\(body.url.lastPathComponent), round \(round)")
      }
    }
    let end = try gateway.stop()
    #expect(end.status == 0 && !end.wasKilled, "\(end)")

    let expected = try Self.seen(imported)
    let found = try Self.seen(live)
    #expect(found.messages == expected.messages)
    #expect(found.conversations == expected.conversations)
    #expect((found.messages ?? 0) > 20)
    #expect(try live.json(["deadletters", "list", "vault"])["letters"]?.array?.isEmpty != false)
    #expect(try live.json(["verify", "vault"])["ok"] == .bool(true))
  }
}
