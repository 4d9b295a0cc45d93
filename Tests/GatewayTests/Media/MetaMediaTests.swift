import Intake
import Records
import Sealing
import Testing

@testable import Gateway

/// Media of Meta's API over HTTP.
@Suite struct MetaMediaTests {
  typealias Answer = ScriptedServer.Answer

  private static func location(_ server: String, _ bytes: [UInt8], sha256: String? = nil, size: Int? = nil) -> Answer {
    .json(
      """
      {"url":"\(server)/file?token=1","mime_type":"image/png","sha256":"\(sha256 ?? SHA256.hash(bytes).hex)",
      "file_size":\(size ?? bytes.count),"id":"12345","messaging_product":"whatsapp"}
      """)
  }

  /// A server that hands out a medium by its id; `change` may replace any answer.
  private func server(
    _ bytes: [UInt8] = MediaBench.png,
    change: @escaping @Sendable (_ request: ScriptedServer.Request, _ earlier: Int, _ origin: String) -> Answer? = {
      _, _, _ in nil
    }
  ) throws -> ScriptedServer {
    try ScriptedServer { request, earlier in
      let origin = "http://\(request.headers["host"] ?? "")"
      if let answer = change(request, earlier, origin) { return answer }
      guard request.headers["authorization"] == "Bearer token-1" else { return .status(401) }
      switch request.path {
      case "/v23.0/12345": return Self.location(origin, bytes)
      case "/file?token=1", "/direct": return .bytes(bytes)
      default: return .status(404)
      }
    }
  }

  @Test func anIDBecomesALinkBecomesBytes() async throws {
    let bench = try MediaBench()
    let server = try server()
    try await bench.run(try bench.fetcher(server), [MediaBench.metaJob(of: MediaBench.png)])
    let media = try #require(bench.media.first)
    #expect(bench.media.count == 1 && media.state == .stored && media.reason == nil && media.remote == nil)
    #expect(try bench.bytes(media) == MediaBench.png)
    #expect(media.sha256 == SHA256.hash(MediaBench.png).hex && media.size == Int64(MediaBench.png.count))
    #expect(media.width == 640 && media.height == 480 && media.mimeType == "image/png")
    #expect(bench.filed.withLock { $0.first?.event.notes } == [])
    #expect(server.requests.map(\.path) == ["/v23.0/12345", "/file?token=1"])
    #expect(bench.disk.count == 0 && bench.seals.withLock { $0 } > 0)
  }

  @Test func theWebhooksOwnLinkIsUsedFirst() async throws {
    let bench = try MediaBench()
    let server = try server()
    let job = MediaBench.metaJob(url: server.origin + "/direct", of: MediaBench.png)
    try await bench.run(try bench.fetcher(server), [job])
    #expect(bench.media.first?.state == .stored && server.requests.map(\.path) == ["/direct"])
  }

  @Test(arguments: [404, 403, 500]) func aDeadLinkLeadsBackToTheID(status: Int) async throws {
    let bench = try MediaBench()
    let server = try server { request, _, _ in request.path == "/direct" ? .status(status) : nil }
    let job = MediaBench.metaJob(url: server.origin + "/direct", of: MediaBench.png)
    try await bench.run(try bench.fetcher(server), [job])
    #expect(bench.media.map(\.state) == [.stored])
  }

  @Test func digestsComeInBase64AndInHexadecimal() async throws {
    let bench = try MediaBench()
    let server = try server { request, _, origin in
      request.path == "/v23.0/12345"
        ? Self.location(origin, MediaBench.png, sha256: SHA256.hash(MediaBench.png).base64) : nil
    }
    try await bench.run(try bench.fetcher(server), [MediaBench.metaJob()])
    #expect(bench.media.first?.state == .stored)
  }

