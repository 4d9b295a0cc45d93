import Records
import TestSupport
import Testing

@testable import SearchIndex

@Suite struct TimelineTests {
  let folder: TemporaryDirectory
  let source = MemorySource()
  let ana = Make.conversation("34600000921", name: "Ana Ruiz")
  let lee = Make.conversation("447700900123", name: "J. Lee")

  init() throws { folder = try TemporaryDirectory() }

  /// Many messages over months, several in one second, some undated, in a shuffled order of arrival.
  private func fill(_ count: Int, seed: UInt64 = 7) throws -> (
    index: ArchiveIndex, all: [(at: Int64, sequence: Int64, id: String)]
  ) {
    var generator = SeededGenerator(seed: seed)
    var records: [Record] = []
    var all: [(at: Int64, sequence: Int64, id: String)] = []
    for number in 0..<count {
      let day = 1 + (number / 9) % 28
      let month = 1 + (number / 250) % 4
      let second = Int.random(in: 0..<3, using: &generator)
      let at =
        "2024-0\(month)-\(day < 10 ? "0" : "")\(day)T10:00:0\(second).\(Int.random(in: 0..<10, using: &generator))00Z"
      let sequence = Int64.random(in: 0..<2, using: &generator)
      let dated = number % 50 != 3
      let record = Make.message("N\(number)", "number \(number)", at: at, in: ana, sequence: sequence, dated: dated)
      records.append(record)
      let time = Make.time(at).milliseconds + (dated ? 0 : 1500)
      all.append((time, sequence, Make.messageID("N\(number)").text))
    }
    records.append(Make.message("L1", "another conversation", at: "2024-02-02T00:00:00Z", in: lee))
    records.shuffle(using: &generator)
    for start in stride(from: 0, to: records.count, by: 100) {
      source.append(Array(records[start..<min(start + 100, records.count)]))
    }
    all.sort { ($0.at, $0.sequence, $0.id) < ($1.at, $1.sequence, $1.id) }
    return (try ArchiveIndex.make(source, folder.path), all)
  }

  @Test func pagesMergedAreAllInOrder() throws {
    let (index, all) = try fill(900)
    var got: [String] = []
    var page = try index.timeline(ana.id, from: .oldest, before: 0, after: 30)
    got += page.items.map(\.id.description)
    while page.hasNewer, let last = page.items.last?.messageID {
      page = try index.timeline(ana.id, from: .message(last), before: 0, after: 41)
      got += page.items.dropFirst().map(\.id.description)
    }
    #expect(got == all.map(\.id))
    got = []
    page = try index.timeline(ana.id, from: .newest, before: 25, after: 0)
    got = page.items.map(\.id.description)
    while page.hasOlder, let first = page.items.first?.messageID {
      page = try index.timeline(ana.id, from: .message(first), before: 37, after: 0)
      got = page.items.dropLast().map(\.id.description) + got
    }
    #expect(got == all.map(\.id))
  }

  @Test func searchPagesMergedAreAllInOrder() throws {
    let (index, all) = try fill(700, seed: 11)
    for order in [SearchOrder.newest, .oldest] {
      var got: [String] = []
      var cursor: SearchCursor?
      repeat {
        let page = try index.search(.of("number"), order: order, after: cursor, limit: 17)
        got += page.hits.map(\.id.text)
        cursor = page.next.flatMap { SearchCursor($0.text) }
      } while cursor != nil
      #expect(got == (order == .newest ? all.reversed().map(\.id) : all.map(\.id)))
    }
    #expect(try index.count(.of("number"), cap: nil).count == 700)
    #expect(try index.count(.of("number"), cap: 100).isExact == false)
  }

