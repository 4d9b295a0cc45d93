import Foundation
import Records
import TestSupport
import Testing

@testable import SearchIndex

/// What a gateway on this machine has received is found before a ledger lists it, and nothing of that is left in the
/// index when it does.
@Suite struct TailTests {
  private let ana = Make.conversation("34600000921", name: "Ana Ruiz")

  private func delivery(_ name: String, _ text: String, at: String = "2024-05-14T09:00:00Z") -> [Record] {
    [Make.deliveryRecord(name), Make.message(name, text, at: at, in: ana)]
  }

  private func open(_ source: TailSource, _ folder: TemporaryDirectory, _ name: String = "index") throws -> ArchiveIndex
  {
    try ArchiveIndex(source: source, wrapping: PlainWrapping(), folder: folder.path(name))
  }

  @Test func isFoundBeforeItIsSealed() throws {
    let source = TailSource()
    let folder = try TemporaryDirectory()
    let index = try open(source, folder)
    source.receive([delivery("A1", "move the fix"), delivery("A2", "lunch")])
    source.archive(1)
    try index.catchUp()
    #expect(try index.texts("fix") == ["move the fix"])
    var coverage = try index.coverage()
    #expect(coverage.pending == 2 && coverage.indexed == 0 && coverage.records == 0)
    #expect(try index.message(Make.messageID("A1"))?.event.content?.text == "move the fix")
    source.archive(1)
    try index.catchUp()
    #expect(try index.texts("lunch") == ["lunch"])
    #expect(try index.coverage().pending == 4)
    #expect(try index.statistics().deliveries == 2)
    source.seal()
    try index.catchUp()
    coverage = try index.coverage()
    #expect(coverage.pending == 0 && coverage.indexed == 4 && coverage.records == 4)
    let statistics = try index.statistics()
    #expect(statistics.deliveries == 2 && statistics.messages == 2)
    #expect(try index.search(.of("conv:\"Ana Ruiz\"")).hits.count == 2)
  }

  @Test func aCrashChangesTheAddressAndNothingElse() throws {
    let source = TailSource(periods: 1)
    let folder = try TemporaryDirectory()
    let index = try open(source, folder)
    source.receive([delivery("A1", "move the fix")])
    source.archive(1)
    try index.catchUp()
    let first = try #require(try index.search(.of("fix")).hits.first)
    source.crash()
    try index.catchUp()
    // It is known and cannot be opened until the gateway is back.
    #expect(try index.texts("fix") == ["move the fix"])
    #expect(try index.message(Make.messageID("A1"))?.exceptions.isEmpty == false)
    source.archive(1)
    try index.catchUp()
    let second = try #require(try index.search(.of("fix")).hits.first)
    #expect(first.record.segment != second.record.segment)
    #expect(try index.coverage().pending == 2)
    let detail = try #require(try index.message(Make.messageID("A1")))
    #expect(detail.provenance.count == 1 && detail.exceptions.isEmpty)
    source.seal()
    try index.catchUp()
    #expect(try index.coverage().pending == 0)
    #expect(try index.search(.of("fix")).hits.first?.record == second.record)
    #expect(try index.statistics().messages == 1)
  }

  @Test func aHoldAppliesAtOnce() throws {
    let source = TailSource()
    let folder = try TemporaryDirectory()
    let index = try open(source, folder)
    source.receive([[Make.matter("M-1"), Make.hold("h", matter: "M-1", "fix")]])
    source.archive(1)
    source.seal()
    try index.catchUp()
    source.receive([delivery("A1", "move the fix", at: "2024-06-14T09:00:00Z")])
    source.archive(1)
    try index.catchUp()
    #expect(try index.texts("matter:M-1") == ["move the fix"])
  }

