import Intake
import Records
import Sealing
import Synchronization
import Testing

@testable import Gateway

/// Media of WhatsApp's own network over HTTP: decrypted here, every check made.
@Suite struct NetworkMediaTests {
  typealias Answer = ScriptedServer.Answer
  private static let plain: [UInt8] =
    [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xC0, 0, 11, 8, 0, 2, 0, 3, 3, 0, 0, 0]
    + (0..<70_000).map { UInt8(truncatingIfNeeded: $0 &* 131) }

  private func file(_ kind: Content.Kind = .image) throws -> [UInt8] {
    try MediaEncryptor.encrypt(Self.plain, keys: MediaBench.keys(kind))
  }

  private func reason(_ bench: MediaBench) -> String? { bench.filed.withLock { $0.first?.event.gap?.reason } }

  @Test(arguments: [Content.Kind.image, .video, .audio, .voice, .document, .sticker])
  func everyKindIsDecrypted(kind: Content.Kind) async throws {
    let bench = try MediaBench()
    let file = try file(kind)
    let server = try ScriptedServer { _, _ in .bytes(file) }
    let job = MediaBench.networkJob(
      kind: kind, url: server.origin + "/v/t62?oe=69C00000", plain: Self.plain, file: file)
    try await bench.run(try bench.fetcher(server, provider: .wasender), [job])
    let media = try #require(bench.media.first)
    #expect(media.state == .stored && media.width == 3 && media.height == 2)
    #expect(try bench.bytes(media) == Self.plain)
    #expect(server.requests.first?.headers["authorization"] == nil, "no token goes to WhatsApp's hosts")
  }

  @Test func aDirectPathReplacesADeadOrForeignLink() async throws {
    let file = try file()
    for link in ["/dead", "https://evil.example/x", "https://web.whatsapp.net", nil] {
      let bench = try MediaBench()
      let server = try ScriptedServer { request, _ in request.path == "/v/good?a=b" ? .bytes(file) : .status(410) }
      let url = link.map { $0.hasPrefix("/") ? server.origin + $0 : $0 }
      let job = MediaBench.networkJob(url: url, directPath: "/v/good?a=b", plain: Self.plain, file: file)
      try await bench.run(try bench.fetcher(server, provider: .wasender), [job])
      #expect(bench.media.map(\.state) == [.stored], "\(link ?? "no link")")
    }
  }

  @Test(arguments: [0, 15, 16, 35_000, -11, -10, -1]) func aFlippedByteIsNeverStored(place: Int) async throws {
    let bench = try MediaBench()
    let good = try file()
    var bad = good
    bad[place < 0 ? bad.count + place : place] ^= 1
    let body = bad
    let server = try ScriptedServer { _, _ in .bytes(body) }
    let job = MediaBench.networkJob(url: server.origin + "/m", plain: Self.plain, file: good)
    try await bench.run(try bench.fetcher(server, provider: .wasender), [job])
    #expect(reason(bench) == "media-damaged" && server.count("/m") == 3)
    #expect(try bench.objectCount() == 0)
  }

  @Test func everyPromiseIsChecked() async throws {
    let file = try file()
    func outcome(_ change: (inout MediaReference) -> Void) async throws -> String? {
      let bench = try MediaBench()
      let server = try ScriptedServer { _, _ in Answer { _ = $0(file) } }
      var job = MediaBench.networkJob(url: server.origin + "/m", plain: Self.plain, file: file)
      if var media = job.record.event.content?.media {
        change(&media)
        job.record.event.content?.media = media
      }
      try await bench.run(try bench.fetcher(server, provider: .wasender), [job])
      #expect(try bench.objectCount() == (bench.media.first?.state == .stored ? 1 : 0))
      return reason(bench)
    }
    let other = String(repeating: "ab", count: 32)
    #expect(try await outcome { _ in } == nil)
    #expect(try await outcome { $0.sha256 = other } == "media-damaged")
    #expect(try await outcome { $0.remote?.encryptedSHA256 = other } == "media-damaged")
    #expect(try await outcome { $0.size = Int64(Self.plain.count) - 1 } == "media-damaged")
    #expect(try await outcome { $0.size = Int64(Self.plain.count) + 40 } == "media-damaged")
    #expect(try await outcome { $0.size = 0 } == "media-damaged")
    #expect(try await outcome { $0.size = 3 << 30 } == "media-damaged")
    #expect(try await outcome { $0.size = 3 << 40 } == "media-too-large")
    #expect(try await outcome { $0.remote?.mediaKey?[0] ^= 1 } == "media-damaged")
    #expect(try await outcome { $0.remote?.mediaKey = [1, 2] } == "media-unavailable")
    #expect(try await outcome { $0.remote?.mediaKey = nil } == "media-unavailable")
    #expect(try await outcome { $0.remote?.url = nil } == "media-unavailable")
    #expect(try await outcome { $0.remote = nil } == "media-unavailable")
  }

