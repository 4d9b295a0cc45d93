import Foundation
import Intake
import NIOCore
import Sealing
import TestSupport
import Testing
import Vault

@testable import Gateway

/// What only a spool in Redis can do or suffer; what every spool does stands in SpoolConformance.
@Suite(.enabled(if: RedisServer.isInstalled, "redis-server is not installed: apt install redis-server"))
struct RedisSpoolTests {
  @Test(arguments: SpoolConformance.all.map(\.name))
  func conforms(name: String) async throws {
    let test = try #require(SpoolConformance.all.first { $0.name == name }).test
    let server = try RedisServer()
    let fixture = try RedisCase()
    try await test { limit in try await fixture.open(server, limit: limit) }
  }

  @Test func nothingInClear() async throws {
    let server = try RedisServer()
    let test = try RedisCase()
    let spool = try await test.open(server)
    let text = Array("the heron flies at dawn".utf8)
    for _ in 0..<50 { try await spool.append(text) }
    await spool.close()
    let files = try server.files()
    #expect(files.contains { $0.count > 1000 })
    for file in files { #expect(file.range(of: Data(text)) == nil) }
  }

  @Test func officersOpenEntriesWithoutTheGatewayKey() async throws {
    let server = try RedisServer()
    let test = try RedisCase()
    let spool = try await test.open(server)
    try await spool.append([1, 2, 3])
    await spool.close()
    let list = try await server.call("XRANGE", "holdfast:deliveries", "-", "+")
    let entry = try #require(list.array?.first?.array?.last?.array?.last?.bytes)
    let name = try #require(RedisSeal.keyName(of: entry))
    let text = try #require(try await server.call("HGET", "holdfast:deliveries:keys", name).text)
    let secret = try RedisSeal.wrap(text).open(purpose: RedisSeal.purpose("holdfast:deliveries"), vault: test.vault)
    #expect(
      try RedisSeal.open(entry, secret: secret, stream: "holdfast:deliveries", vault: test.vault.id) == [1, 2, 3])
  }

  @Test func anotherGatewayKey() async throws {
    let server = try RedisServer()
    let test = try RedisCase()
    let spool = try await test.open(server)
    try await spool.append([1])
    await spool.close()
    let error = await #expect(throws: SpoolError.self) { _ = try await test.open(server, key: try .generate()) }
    #expect(error?.message.contains("another gateway key") == true)
    let again = try await test.open(server)
    #expect(try await RedisCase.drain(again) == [[1]])
    await again.close()
    let other = try await test.open(server, key: try .generate())
    await other.close()
  }

  @Test func changedEntriesAreSetAside() async throws {
    let server = try RedisServer()
    let test = try RedisCase()
    let spool = try await test.open(server)
    try await spool.append([1])
    try await server.call("XADD", "holdfast:deliveries", "*", "e", "no entry at all")
    try await server.call("XADD", "holdfast:deliveries", "*", "x", "y", "z", "w")
    try await spool.append([2])
    #expect(try await RedisCase.drain(spool) == [[1], [2]])
    #expect(try await spool.damagedEntries() == 2)
    #expect(await spool.status().damaged == 2)
    let status = await spool.status()
    #expect(status.entries == 0 && status.bytes == 0)
    await spool.close()
  }