  @Test func jumpsToMessagesAndDates() throws {
    let (index, all) = try fill(600)
    let wanted = all[321]
    let page = try index.timeline(
      ana.id, from: .message(MessageID(wanted.id)!), before: 10, after: 10)
    #expect(page.items.count == 21 && page.anchorIndex == 10)
    #expect(page.items.map(\.id.description) == all[311...331].map(\.id))
    #expect(page.messagesTotal == 600)
    let date = Make.time("2024-02-05T00:00:00Z")
    let there = try index.timeline(ana.id, from: .date(date), before: 5, after: 5)
    let expected = all.firstIndex { $0.at >= date.milliseconds }!
    #expect(there.items[there.anchorIndex!].id.description == all[expected].id)
    #expect(there.hasOlder && there.hasNewer)
    #expect(throws: SearchIndexError.self) {
      try index.timeline(ana.id, from: .message(Make.messageID("none")))
    }
  }

  @Test func aFullSecondSpillsAndKeepsTheOrder() throws {
    // One second has room for 16,384 rows; the rest takes rows of the next seconds.
    var records: [Record] = []
    for number in 0..<16_500 {
      records.append(Make.message("S\(number)", "x", at: "2024-05-14T10:00:00Z", in: ana, sequence: Int64(number)))
    }
    records.append(Make.message("T1", "x", at: "2024-05-14T10:00:01Z", in: ana))
    source.append(records.reversed())
    let index = try ArchiveIndex.make(source, folder.path)
    #expect(try index.count(.of("x"), cap: nil).count == 16_501)
    let newest = try index.timeline(ana.id, from: .newest, before: 2, after: 0)
    #expect(
      newest.items.map(\.id) == [16498, 16499].map { .message(Make.messageID("S\($0)")) } + [
        .message(Make.messageID("T1"))
      ])
    let oldest = try index.timeline(ana.id, from: .oldest, before: 0, after: 1)
    #expect(oldest.items.map(\.id) == [0, 1].map { .message(Make.messageID("S\($0)")) })
    let hits = try index.search(.of("x"), limit: 3).hits.map(\.id)
    #expect(hits == [Make.messageID("T1"), Make.messageID("S16499"), Make.messageID("S16498")])
  }

  @Test func daysAreCounted() throws {
    source.append([
      Make.message("A1", "a", at: "2024-05-14T23:59:59Z", in: ana),
      Make.message("A2", "b", at: "2024-05-15T00:00:00Z", in: ana),
      Make.message("A3", "c", at: "2024-05-15T12:00:00Z", in: lee),
    ])
    let index = try ArchiveIndex.make(source, folder.path)
    #expect(try index.days().map(\.messages) == [1, 2])
    #expect(try index.days(conversation: ana.id).map(\.day.description) == ["2024-05-14", "2024-05-15"])
    #expect(try index.days(from: CivilDate(year: 2024, month: 5, day: 15)).map(\.messages) == [2])
  }

  @Test func conversationsPageAndFilter() throws {
    for number in 0..<25 {
      let place = Make.conversation("4477009\(100 + number)", name: "Person \(number % 5) of \(number)")
      source.append([Make.message("P\(number)", "hello", at: "2024-05-\(10 + number % 9)T00:00:00Z", in: place)])
    }
    let index = try ArchiveIndex.make(source, folder.path)
    for order in [ConversationOrder.newest, .title, .messages] {
      var seen: [ConversationID] = []
      var cursor: ConversationCursor?
      repeat {
        let page = try index.conversations(order: order, after: cursor, limit: 4)
        seen += page.conversations.map(\.id)
        cursor = page.next
      } while cursor != nil
      #expect(seen.count == 25 && Set(seen).count == 25)
    }
    #expect(try index.conversations(filter: ConversationFilter(text: "pers 3")).conversations.count == 5)
    #expect(try index.conversations(filter: ConversationFilter(text: "+44 77009 107")).conversations.count == 1)
    #expect(try index.conversations(filter: ConversationFilter(text: "nobody")).conversations.isEmpty)
    #expect(try index.people(matching: "*107").map(\.claims.phone) == ["4477009107"])
    #expect(try index.people(matching: "person 24").first?.messages == 1)
  }
}