  @Test func anEndlessBodyIsCutOff() async throws {
    let bench = try MediaBench()
    let file = try file()
    let piece = [UInt8](repeating: 5, count: 65_536)
    let server = try ScriptedServer { _, _ in Answer { sink in while sink(piece) {} } }
    var job = MediaBench.networkJob(url: server.origin + "/m", plain: Self.plain, file: file)
    var options = MediaBench.quick
    options.maximumBytes = 4 << 20
    try await bench.run(try bench.fetcher(server, provider: .wasender, options: options), [job])
    #expect(reason(bench) == "media-damaged")
    job.record.event.content?.media?.size = nil
    let second = try MediaBench()
    try await second.run(try second.fetcher(server, provider: .wasender, options: options), [job])
    #expect(reason(second) == "media-too-large")
    #expect(try bench.objectCount() == 0 && second.objectCount() == 0)
  }

  @Test func aServerThatStallsOrDripsIsLeft() async throws {
    let bench = try MediaBench()
    let file = try file()
    let isOver = Mutex(false)
    let server = try ScriptedServer { request, earlier in
      switch earlier {
      case 0:
        // It sends the head and half a body, and then nothing.
        return Answer(length: Int64(file.count)) { sink in
          _ = sink(Array(file.prefix(1000)))
          for _ in 0..<6000 where !isOver.withLock({ $0 }) { ScriptedServer.pause(milliseconds: 10) }
        }
      case 1:
        return Answer(length: Int64(file.count)) { sink in
          for byte in file where sink([byte]) { ScriptedServer.pause(milliseconds: 20) }
        }
      default: return .bytes(file)
      }
    }
    var options = MediaBench.quick
    options.patience = .seconds(1)
    let fetcher = try bench.fetcher(server, provider: .wasender, options: options, idle: 300)
    let job = MediaBench.networkJob(url: server.origin + "/m", plain: Self.plain, file: file)
    try await bench.run(fetcher, [job])
    isOver.withLock { $0 = true }
    #expect(bench.media.map(\.state) == [.stored] && server.count("/m") >= 3)
  }

  @Test func whatIsGoneIsExpiredAtOnceOrWithItsTime() async throws {
    let file = try file()
    for status in [404, 410] {
      let bench = try MediaBench()
      let server = try ScriptedServer { _, _ in .status(status) }
      let job = MediaBench.networkJob(url: server.origin + "/m", directPath: "/n", plain: Self.plain, file: file)
      try await bench.run(try bench.fetcher(server, provider: .wasender), [job])
      #expect(reason(bench) == "media-expired" && server.requests.map(\.path) == ["/m", "/n"])
    }
    // WhatsApp's hosts refuse a link whose time is over.
    let bench = try MediaBench()
    let server = try ScriptedServer { _, _ in .status(403) }
    let earlier = Instant(milliseconds: MediaBench.start.milliseconds - 15 * 86_400_000)
    let job = MediaBench.networkJob(url: server.origin + "/m", plain: Self.plain, file: file, captured: earlier)
    try await bench.run(try bench.fetcher(server, provider: .wasender), [job])
    #expect(reason(bench) == "media-expired" && server.requests.count == 1)
  }

  @Test func aServerOfTheOperatorsOwnServesPlainFiles() async throws {
    let bench = try MediaBench()
    let server = try ScriptedServer { request, _ in
      request.path == "/api/files/1.png" && request.headers["x-api-key"] == "token-1"
        ? .bytes(MediaBench.png) : .status(401)
    }
    let jobs = [server.origin + "/api/files/1.png", "http://localhost:3000/api/files/1.png"].enumerated().map {
      MediaBench.job(
        $0.offset + 1, provider: Provider(rawValue: "waha"),
        media: MediaReference(
          .remote, remote: RemoteMedia(.plain, url: $0.element, directPath: "/api/files/1.png")))
    }
    try await bench.run(try bench.fetcher(server, provider: Provider(rawValue: "waha")), jobs)
    #expect(bench.media.map(\.state) == [.stored, .stored])
  }

  @Test func claimsOfStrangersDoNotStandInForAFile() async throws {
    // A sender may claim the digest of a file that the vault holds: only the same key and cipher text are the same.
    let bench = try MediaBench()
    let file = try file()
    let server = try ScriptedServer { request, _ in request.path == "/m" ? .bytes(file) : .status(404) }
    let first = MediaBench.networkJob(1, url: server.origin + "/m", plain: Self.plain, file: file)
    var second = MediaBench.networkJob(2, url: server.origin + "/none", plain: Self.plain, file: file)
    second.record.event.content?.media?.remote?.mediaKey = [UInt8](repeating: 1, count: 32)
    var options = MediaBench.quick
    options.workers = 1
    try await bench.run(try bench.fetcher(server, provider: .wasender, options: options), [first, second])
    #expect(bench.media.map(\.state) == [.stored, .missing])
  }
}
