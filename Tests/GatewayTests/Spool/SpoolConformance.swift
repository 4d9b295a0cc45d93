import Intake
import Testing

/// What every spool must do; each function gets a way to open one fresh place, again and again.
enum SpoolConformance {
  typealias Open = @Sendable (_ limit: Int64) async throws -> any Spool

  static let room: Int64 = 1 << 30
  private static let soon = Duration.milliseconds(50)
  private static let long = Duration.seconds(120)

  static func content(_ number: Int, length: Int = 32) -> [UInt8] {
    let text = Array("entry \(number) ".utf8)
    return text + [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: max(0, length - text.count))
  }

  /// Takes entries until there are so many.
  static func take(_ count: Int, from spool: any Spool, limit: Int = 100) async throws -> [SpooledEntry] {
    var entries: [SpooledEntry] = []
    while entries.count < count {
      let more = try await spool.next(limit: min(limit, count - entries.count), wait: long)
      if more.isEmpty { break }
      entries += more
    }
    return entries
  }

  static func order(_ open: Open) async throws {
    let spool = try await open(room)
    var positions: [SpoolPosition] = []
    for number in 0..<25 { positions.append(try await spool.append(content(number))) }
    #expect(positions == positions.sorted() && Set(positions).count == 25)
    let entries = try await take(25, from: spool, limit: 4)
    #expect(entries.map(\.position) == positions)
    #expect(entries.map(\.bytes) == (0..<25).map { content($0) })
    #expect(entries.allSatisfy { $0.attempts == 0 })
    #expect(try await spool.next(limit: 5, wait: soon).isEmpty)
    await spool.close()
  }

  static func emptyEntriesAndNothing(_ open: Open) async throws {
    let spool = try await open(room)
    try await spool.append([])
    #expect(try await spool.next(limit: 0, wait: soon).isEmpty)
    let entry = try #require(try await spool.next(limit: 1, wait: long).first)
    #expect(entry.bytes.isEmpty)
    try await spool.acknowledge([])
    try await spool.giveBack([])
    try await spool.acknowledge([entry.position, entry.position])
    #expect(await spool.status().entries == 0)
    await spool.close()
  }

  static func whatIsNotAcknowledgedComesAgain(_ open: Open) async throws {
    var spool = try await open(room)
    for number in 0..<10 { try await spool.append(content(number)) }
    let taken = try await take(6, from: spool)
    try await spool.acknowledge([taken[0].position, taken[1].position, taken[4].position])
    await spool.close()

    spool = try await open(room)
    let again = try await take(7, from: spool)
    #expect(again.map(\.bytes) == [2, 3, 5, 6, 7, 8, 9].map { content($0) })
    #expect(try await spool.next(limit: 5, wait: soon).isEmpty)
    try await spool.acknowledge(again.map(\.position))
    try await spool.append(content(10))
    await spool.close()

    spool = try await open(room)
    #expect(try await take(1, from: spool).map(\.bytes) == [content(10)])
    #expect(try await spool.next(limit: 5, wait: soon).isEmpty)
    await spool.close()
  }

