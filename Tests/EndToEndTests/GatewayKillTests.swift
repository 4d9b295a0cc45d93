import Foundation
import Records
import Synchronization
import TestSupport
import Testing

/// A gateway that is killed again and again: what it answered 200 is in the vault, and counted once.
///
/// `holdfast-bench gateway-kill` does the same two hundred times and more.
@Suite(.serialized) struct GatewayKillTests {
  private final class Posted: Sendable {
    struct State {
      var next = 0
      var confirmed: Set<Int> = []
      var unknown: Set<Int> = []
      var isOver = false
    }
    let state = Mutex(State())
  }

  @Test func nothingConfirmedIsLost() throws {
    let archive = try Archive()
    let gateway = try GatewayService(archive)
    var generator = SeededGenerator.reported()
    let posted = Posted()
    let clients = (0..<4).map { _ in post(to: gateway.port, posted) }
    for _ in 0..<5 {
      try gateway.start()
      // In the middle of the work, however slow the machine is.
      let before = posted.state.withLock { $0.confirmed.count }
      for _ in 0..<12_000 where posted.state.withLock({ $0.confirmed.count }) < before + 5 { usleep(5_000) }
      usleep(UInt32.random(in: 20_000...500_000, using: &generator))
      gateway.kill()
    }
    posted.state.withLock { $0.isOver = true }
    for client in clients { client.wait() }
    try gateway.start()
    let end = try gateway.stop()
    #expect(end.status == 0 && !end.wasKilled, "\(end)")

    let (confirmed, unknown) = posted.state.withLock { ($0.confirmed, $0.unknown) }
    try #require(confirmed.count > 20)
    let answer = try archive.json(["search", "vault", "heron", "--limit", "100000"])
    let found = (answer["hits"]?.array ?? []).compactMap { hit in
      hit["text"]?.string?.split(separator: " ").last.flatMap { Int($0) }
    }
    #expect(Set(found).count == found.count, "something is there twice")
    #expect(
      confirmed.subtracting(found).isEmpty, "\(confirmed.subtracting(found).count) of \(confirmed.count) are lost")
    #expect(Set(found).subtracting(confirmed).isSubset(of: unknown))
    #expect(answer["total"]?.integer == Int64(found.count))
    #expect(try archive.json(["status", "vault"])["messages"]?.integer == Int64(found.count))
    let verified = try archive.json(["verify", "vault"])
    #expect(verified["ok"] == .bool(true) && verified["pending"]?.integer == 0, "\(verified)")
    try Canary.check(archive)
  }

  /// Posts until told to end; what is not answered comes again half of the time, as providers do.
  private func post(to port: Int, _ posted: Posted) -> DispatchSemaphore {
    let done = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      var connection: GatewayConnection?
      var again: Int?
      while true {
        let number = posted.state.withLock { state -> Int? in
          if state.isOver { return nil }
          if let again { return again }
          state.next += 1
          return state.next - 1
        }
        guard let number else { break }
        if connection?.isOpen != true { connection = GatewayConnection(port: port) }
        guard connection?.isOpen == true else {
          again = number
          usleep(3_000)
          continue
        }
        let status = connection?.post(
          GatewayService.delivery(
            "HERON\(number)", "the heron flies, kestrel \(number)", at: 1_715_678_222 + number,
            from: number % 3 == 0 ? Canary.brunoPhone : Canary.anaPhone))
        posted.state.withLock { state in
          if status == 200 {
            state.confirmed.insert(number)
            state.unknown.remove(number)
          } else {
            state.unknown.insert(number)
          }
        }
        again = status == 200 || Bool.random() ? nil : number
        if status != 200 { connection = nil }
        usleep(1_000)
      }
      done.signal()
    }
    return done
  }
}