  @Test func wrongBytesAreFetchedThreeTimesAndNeverStored() async throws {
    let bench = try MediaBench()
    let server = try server { request, _, _ in
      request.path == "/file?token=1" ? .bytes([UInt8](repeating: 1, count: MediaBench.png.count)) : nil
    }
    try await bench.run(try bench.fetcher(server), [MediaBench.metaJob(of: MediaBench.png)])
    let record = try #require(bench.filed.withLock { $0.first })
    #expect(record.event.content?.media?.state == .missing && record.event.gap?.reason == "media-damaged")
    #expect(record.event.content?.text == "look", "the message stays")
    #expect(server.count("/file?token=1") == 3)
    #expect(try bench.objectCount() == 0)
    #expect(bench.parkedDisk.count == 1 && bench.disk.count == 0)
  }

  @Test func aWrongSizeIsFoundBeforeTheBytesCome() async throws {
    let bench = try MediaBench()
    let server = try server { request, _, origin in
      request.path == "/v23.0/12345" ? Self.location(origin, MediaBench.png, size: 17) : nil
    }
    try await bench.run(try bench.fetcher(server), [MediaBench.metaJob()])
    #expect(bench.filed.withLock { $0.first?.event.gap?.reason } == "media-damaged")
  }

  @Test func aCutDownloadIsFetchedAgain() async throws {
    let bench = try MediaBench()
    let server = try server { request, earlier, _ in
      guard request.path == "/file?token=1", earlier < 2 else { return nil }
      return Answer(length: earlier == 0 ? Int64(MediaBench.png.count) : nil) {
        _ = $0(Array(MediaBench.png.prefix(1000)))
      }
    }
    try await bench.run(try bench.fetcher(server), [MediaBench.metaJob(of: MediaBench.png)])
    #expect(bench.media.map(\.state) == [.stored] && server.count("/file?token=1") == 3)
    #expect(try bench.objectCount() == 1)
  }