  @Test func aGapIsListedWithItsAccountAndStandsInTheTimeline() throws {
    let source = TailSource()
    let folder = try TemporaryDirectory()
    let index = try open(source, folder)
    let from = Make.time("2024-05-14T09:00:00Z")
    let until = Make.time("2024-05-14T09:20:00Z")
    source.receive([
      delivery("A1", "hello"),
      [
        Make.other(
          .gap, at: "2024-05-14T09:00:00Z", in: ana,
          gap: Gap(reason: "session-down", detail: "not connected", from: from, until: until))
      ],
    ])
    source.archive(2)
    try index.catchUp()
    let gap = try #require(try index.gaps().first)
    #expect(gap.account == "acct" && gap.conversationTitle == "Ana Ruiz" && gap.from == from && gap.until == until)
    let page = try index.timeline(ana.id, from: .date(gap.at), before: 5, after: 5)
    let line = try #require(page.items.first { $0.category == .gap })
    #expect(line.attributes["gap_from"] == String(from.milliseconds))
    #expect(line.attributes["gap_until"] == String(until.milliseconds))
    #expect(try index.gapCount() == 1)
    #expect(try index.pending(gap.record) == .sealing)
    source.crash()
    #expect(try index.pending(gap.record) == .interrupted)
    source.archive(2)
    source.seal()
    try index.catchUp()
    #expect(try index.pending(try #require(try index.gaps().first).record) == nil)
    #expect(try index.gapCount() == 1)
  }

  // MARK: - Any order of events

  /// Deliveries with everything whose place depends on where its record lies: duplicates and contradictions of the
  /// same instant, events without their message, gaps that say the same.
  private func corpus(_ generator: inout SeededGenerator) -> [[Record]] {
    let places = [ana, Make.conversation("447700900123", name: "J. Lee"), Make.group("g1", title: "Desk")]
    let words = ["fix", "move", "call", "secret"]
    var deliveries: [[Record]] = []
    for number in 0..<30 {
      let place = places[number % 3]
      let id = "N\(number)"
      let at = "2024-0\(3 + number % 2)-1\(number % 3)T10:00:0\(number % 10)Z"
      let text = "\(words.randomElement(using: &generator)!) \(number)"
      let outbound = number % 2 == 0
      func message(_ text: String, captured: String? = nil) -> Record {
        Make.message(
          id, text, at: at, in: place, direction: outbound ? .outbound : .inbound,
          media: number % 7 == 3 ? MediaReference(.remote, mimeType: "image/jpeg") : nil,
          captured: captured ?? "2024-06-01T00:00:00Z")
      }
      if number % 9 != 5 {
        deliveries.append([Make.deliveryRecord(id), message(text)])
        if number % 3 == 0 { deliveries.append([Make.deliveryRecord(id + "b"), message(text)]) }
        if number % 4 == 1 { deliveries.append([message("other " + text)]) }
        if number % 8 == 1 {
          deliveries.append([message("third " + text), message(text, captured: "2024-06-02T00:00:00Z")])
        }
      }
      for step in 0..<(number % 3) {
        let edit = Make.late(
          .edit, of: id, at: "2024-05-2\(step)T10:00:00Z", in: place,
          from: outbound ? Party(phone: "441000000000", name: "Desk") : nil, text: "edited \(step)", fromMe: outbound)
        deliveries.append([edit])
        if number % 4 == 2 { deliveries.append([edit]) }
      }
      for status in ["sent", "read"] where outbound {
        let receipt = Make.late(
          .receipt, of: id, at: "2024-05-20T10:00:00Z", in: place, status: status, fromMe: true)
        deliveries.append([receipt])
        if number % 4 == 0 { deliveries.append([receipt, Make.deliveryRecord(id + status)]) }
      }
      if number % 5 == 1 {
        deliveries.append([Make.late(.revoke, of: id, at: "2024-05-25T00:00:00Z", in: place, fromMe: outbound)])
      }
      if number % 6 == 2 {
        deliveries.append([
          Make.late(.reaction, of: id, at: "2024-05-24T00:00:00Z", in: place, emoji: "👍", fromMe: outbound)
        ])
      }
      if number % 4 == 1 {
        let gap = Make.other(
          .gap, at: "2024-05-0\(1 + number % 9)T00:00:00Z", in: place,
          gap: Gap(reason: "undecryptable", detail: "no key"),
          message: number % 8 == 5 ? Make.messageID(id, fromMe: outbound) : nil)
        deliveries.append([gap])
        if number % 3 == 0 { deliveries.append([gap]) }
      }
    }
    deliveries.append([Make.other(.system, at: "2024-04-01T00:00:00Z", in: places[1], text: "security code changed")])
    deliveries.append([Make.matter("M-1"), Make.hold("h1", matter: "M-1", "fix OR edited")])
    for number in 0..<8 {
      let word = SessionGapTests.word(
        number % 2 == 0 ? "disconnected" : "connected", at: "2024-03-11T10:00:0\(number % 5)Z")
      deliveries.append([word])
      if number % 3 == 0 { deliveries.append([word]) }
    }
    return deliveries.shuffled(using: &generator)
  }

