import Foundation
import Intake
import Records
import Sealing
import Testing

@testable import Gateway

#if canImport(Glibc)
  import Glibc
#endif

/// A long medium passes through without being held.
@Suite(.serialized) struct MediaMemoryTests {
  private static let length = 200 << 20

  /// Resident memory of this process, in bytes.
  private static func resident() -> Int {
    let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
    return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * Int(getpagesize())
  }

  /// An encrypted file that is made while it is sent.
  private static func send(_ keys: MediaKeys, _ sink: ([UInt8]) -> Bool) {
    guard let encryptor = try? MediaEncryptor(keys: keys) else { return }
    let plain = [UInt8](repeating: 0x33, count: 1 << 20)
    for _ in 0..<(length >> 20) {
      guard let piece = try? encryptor.update(plain), sink(piece) else { return }
    }
    if let end = try? encryptor.finish() { _ = sink(end) }
  }

  @Test func memoryStaysBoundedForALongMedium() async throws {
    let bench = try MediaBench(inFolder: true)
    let keys = try MediaBench.keys(.video)
    let server = try ScriptedServer { _, _ in
      ScriptedServer.Answer(length: MediaDecryptor.encryptedCount(ofPlain: Int64(Self.length))) { Self.send(keys, $0) }
    }
    let job = MediaBench.job(
      kind: .video, provider: .wasender,
      media: MediaReference(
        .remote, mimeType: "video/mp4", size: Int64(Self.length),
        remote: RemoteMedia(.encrypted, url: server.origin + "/film", mediaKey: MediaBench.mediaKey)))
    let before = Self.resident()
    let peak = Task {
      var peak = before
      while !Task.isCancelled {
        peak = max(peak, Self.resident())
        try? await Task.sleep(for: .milliseconds(5))
      }
      return peak
    }
    let start = ContinuousClock.now
    try await bench.run(try bench.fetcher(server, provider: .wasender), [job])
    let elapsed = ContinuousClock.now - start
    peak.cancel()
    let growth = await peak.value - before
    print("200 MiB in \(elapsed), memory grew by \(growth >> 10) KiB")
    #expect(bench.media.first?.state == .stored && bench.media.first?.size == Int64(Self.length))
    // Other suites run beside this one: a body that was kept would show with its whole length.
    #expect(growth < Self.length, "grew by \(growth >> 20) MiB")
  }
}