  @Test func failuresThatPassAreWaitedOut() async throws {
    let bench = try MediaBench()
    let server = try server { request, earlier, _ in
      guard request.path == "/v23.0/12345" else { return nil }
      switch earlier {
      case 0: return .status(429, ["Retry-After": "0"])
      case 1: return .status(503)
      case 2: return .json(#"{"error":{"code":130429,"message":"rate limit"}}"#, status: 400)
      case 3: return .json(#"{"error":{"code":2,"is_transient":true}}"#, status: 500)
      case 4: return .json("not json")
      default: return nil
      }
    }
    let fetcher = try bench.fetcher(server)
    try await bench.run(fetcher, [MediaBench.metaJob(of: MediaBench.png)])
    #expect(bench.media.map(\.state) == [.stored])
    #expect(await fetcher.status().retries == 5)
  }

  @Test(arguments: [404, 410, 400]) func whatMetaNoLongerHasIsMissingAtOnce(status: Int) async throws {
    let bench = try MediaBench()
    let server = try server { request, _, _ in
      request.path == "/v23.0/12345"
        ? .json(#"{"error":{"code":100,"error_subcode":33,"message":"does not exist"}}"#, status: status) : nil
    }
    let fetcher = try bench.fetcher(server)
    try await bench.run(fetcher, [MediaBench.metaJob()])
    let record = try #require(bench.filed.withLock { $0.first })
    #expect(record.event.gap?.reason == "media-expired")
    #expect(record.event.content?.media?.reason?.hasPrefix("media-expired") == true)
    #expect(await fetcher.status().missing == ["media-expired": 1])
  }

  @Test func aRefusalIsToldSoonAndHealsWithANewToken() async throws {
    let bench = try MediaBench()
    let server = try server { request, earlier, _ in
      request.path == "/v23.0/12345" && earlier < 4
        ? .json(#"{"error":{"code":190,"message":"expired token"}}"#, status: 401) : nil
    }
    try await bench.run(try bench.fetcher(server), [MediaBench.metaJob(of: MediaBench.png)])
    #expect(bench.media.map(\.state) == [.missing, .stored], "told once, then replaced")
    let records = bench.filed.withLock { $0 }
    #expect(records.first?.event.gap?.reason == "media-not-permitted" && records.last?.event.gap == nil)
  }

  @Test func whatStaysRefusedEndsWithTheMediumsTime() async throws {
    let bench = try MediaBench()
    let server = try server { _, _, _ in .status(403) }
    let job = MediaBench.metaJob(captured: Instant(milliseconds: MediaBench.start.milliseconds - 31 * 86_400_000))
    try await bench.run(try bench.fetcher(server), [job])
    #expect(bench.filed.withLock { $0.map { $0.event.gap?.reason } } == ["media-expired"])
  }

  @Test func redirectsAreFollowedOnlyToAllowedHosts() async throws {
    let bench = try MediaBench()
    let elsewhere = try ScriptedServer { _, _ in .bytes(MediaBench.png) }
    let server = try server { request, _, _ in
      request.path == "/file?token=1" ? .status(302, ["Location": elsewhere.origin + "/stolen"]) : nil
    }
    try await bench.run(try bench.fetcher(server), [MediaBench.metaJob(of: MediaBench.png)])
    #expect(bench.filed.withLock { $0.first?.event.gap?.reason } == "media-not-allowed")
    #expect(elsewhere.requests.isEmpty)
    let second = try MediaBench()
    let fetcher = try second.fetcher(server, hosts: [server.origin, elsewhere.origin])
    try await second.run(fetcher, [MediaBench.metaJob(of: MediaBench.png)])
    #expect(second.media.map(\.state) == [.stored])
    #expect(elsewhere.requests.map { $0.headers["authorization"] } == [nil], "the token stays with its host")
  }

  @Test func redirectsInACircleEnd() async throws {
    let bench = try MediaBench()
    let server = try server { request, _, _ in
      request.path.hasPrefix("/file") ? .status(302, ["Location": "/file?token=1"]) : nil
    }
    // Its time is over, so that it is tried once.
    let job = MediaBench.metaJob(captured: Instant(milliseconds: MediaBench.start.milliseconds - 31 * 86_400_000))
    try await bench.run(try bench.fetcher(server), [job])
    #expect(bench.media.map(\.state) == [.missing])
    #expect(server.count("/file?token=1") == 1 + OutboundClient.maximumRedirects)
  }

  @Test func aHostileIDIsNotPutIntoAURL() async throws {
    let bench = try MediaBench()
    let server = try server()
    try await bench.run(
      try bench.fetcher(server), [MediaBench.metaJob(id: "../me?x="), MediaBench.metaJob(2, id: "")])
    #expect(bench.filed.withLock { $0.map { $0.event.gap?.reason } } == ["media-unavailable", "media-unavailable"])
    #expect(server.requests.isEmpty)
  }

  @Test func aLinkToThePrivateNetworkIsNotCalled() async throws {
    let bench = try MediaBench()
    let inside = try ScriptedServer { _, _ in .bytes(MediaBench.png) }
    let server = try server { request, _, _ in
      request.path == "/v23.0/12345" ? .json(#"{"url":"\#(inside.origin)/admin"}"#) : nil
    }
    try await bench.run(try bench.fetcher(server), [MediaBench.metaJob(url: inside.origin + "/admin")])
    #expect(bench.filed.withLock { $0.first?.event.gap?.reason } == "media-not-allowed")
    #expect(inside.requests.isEmpty)
  }

  @Test func theSameMediumIsFetchedOnce() async throws {
    let bench = try MediaBench()
    let server = try server()
    let fetcher = try bench.fetcher(server)
    try await bench.run(fetcher, (1...6).map { MediaBench.metaJob($0, of: MediaBench.png) })
    #expect(bench.media.map(\.state) == Array(repeating: .stored, count: 6))
    #expect(Set(bench.media.map(\.path)).count == 1 && server.count("/file?token=1") == 1)
    #expect(await fetcher.status().shared == 5)
  }
}
