import Intake
import Records
import Sealing
import Testing

@testable import Gateway

/// What is given back rests a little: whoever fails at once would else turn in a circle, and new entries go on.
@Suite struct SpoolRestTests {
  private let fixture: SpoolFixture

  init() throws { fixture = try SpoolFixture() }

  @Test func whatIsGivenBackRestsAndDelaysNothingNew() async throws {
    let spool = try fixture.open()
    try await spool.append([1])
    let first = try #require(try await spool.next(limit: 1, wait: .seconds(120)).first)
    let given = ContinuousClock.now
    try await spool.giveBack([first.position])
    let early = try await spool.next(limit: 5, wait: .zero)
    #expect(early.isEmpty || ContinuousClock.now - given >= SpoolState.rest)
    try await spool.append([2])
    let second = try await spool.next(limit: 5, wait: .seconds(120))
    #expect(second.first?.bytes == [2] || ContinuousClock.now - given >= SpoolState.rest)
    // It wakes whoever waits, long before the time-out, and counts.
    if early.isEmpty, second.map(\.bytes) == [[2]] {
      let again = try await spool.next(limit: 5, wait: .seconds(300))
      #expect(again.map(\.bytes) == [[1]] && again.first?.attempts == 1)
      #expect(ContinuousClock.now - given >= SpoolState.rest)
      #expect(ContinuousClock.now - given < .seconds(120))
    }
    await spool.close()
  }

  @Test func whoeverGivesBackAtOnceDoesNotTurnInACircle() async throws {
    let spool = try fixture.open()
    try await spool.append([1])
    let start = ContinuousClock.now
    var turns = 0
    while turns < 4 {
      let entries = try await spool.next(limit: 5, wait: .seconds(120))
      try await spool.giveBack(entries.map(\.position))
      turns += 1
    }
    #expect(ContinuousClock.now - start >= SpoolState.rest * 3)
    await spool.close()
  }

  @Test func restedEntriesComeOldestFirst() throws {
    var state = SpoolState(limit: 1 << 20)
    let key = try SpoolFileKey(SecretBytes.random(count: 32, using: SystemRandomness()), head: [])
    state.add(
      SpoolState.File(
        number: 1, path: "x", key: key, start: 0, slots: (0..<4).map { SpoolScan.Slot(offset: $0, length: 10) },
        isActive: false))
    let now = ContinuousClock.now
    let taken = state.take(3, now: now).map(\.position)
    state.giveBack([taken[2]], now: now)
    state.giveBack([taken[1], taken[0]], now: now + .milliseconds(10))
    #expect(state.nextRested == now + SpoolState.rest)
    #expect(state.take(9, now: now + .milliseconds(49)).map(\.position.minor) == [3])
    #expect(state.take(9, now: now + .milliseconds(50)).map(\.position.minor) == [2])
    #expect(state.take(9, now: now + .milliseconds(60)).map(\.position.minor) == [0, 1])
    #expect(state.nextRested == nil)
  }
}