  static func positionsGrowAcrossReopening(_ open: Open) async throws {
    var last: SpoolPosition?
    for round in 0..<4 {
      let spool = try await open(room)
      let position = try await spool.append(content(round))
      if let last { #expect(last < position) }
      last = position
      await spool.close()
    }
    let spool = try await open(room)
    #expect(try await take(4, from: spool).map(\.bytes) == (0..<4).map { content($0) })
    await spool.close()
  }

  static func givenBackComesAgainAndIsCounted(_ open: Open) async throws {
    let spool = try await open(room)
    for number in 0..<4 { try await spool.append(content(number)) }
    let taken = try await take(3, from: spool)
    try await spool.giveBack([taken[1].position, taken[0].position])
    let again = try await take(3, from: spool)
    #expect(Set(again.map(\.bytes)) == Set([0, 1, 3].map { content($0) }))
    for entry in again { #expect(entry.attempts == (entry.bytes == content(3) ? 0 : 1)) }
    // What is acknowledged does not come again, be it given back before or after.
    try await spool.giveBack([taken[0].position])
    try await spool.acknowledge([taken[0].position])
    try await spool.giveBack([taken[0].position])
    #expect(try await spool.next(limit: 5, wait: soon).isEmpty)
    try await spool.giveBack([taken[1].position])
    #expect(try await take(1, from: spool).first?.attempts == 2)
    await spool.close()
  }

  static func itIsBounded(_ open: Open) async throws {
    let spool = try await open(20_000)
    var count = 0
    do {
      while count < 100 {
        try await spool.append(content(count, length: 1000))
        count += 1
      }
      Issue.record("the spool has no bound")
    } catch let error as SpoolError {
      #expect(error.code == .full && !error.message.isEmpty)
    }
    #expect((10..<20).contains(count))
    // Nothing is lost, and there is room again once some is safe.
    let entries = try await take(count, from: spool)
    #expect(entries.map(\.bytes) == (0..<count).map { content($0, length: 1000) })
    try await spool.acknowledge(entries.prefix(count / 2).map(\.position))
    try await spool.append(content(count, length: 1000))
    await spool.close()
  }

  static func bigEntries(_ open: Open) async throws {
    var spool = try await open(room)
    let sizes = [5 << 20, 1, 5 << 20, 3 << 20]
    for (number, size) in sizes.enumerated() { try await spool.append(content(number, length: size)) }
    await spool.close()
    spool = try await open(room)
    let entries = try await take(sizes.count, from: spool)
    for (number, entry) in entries.enumerated() {
      #expect(entry.bytes == content(number, length: sizes[number]), "entry \(number)")
    }
    #expect(entries.count == sizes.count)
    try await spool.acknowledge(entries.map(\.position))
    await spool.close()
  }

  /// Many callers at once: each entry comes exactly once while the spool is open, in the order of the positions.
  static func concurrentAppends(_ open: Open) async throws {
    let spool = try await open(room)
    let (callers, each) = (16, 20)
    let positions = try await withThrowingTaskGroup(of: [(SpoolPosition, [UInt8])].self) { group in
      for caller in 0..<callers {
        group.addTask {
          var mine: [(SpoolPosition, [UInt8])] = []
          for number in 0..<each {
            let bytes = content(caller * 1000 + number)
            mine.append((try await spool.append(bytes), bytes))
          }
          return mine
        }
      }
      var all: [(SpoolPosition, [UInt8])] = []
      for try await mine in group {
        #expect(zip(mine, mine.dropFirst()).allSatisfy { $0.0 < $1.0 })
        all += mine
      }
      return all.sorted { $0.0 < $1.0 }
    }
    let entries = try await take(callers * each, from: spool)
    #expect(entries.map(\.position) == positions.map(\.0))
    #expect(entries.map(\.bytes) == positions.map(\.1))
    await spool.close()
  }

  /// Several takers at once never get the same entry.
  static func concurrentTakers(_ open: Open) async throws {
    let spool = try await open(room)
    let count = 200
    let left = Shared(count)
    let deadline = ContinuousClock.now + long
    let taken = try await withThrowingTaskGroup(of: [SpooledEntry].self) { group in
      for _ in 0..<4 {
        group.addTask {
          var mine: [SpooledEntry] = []
          while left.value > 0, ContinuousClock.now < deadline {
            let more = try await spool.next(limit: 7, wait: soon)
            mine += more
            left.change { $0 -= more.count }
            try await spool.acknowledge(more.map(\.position))
          }
          return mine
        }
      }
      for number in 0..<count { try await spool.append(content(number)) }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(taken.count == count)
    #expect(Set(taken.map(\.bytes)).count == count)
    #expect(await spool.status().entries == 0)
    await spool.close()
  }

  static func statusTellsHowItStands(_ open: Open) async throws {
    var spool = try await open(room)
    let empty = await spool.status()
    #expect(empty.entries == 0 && empty.bytes == 0 && empty.oldest == nil && empty.failure == nil)
    #expect(empty.limit == room)
    for number in 0..<3 { try await spool.append(content(number, length: 1000)) }
    var status = await spool.status()
    #expect(status.entries == 3)
    #expect(status.bytes >= 3000 && status.bytes < 6000)
    #expect(status.oldest != nil)
    let taken = try await take(2, from: spool)
    // Handed out is not safe yet.
    #expect(await spool.status().entries == 3)
    try await spool.acknowledge([taken[0].position])
    #expect(await spool.status().entries == 2)
    await spool.close()
    spool = try await open(room)
    status = await spool.status()
    #expect(status.entries == 2 && status.bytes >= 2000)
    await spool.close()
  }

  static func nextWaits(_ open: Open) async throws {
    let spool = try await open(room)
    let start = ContinuousClock.now
    #expect(try await spool.next(limit: 1, wait: .milliseconds(100)).isEmpty)
    #expect(ContinuousClock.now - start >= .milliseconds(90))
    async let waiting = spool.next(limit: 1, wait: long)
    try await Task.sleep(for: soon)
    try await spool.append(content(1))
    #expect(try await waiting.map(\.bytes) == [content(1)])
    #expect(ContinuousClock.now - start < long)
    await spool.close()
  }

  static func aCancelledWaitEnds(_ open: Open) async throws {
    let spool = try await open(room)
    let start = ContinuousClock.now
    let task = Task { try? await spool.next(limit: 1, wait: long) }
    try await Task.sleep(for: soon)
    task.cancel()
    _ = await task.value
    #expect(ContinuousClock.now - start < long)
    // The entry goes to whoever asks next.
    try await spool.append(content(1))
    #expect(try await take(1, from: spool).map(\.bytes) == [content(1)])
    await spool.close()
  }

  static func aClosedSpoolSaysSo(_ open: Open) async throws {
    let spool = try await open(room)
    let entry = try await spool.append(content(1))
    await spool.close()
    await spool.close()
    await #expect(throws: SpoolError.self) { try await spool.append(content(2)) }
    await #expect(throws: SpoolError.self) { try await spool.next(limit: 1, wait: soon) }
    await #expect(throws: SpoolError.self) { try await spool.acknowledge([entry]) }
  }

  /// Everything, one after the other.
  static let all: [(name: String, test: @Sendable (Open) async throws -> Void)] = [
    ("order", { try await order($0) }),
    ("emptyEntriesAndNothing", { try await emptyEntriesAndNothing($0) }),
    ("whatIsNotAcknowledgedComesAgain", { try await whatIsNotAcknowledgedComesAgain($0) }),
    ("positionsGrowAcrossReopening", { try await positionsGrowAcrossReopening($0) }),
    ("givenBackComesAgainAndIsCounted", { try await givenBackComesAgainAndIsCounted($0) }),
    ("itIsBounded", { try await itIsBounded($0) }),
    ("bigEntries", { try await bigEntries($0) }),
    ("concurrentAppends", { try await concurrentAppends($0) }),
    ("concurrentTakers", { try await concurrentTakers($0) }),
    ("statusTellsHowItStands", { try await statusTellsHowItStands($0) }),
    ("nextWaits", { try await nextWaits($0) }),
    ("aCancelledWaitEnds", { try await aCancelledWaitEnds($0) }),
    ("aClosedSpoolSaysSo", { try await aClosedSpoolSaysSo($0) }),
  ]
}