  private func compare(_ index: ArchiveIndex, _ other: ArchiveIndex, _ words: String) throws -> Bool {
    let old = Set(try IndexDump(store: other.current()).text().split(separator: "\n"))
    let new = Set(try IndexDump(store: index.current()).text().split(separator: "\n"))
    #expect(old.subtracting(new).sorted() == [], "missing \(words)")
    #expect(new.subtracting(old).sorted() == [], "too much \(words)")
    let (first, second) = (try index.statistics(), try other.statistics())
    #expect(first.deliveries == second.deliveries && first.coverage == second.coverage, "\(words)")
    #expect(first.coverage.pending == 0, "\(words)")
    return old == new
  }

  @Test func followingGivesWhatARebuildGives() throws {
    struct Killed: Error {}
    var generator = SeededGenerator.reported()
    for round in 0..<4 {
      let source = TailSource(periods: 1 + round % 3)
      let folder = try TemporaryDirectory()
      var index = try open(source, folder)
      var rest = corpus(&generator)[...]
      var crashes = 0
      func look() throws {
        var profile = IndexerProfile(batch: Int.random(in: 1...60, using: &generator), openShards: 2, shardCache: 50)
        profile.rememberedTargets = Int.random(in: 0...30, using: &generator)
        if Int.random(in: 0..<4, using: &generator) == 0 {
          // The indexing process dies between two commits.
          var left = Int.random(in: 0...6, using: &generator)
          do {
            let indexer = try Indexer(store: index.current(), source: source, profile: profile)
            indexer.crashPoint = { _ in
              left -= 1
              if left < 0 { throw Killed() }
            }
            _ = try indexer.catchUp(progress: { _ in }, cancel: nil) {}
          } catch is Killed { crashes += 1 }
        } else {
          try index.catchUp(profile: profile)
        }
        if Int.random(in: 0..<4, using: &generator) == 0 {
          index.close()
          index = try open(source, folder)
        }
      }
      while !rest.isEmpty || !source.isDone {
        switch Int.random(in: 0..<12, using: &generator) {
        case 0...1:
          let count = min(rest.count, Int.random(in: 1...20, using: &generator))
          source.receive(Array(rest.prefix(count)))
          rest = rest.dropFirst(count)
        case 2...5:
          source.archive(
            Int.random(in: 1...12, using: &generator), visible: Int.random(in: 0..<5, using: &generator) > 0)
        case 6: source.seal()
        case 7:
          source.seal(acknowledges: false)
          if Bool.random(using: &generator) { try look() }
          source.crash()
        case 8:
          source.crash(
            loggedFirst: Int.random(in: 0...1, using: &generator),
            keepsFiles: Int.random(in: 0..<3, using: &generator) == 0)
        default: try look()
        }
      }
      source.seal()
      source.dropTail()
      try index.catchUp()
      let fresh = try ArchiveIndex(source: source, wrapping: PlainWrapping(), folder: folder.path("fresh"))
      try fresh.catchUp()
      let isEqual = try compare(index, fresh, "in round \(round) with \(crashes) crashes of the indexer")
      index.close()
      fresh.close()
      if !isEqual { return }
    }
  }
}
