import Records
import Storage
import TestSupport
import Testing
import Vault

/// What is appended is what is read, whatever it is.
@Suite struct RoundTripTests {
  @Test func anyBytesComeBack() throws {
    var generator = SeededGenerator.reported()
    let test = try TestVault(seed: generator.next())
    let writer = try test.vault.writer(kind: .importer)
    let edges = [0, 1, 127, 128, 16_383, 16_384, 262_143, 262_144, 262_145, 1 << 20, (1 << 20) + 1]
    var expected: [(RecordAddress, [UInt8])] = []
    var media: [(String, [UInt8])] = []
    for round in 0..<120 {
      let size = round < edges.count ? edges[round] : Int.random(in: 0...3000, using: &generator)
      let isRandom = Bool.random(using: &generator)
      let bytes = (0..<size).map { isRandom ? UInt8.random(in: 0...255, using: &generator) : UInt8($0 / 50 % 256) }
      let month = Bool.random(using: &generator) ? TestVault.october : TestVault.november
      let date = Instant(
        milliseconds: month.month.start.milliseconds + Int64.random(in: 0..<2_000_000_000, using: &generator))
      expected.append((try writer.append(encoded: bytes, period: month, recordDate: date), bytes))
      if round % 20 == 3 { media.append((try writer.putMedia(bytes, period: month).path, bytes)) }
      if Int.random(in: 0..<20, using: &generator) == 0 { try writer.seal() }
    }
    try writer.seal()
    let vault = try test.unlock()
    for (address, bytes) in expected.shuffled(using: &generator) {
      #expect(try vault.record(at: address) == bytes, "\(address), \(bytes.count) bytes")
    }
    for (path, bytes) in media { #expect(try vault.media(path) == bytes) }
    var seen: [RecordAddress: [UInt8]] = [:]
    for leaf in try vault.leaves(of: writer.id, from: 0) {
      guard case .segment(let segment) = leaf.entry else { continue }
      try vault.openSegment(segment).forEachRecord { number, bytes in
        seen[RecordAddress(segment: segment.id, number: number)] = Array(bytes)
      }
      // A segment holds one month, and its name the day of its earliest record.
      let open = try vault.openSegment(segment)
      #expect(YearMonth(open.earliest) == segment.period.month && YearMonth(open.latest) == segment.period.month)
      #expect(segment.path.contains("day=\(CivilTime(open.earliest).date.description.suffix(2))/"))
    }
    #expect(seen.count == expected.count)
    #expect(expected.allSatisfy { seen[$0.0] == $0.1 })
    #expect(try vault.verify().problems == [])
  }

  @Test func ledgerEntriesReadWhatTheyWrite() throws {
    let test = try TestVault()
    let writer = try test.vault.writer(kind: .importer)
    try writer.append(TestVault.record(1), period: TestVault.october)
    _ = try writer.putMedia([1], period: TestVault.october)
    try writer.seal()
    var kinds: Set<String> = []
    for state in try test.vault.writers() {
      for leaf in try test.vault.leaves(of: state.id, from: 0) {
        kinds.insert(String(leaf.text.prefix { $0 != "\n" }))
        #expect(LedgerEntry(parsing: Array(leaf.text.utf8)) == leaf.entry)
        #expect(leaf.entry.text == leaf.text)
        for index in leaf.text.indices {
          var changed = leaf.text
          changed.replaceSubrange(index...index, with: "~")
          #expect(LedgerEntry(parsing: Array(changed.utf8)) != leaf.entry)
        }
      }
    }
    #expect(kinds.count == 7)
  }

  @Test func segmentsCloseAtTheirAge() throws {
    let clock = SteppingClock(TestVault.start)
    let test = try TestVault(clock: clock)
    let writer = try test.vault.writer(kind: .importer)
    let first = try writer.append(TestVault.record(1), period: TestVault.october)
    clock.advance(minutes: 14)
    try writer.sealIfDue()
    let second = try writer.append(TestVault.record(2), period: TestVault.october)
    clock.advance(minutes: 1)
    let third = try writer.append(TestVault.record(3), period: TestVault.october)
    #expect(first.segment == second.segment && second.segment != third.segment)
    clock.advance(minutes: 15)
    try writer.sealIfDue()
    #expect(try test.unlock().record(at: third) == TestVault.record(3).encode())
  }
}