  @Test func theServerIsKilled() async throws {
    let server = try RedisServer()
    let test = try RedisCase()
    let spool = try await test.open(server)
    let told = Shared<Set<UInt32>>([])
    let isOver = Shared(false)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<16 {
        group.addTask {
          var value = UInt32(worker) << 24
          while !isOver.value {
            value += 1
            do {
              try await spool.append(withUnsafeBytes(of: value.bigEndian) { Array($0) })
              told.change { $0.insert(value) }
            } catch { try await Task.sleep(for: .milliseconds(20)) }
          }
        }
      }
      group.addTask {
        defer { isOver.change { $0 = true } }
        // In the middle of the work, however fast that is.
        for _ in 0..<5 {
          let before = told.value.count
          try await eventually("entries are confirmed") { told.value.count > before + 100 }
          server.kill()
          try server.start()
        }
      }
      try await group.waitForAll()
    }
    let confirmed = told.value
    var found: [UInt32] = []
    try await eventually("all that was confirmed comes") {
      let entries = (try? await spool.next(limit: 256, wait: .milliseconds(50))) ?? []
      found += entries.map { $0.bytes.reduce(0) { $0 << 8 | UInt32($1) } }
      return found.count >= confirmed.count && confirmed.isSubset(of: found)
    }
    #expect(confirmed.subtracting(found).isEmpty)
    #expect(Set(found).count == found.count)
    await spool.close()
  }

  @Test func theServerIsKilledWhileEntriesAreOut() async throws {
    let server = try RedisServer()
    let test = try RedisCase()
    let spool = try await test.open(server)
    for number in 0..<20 { try await spool.append([UInt8(number)]) }
    let out = try await spool.next(limit: 10, wait: .seconds(60))
    server.kill()
    try server.start()
    var rest: [SpooledEntry] = []
    try await eventually("the others come") {
      rest += (try? await spool.next(limit: 10, wait: .milliseconds(50))) ?? []
      return rest.count >= 20 - out.count
    }
    // What is out is not handed out again; what it was is still counted.
    #expect(rest.map { $0.bytes[0] } == (UInt8(out.count)..<20).map { $0 })
    try await eventually("it is connected again") { await spool.status().entries == 20 }
    try await spool.acknowledge((out + rest).map(\.position))
    #expect(await spool.status().entries == 0)
    await spool.close()
  }

  @Test func aDeadGatewaysEntriesAreClaimed() async throws {
    let server = try RedisServer()
    let test = try RedisCase()
    // A lease that no stall of the machine outlasts; it ends when the test says so.
    let first = try await test.open(server, consumer: "gateway-a") { $0.lease = .seconds(600) }
    for number in 0..<30 { try await first.append([UInt8(number)]) }
    var out: [SpooledEntry] = []
    try await eventually("all are out") {
      out += try await first.next(limit: 30, wait: .seconds(1))
      return out.count == 30
    }
    try await first.giveBack([out[0].position])
    #expect(try await first.next(limit: 30, wait: .seconds(60)).map(\.position) == [out[0].position])
    let second = try await test.open(server, consumer: "gateway-b") { $0.lease = .milliseconds(400) }
    // While the first one lives its entries are its own.
    for _ in 0..<4 { #expect(try await second.next(limit: 100, wait: .milliseconds(150)).isEmpty) }
    await first.abandon()
    try await server.call("DEL", "holdfast:deliveries:consumer:gateway-a")
    var taken: [SpooledEntry] = []
    try await eventually("the entries are claimed") {
      taken += try await second.next(limit: 100, wait: .milliseconds(50))
      return taken.count >= 30
    }
    // They are claimed part by part, each as soon as it has been idle for long enough: whichever was first.
    #expect(taken.map { $0.bytes[0] }.sorted() == (0..<30).map { UInt8($0) })
    #expect(taken.allSatisfy { $0.isClaimed })
    #expect(taken.filter { $0.attempts == 1 }.map { $0.bytes[0] } == [0])
    #expect(taken.filter { $0.attempts == 0 }.count == 29)
    try await second.acknowledge(taken.map(\.position))
    #expect(await second.status().entries == 0)
    await second.close()
  }

  @Test func twoGatewaysShareTheQueue() async throws {
    let server = try RedisServer()
    let test = try RedisCase()
    let first = try await test.open(server, consumer: "a")
    let second = try await test.open(server, consumer: "b")
    for number in 0..<200 { try await (number % 2 == 0 ? first : second).append([UInt8(number)]) }
    var seen: [UInt8] = []
    try await eventually("all entries come") {
      for spool in [first, second] {
        let entries = try await spool.next(limit: 7, wait: .milliseconds(20))
        seen += entries.map { $0.bytes[0] }
        try await spool.acknowledge(entries.map(\.position))
      }
      return seen.count >= 200
    }
    #expect(seen.sorted() == (0..<200).map { UInt8($0) })
    await first.close()
    await second.close()
  }

  @Test func twoGatewaysWithOneName() async throws {
    let server = try RedisServer()
    let test = try RedisCase()
    let first = try await test.open(server) { $0.lease = .milliseconds(400) }
    // Its own lease is long, so that no stall gives it back to the first.
    let second = try await test.open(server) { $0.lease = .seconds(600) }
    var error: SpoolError?
    try await eventually("the first one notices") {
      do { try await first.append([1]) } catch let refused as SpoolError { error = refused }
      return error != nil
    }
    #expect(error?.message.contains("consumer name") == true)
    try await second.append([2])
    await first.close()
    await second.close()
  }

  @Test func gatewaysTellOneAnother() async throws {
    let server = try RedisServer()
    let test = try RedisCase()
    let first = try await test.open(server, consumer: "a")
    let second = try await test.open(server, consumer: "b")
    #expect(try await second.noted(["x"]).isEmpty)
    #expect(try await second.noted([]).isEmpty)
    let names = (0..<1500).map { "name-\($0)" }
    try await first.note(names)
    #expect(try await second.noted(names + ["other"]) == Set(names))
    #expect(try await second.version() == 0)
    #expect(try await second.values().isEmpty)
    #expect(try await first.put(["gap": [1, 0, 255], "other": [7]], ifVersion: 0))
    #expect(try await second.version() == 1)
    #expect(try await second.values() == ["gap": [1, 0, 255], "other": [7]])
    // Who has not seen that puts nothing.
    #expect(try await !second.put(["gap": [2], "third": [3]], ifVersion: 0))
    #expect(try await second.values() == ["gap": [1, 0, 255], "other": [7]])
    #expect(try await second.put(["gap": nil, "other": nil], ifVersion: 1))
    #expect(try await first.version() == 2)
    #expect(try await first.values().isEmpty)
    await first.close()
    await second.close()
  }

  @Test func keysOfProcessesThatAreGoneGo() async throws {
    let server = try RedisServer()
    let test = try RedisCase()
    let waiting = try await test.open(server, consumer: "gateway-a") { $0.lease = .milliseconds(100) }
    try await waiting.append([1])
    await waiting.abandon()
    // Restarts, each with a key of its own.
    for _ in 0..<8 {
      await (try await test.open(server, consumer: "gateway-b") { $0.lease = .milliseconds(100) }).close()
    }
    let last = try await test.open(server, consumer: "gateway-c") { $0.lease = .milliseconds(100) }
    func keys() async throws -> Int64 { try await server.call("HLEN", "holdfast:deliveries:keys").number ?? -1 }
    // The entry that waits is older than all of them: its key and theirs stay, for nobody knows what they left.
    #expect(try await keys() == 10)
    var entries: [SpooledEntry] = []
    try await eventually("the entry is claimed") {
      entries += try await last.next(limit: 10, wait: .milliseconds(50))
      return !entries.isEmpty
    }
    #expect(entries.map(\.bytes) == [[1]])
    try await last.acknowledge(entries.map(\.position))
    try await eventually("only the living process has a key") { try await keys() == 1 }
    try await last.append([2])
    #expect(try await RedisCase.drain(last) == [[2]])
    await last.close()
  }

  @Test func aKeyThatWasTakenAwayComesBackBeforeItIsNeeded() async throws {
    let server = try RedisServer()
    let test = try RedisCase()
    let first = try await test.open(server, consumer: "a")
    let second = try await test.open(server, consumer: "b")
    try await server.call("DEL", "holdfast:deliveries:keys")
    try await first.append([1])
    #expect(try await RedisCase.drain(second) == [[1]])
    #expect(try await second.damagedEntries() == 0)
    await first.close()
    await second.close()
  }

  @Test func attemptsOutliveTheProcess() async throws {
    let server = try RedisServer()
    let test = try RedisCase()
    let first = try await test.open(server)
    try await first.append([7])
    for attempt in 0..<3 {
      let entries = try await first.next(limit: 1, wait: .seconds(60))
      #expect(entries.map(\.attempts) == [attempt])
      try await first.giveBack(entries.map(\.position))
    }
    await first.abandon()
    let second = try await test.open(server)
    let entries = try await second.next(limit: 1, wait: .seconds(60))
    #expect(entries.map(\.attempts) == [3])
    await second.close()
  }

  @Test func aServerWithoutMemory() async throws {
    let server = try RedisServer(["--maxmemory", "3mb"])
    let test = try RedisCase()
    let spool = try await test.open(server)
    let large = [UInt8](repeating: 1, count: 200_000)
    var error: SpoolError?
    var count = 0
    while error == nil, count < 100 {
      do {
        try await spool.append(large)
        count += 1
      } catch let caught as SpoolError { error = caught }
    }
    #expect(error?.code == .full)
    #expect(try await RedisCase.drain(spool).count == count)
    try await spool.append(large)
    await spool.close()
  }

  @Test func theStreamIsEmptiedByForce() async throws {
    let server = try RedisServer()
    let test = try RedisCase()
    let spool = try await test.open(server)
    try await spool.append([1])
    try await server.call("FLUSHALL")
    _ = try await spool.next(limit: 10, wait: .milliseconds(20))
    try await spool.append([2])
    #expect(try await RedisCase.drain(spool) == [[2]])
    await spool.close()
  }

  @Test func manyAppendsShareOneSync() async throws {
    let server = try RedisServer()
    let test = try RedisCase()
    let spool = try await test.open(server)
    func reads() async throws -> Int {
      let text = try await server.call("INFO", "stats").text ?? ""
      let turns = text.split(whereSeparator: \.isNewline).first { $0.hasPrefix("total_reads_processed:") }
      return try #require(turns?.split(separator: ":").last.flatMap { Int($0) })
    }
    let before = try await reads()
    server.pause()
    let begun = Shared(0)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<64 {
        group.addTask {
          begun.change { $0 += 1 }
          try await spool.append([UInt8](repeating: 7, count: 100))
        }
      }
      // Nobody waits for another's answer: all are on their way while the server says nothing.
      try await eventually("all have begun") { begun.value == 64 }
      server.resume()
      try await group.waitForAll()
    }
    // So they come in few turns of the server's loop, each with one sync.
    let count = try await reads() - before
    #expect(count < 40, "64 entries came in \(count) reads")
    #expect(await spool.status().entries == 64)
    await spool.close()
  }
}
