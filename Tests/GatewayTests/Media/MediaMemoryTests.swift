import Foundation
import Intake
import NIOCore
import Records
import Sealing
import TestSupport
import Testing

@testable import Gateway

#if canImport(Glibc)
  import Glibc
#endif

/// A long medium passes through without being held.
@Suite(.serialized) struct MediaMemoryTests {
  /// Set to measure: alone in its process, or what other suites hold is counted, too.
  private static let measures = ProcessInfo.processInfo.environment["HOLDFAST_MEMORY_TESTS"] != nil
  private static let length = measures ? 400 << 20 : 16 << 20

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

  /// Who sends faster than is sealed waits.
  @Test func thePipeHoldsOnlyALittle() async throws {
    let pipe = MediaPipe()
    let piece = ByteBuffer(bytes: [UInt8](repeating: 1, count: 64 << 10))
    let sent = Shared(0)
    let held = MediaPipe.capacity / piece.readableBytes
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for _ in 0..<100 {
          try await pipe.send(piece)
          sent.change { $0 += 1 }
        }
        pipe.finish()
      }
      try await eventually("the pipe is full") { sent.value == held }
      for taken in 1...100 {
        #expect(try pipe.next()?.readableBytes == piece.readableBytes)
        // Whoever does not wait would be far ahead.
        await Task.yield()
        #expect(sent.value <= taken + held)
      }
      try await group.waitForAll()
      #expect(try pipe.next() == nil)
    }
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
    print("\(Self.length >> 20) MiB in \(elapsed), memory grew by \(growth >> 10) KiB")
    #expect(bench.media.first?.state == .stored && bench.media.first?.size == Int64(Self.length))
    if Self.measures { #expect(growth < 64 << 20, "grew by \(growth >> 20) MiB") }
  }
}
