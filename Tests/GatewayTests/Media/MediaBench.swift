import Foundation
import Intake
import Records
import Sealing
import Storage
import Synchronization
import TestSupport
import Vault

@testable import Gateway

/// A clock that starts at a given time and goes on.
struct TickingClock: Records.Clock {
  private let begin = ContinuousClock.now
  private let from: Instant

  init(from: Instant) { self.from = from }

  func now() -> Instant {
    Instant(milliseconds: from.milliseconds + (ContinuousClock.now - begin).milliseconds)
  }
}

/// A vault, a server and a fetcher for one test.
final class MediaBench: Sendable {
  static let start = Instant(rfc3339: "2026-03-02T09:00:00Z") ?? Instant(milliseconds: 0)
  static let passphrase = SecretBytes(Array("correct horse battery staple".utf8))

  let directory: TemporaryDirectory
  let vault: UnlockedVault
  let writer: VaultWriter
  let disk = TestSpool.Disk()
  let parkedDisk = TestSpool.Disk()
  let filed = Mutex<[EventRecord]>([])
  let seals = Mutex<Int>(0)

  init(inFolder: Bool = false) throws {
    directory = try TemporaryDirectory()
    let store: any ObjectStore =
      inFolder ? try FolderStore.create(root: directory.path("vault")) : MemoryStore(location: directory.path)
    vault = try VaultCreation.create(
      store: store,
      options: VaultOptions(
        officerName: "Maria Keller", passphrase: MediaBench.passphrase, scryptLogN: 4, timeZone: "Europe/Berlin"),
      state: StateDirectory(base: directory.path("state")),
      environment: VaultEnvironment(clock: FixedClock(MediaBench.start), randomness: SeededRandomness(seed: 4))
    ).vault
    writer = try vault.writer(kind: .importer)
  }

  /// The usual options with pauses that a test can wait for.
  static var quick: MediaOptions {
    var options = MediaOptions()
    options.firstPause = .milliseconds(20)
    options.longestPause = .milliseconds(40)
    options.refusedPause = .milliseconds(20)
    options.longestRefusedPause = .milliseconds(40)
    options.settlePause = .milliseconds(50)
    options.requestPause = .milliseconds(20)
    return options
  }

  func fetcher(
    _ server: ScriptedServer, provider: Provider = .meta, hosts: [String]? = nil, options: MediaOptions = quick,
    now: Instant = start, idle: Int64 = 60_000, sealed: (@Sendable () async throws -> Void)? = nil
  ) throws -> MediaFetcher {
    let access = try MediaAccess(
      provider: provider, accessToken: SecretBytes(Array("token-1".utf8)), graphURL: server.origin + "/v23.0",
      mediaURL: server.origin, hosts: hosts ?? [server.origin])
    return MediaFetcher(
      accesses: ["desk": access], spool: TestSpool(disk), parked: TestSpool(parkedDisk),
      writer: { [writer] in writer },
      http: OutboundClient(timeouts: OutboundClient.Timeouts(connect: .seconds(60), idle: .milliseconds(idle))),
      requests: MediaRetryRequests(state: vault.locked.state), options: options, clock: TickingClock(from: now),
      chance: { 1 },
      complete: { record in self.filed.withLock { $0.append(record) } },
      sealed: sealed ?? { self.seals.withLock { $0 += 1 } })
  }

  /// Runs until the jobs have left the spool, or until something else is so.
  func run(
    _ fetcher: MediaFetcher, _ jobs: [MediaJob] = [], until isDone: (@Sendable () async -> Bool)? = nil
  ) async throws {
    try await fetcher.enqueue(jobs)
    let task = Task { await fetcher.run() }
    let end = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < end {
      if let isDone { if await isDone() { break } } else if disk.count == 0 { break }
      try await Task.sleep(for: .milliseconds(10))
    }
    task.cancel()
    await task.value
  }

  /// The media that were filed, in order.
  var media: [MediaReference] { filed.withLock { $0.compactMap(\.event.content?.media) } }

  /// The bytes of a medium, from the vault.
  func bytes(_ media: MediaReference?) throws -> [UInt8]? {
    try writer.seal()
    return try media?.path.map { try vault.media($0) }
  }

  /// How many media the vault holds.
  func objectCount() throws -> Int { try vault.locked.store.list("media/").count }

  // MARK: - Jobs

  static func job(
    _ number: Int = 1, kind: Content.Kind = .image, provider: Provider = .meta, media: MediaReference,
    captured: Instant = start
  ) -> MediaJob {
    var event = MessageEvent(.message, provider: provider, account: "4915112345678")
    event.messageID = MessageID(suffix: "aaaa" + String(repeating: "b", count: number))
    event.content = Content(kind, text: "look", media: media)
    event.sentAt = captured
    let record = EventRecord(
      delivery: DeliveryID(suffix: "abcdefgh"), part: "$.entry[0]", sequence: Int64(number), capturedAt: captured,
      reader: "meta/1", event: event)
    return MediaJob(record: record, endpoint: "desk")
  }

  static func metaJob(
    _ number: Int = 1, id: String = "12345", url: String? = nil, of bytes: [UInt8]? = nil, captured: Instant = start
  ) -> MediaJob {
    job(
      number,
      media: MediaReference(
        .remote, mimeType: "image/png", sha256: bytes.map { SHA256.hash($0).hex }, providerID: id,
        remote: RemoteMedia(.plain, url: url)), captured: captured)
  }

  static let mediaKey = [UInt8](repeating: 42, count: 32)

  static func keys(_ kind: Content.Kind = .image) throws -> MediaKeys {
    try MediaKeys(mediaKey: SecretBytes(mediaKey), purpose: MediaKeys.Purpose(kind) ?? .document)
  }

  static func networkJob(
    _ number: Int = 1, kind: Content.Kind = .image, url: String?, directPath: String? = nil, plain: [UInt8],
    file: [UInt8], captured: Instant = start
  ) -> MediaJob {
    job(
      number, kind: kind, provider: .wasender,
      media: MediaReference(
        .remote, mimeType: "image/jpeg", size: Int64(plain.count), sha256: SHA256.hash(plain).hex,
        remote: RemoteMedia(
          .encrypted, url: url, directPath: directPath, mediaKey: mediaKey, encryptedSHA256: SHA256.hash(file).hex,
          since: captured)), captured: captured)
  }

  /// A small picture.
  static let png: [UInt8] =
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
    + [0, 0, 2, 0x80, 0, 0, 1, 0xE0, 8, 2, 0, 0, 0] + [UInt8](repeating: 7, count: 3000)
}
