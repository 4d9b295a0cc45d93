import Records
import TestSupport
import Testing

@testable import SearchIndex

/// One message id whose readings have times in different months: it stands once, with all its readings.
@Suite struct ScatteredReadingTests {
  let folder: TemporaryDirectory
  let source = MemorySource()
  let ana = Make.conversation("34600000921", name: "Ana Ruiz")
  let id = Make.messageID("A1")

  init() throws { folder = try TemporaryDirectory() }

  private func april(_ captured: String? = nil, text: String = "hello from april") -> Record {
    Make.message("A1", text, at: "2024-04-30T23:59:59Z", in: ana, captured: captured)
  }

  private func may(_ captured: String? = nil, text: String = "hello from may", dated: Bool = true) -> Record {
    Make.message("A1", text, at: "2024-05-01T00:00:01Z", in: ana, captured: captured, dated: dated)
  }

  /// That everything counts and lists the message once; returns its timeline item.
  private func once(_ index: ArchiveIndex, _ query: String = "hello") throws -> TimelineItem {
    #expect(try index.search(.of(query)).hits.map(\.id) == [id])
    #expect(try index.search(.of(query), order: .oldest).hits.map(\.id) == [id])
    #expect(try index.count(.of(query), cap: nil).count == 1)
    #expect(try index.count(.of(query), cap: 10).count == 1)
    var matches: [MessageID] = []
    try index.forEachMatch(.of(query)) {
      matches.append($0.id)
      return true
    }
    #expect(matches == [id])
    #expect(try index.statistics().messages == 1)
    #expect(try index.conversation(ana.id)?.messages == 1)
    #expect(try index.days().reduce(0) { $0 + $1.messages } == 1)
    #expect(try index.people(matching: "ana").reduce(0) { $0 + $1.messages } == 1)
    let page = try index.timeline(ana.id, from: .newest)
    #expect(page.items.count == 1 && page.messagesTotal == 1)
    #expect(try index.timeline(ana.id, from: .oldest).items.count == 1)
    return try #require(page.items.first)
  }

  @Test(arguments: [false, true], [false, true])
  func standsOnceWhereTheEarliestCaptureStands(isMayFirst: Bool, inOneBatch: Bool) throws {
    let early = "2024-06-01T00:00:00Z"
    let late = "2024-06-02T00:00:00Z"
    // The reading of May was captured first; it comes first or second.
    let records = [may(early), april(late)]
    let ordered = isMayFirst ? records : records.reversed()
    var index: ArchiveIndex
    if inOneBatch {
      source.append(ordered)
      index = try ArchiveIndex.make(source, folder.path)
    } else {
      source.append([ordered[0]])
      index = try ArchiveIndex.make(source, folder.path)
      source.append([ordered[1]])
      try index.catchUp()
    }
    for round in 0..<2 {
      let item = try once(index)
      #expect(item.text == "hello from may" && item.hasConflict && item.versions == 2)
      #expect(item.at == Make.time("2024-05-01T00:00:01Z"))
      #expect(try index.search(.of("april")).hits.map(\.version) == [2])
      #expect(try index.search(.of("april")).hits.map(\.text) == ["hello from april"])
      #expect(try index.search(.of("may")).hits.map(\.version) == [1])
      #expect(try index.count(.of("april OR may"), cap: nil).count == 1)
      let detail = try #require(try index.message(id))
      #expect(detail.versions.map(\.origin) == [.original, .conflict])
      #expect(
        detail.versions.map(\.sentAt) == [Make.time("2024-05-01T00:00:01Z"), Make.time("2024-04-30T23:59:59Z")])
      #expect(detail.provenance.map(\.role) == ["message", "conflict"])
      #expect(try index.exceptions().map(\.code) == ["conflicting-reading"])
      #expect(try index.location(of: id)?.at == Make.time("2024-05-01T00:00:01Z"))
      if round == 0 { try index.rebuild() }
    }
  }

  @Test func sameWordsWithAnotherTimeAreADuplicate() throws {
    source.append([april("2024-06-02T00:00:00Z", text: "hello")])
    let index = try ArchiveIndex.make(source, folder.path)
    source.append([may("2024-06-01T00:00:00Z", text: "hello")])
    try index.catchUp()
    let item = try once(index)
    #expect(item.versions == 1 && !item.hasConflict)
    #expect(try index.message(id)?.provenance.map(\.role) == ["message", "duplicate"])
    #expect(try index.exceptions().isEmpty)
    // Its own time finds it all the same.
    for query in ["date:2024-04", "hello date:2024-05"] {
      #expect(try index.search(.of(query)).hits.map(\.id) == [id], "\(query)")
      #expect(try index.count(.of(query), cap: nil).count == 1, "\(query)")
    }
    #expect(try index.count(.of("date:2024-06"), cap: nil).count == 0)
  }

  @Test func undatedAndDatedAreOne() throws {
    source.append([may("2024-06-02T00:00:00Z", dated: false)])
    let index = try ArchiveIndex.make(source, folder.path)
    source.append([april("2024-06-01T00:00:00Z")])
    try index.catchUp()
    #expect(try once(index).text == "hello from april")
    source.append([may("2024-05-31T00:00:00Z", text: "hello again", dated: false)])
    try index.catchUp()
    // A time goes before none, whenever it was captured.
    #expect(try once(index).text == "hello from april")
    #expect(try index.message(id)?.versions.map { $0.sentAt == nil } == [false, true, true])
    source.append([april("2024-06-05T00:00:00Z", text: "hello again")])
    try index.catchUp()
    #expect(try once(index).versions == 3)
    try index.rebuild()
    #expect(try once(index).text == "hello from april")
  }

  @Test func whatHappenedToItMovesWithIt() throws {
    source.append([
      april("2024-06-02T00:00:00Z"),
      Make.late(.edit, of: "A1", at: "2024-05-02T00:00:00Z", in: ana, text: "hello edited", fromMe: false),
      Make.late(.revoke, of: "A1", at: "2024-05-03T00:00:00Z", in: ana, fromMe: false),
      Make.late(.reaction, of: "A1", at: "2024-05-04T00:00:00Z", in: ana, emoji: "👍", fromMe: false),
      Make.late(.receipt, of: "A1", at: "2024-05-05T00:00:00Z", in: ana, status: "read", fromMe: false),
      april("2024-06-04T00:00:00Z"),
    ])
    let index = try ArchiveIndex.make(source, folder.path)
    source.append([may("2024-06-01T00:00:00Z")])
    try index.catchUp()
    // What comes later finds it where it is now.
    source.append([
      Make.late(.edit, of: "A1", at: "2024-05-06T00:00:00Z", in: ana, text: "hello again", fromMe: false),
      Make.late(.receipt, of: "A1", at: "2024-05-07T00:00:00Z", in: ana, status: "delivered", fromMe: false),
    ])
    try index.catchUp()
    for round in 0..<2 {
      let item = try once(index)
      #expect(item.text == "hello again" && item.isDeleted && item.receipt == "read")
      #expect(item.reactions.map(\.emoji) == ["👍"] && item.versions == 4 && !item.isStub)
      let detail = try #require(try index.message(id))
      #expect(detail.versions.map(\.origin) == [.original, .conflict, .edit, .edit])
      #expect(detail.receipts.count == 2 && detail.revocations.count == 1)
      #expect(detail.provenance.filter { $0.role == "duplicate" }.count == 1)
      #expect(try index.statistics().receipts == 2)
      #expect(try index.statistics().waiting == 0)
      #expect(try index.texts("has:edit") == ["hello again"])
      if round == 0 { try index.rebuild() }
    }
  }

  /// A receipt finds a message of which a killed attempt left a reading in a shard that the catalog never heard of.
  @Test func whatAKilledAttemptLeftBehindIsNamedBeforeItMoves() throws {
    struct Killed: Error {}
    let receipt = Make.late(
      .receipt, of: "A1", at: "2024-05-05T00:00:00Z", in: ana, status: "read", fromMe: false)
    let replay = OrderedSource(
      [[receipt], [april("2024-06-02T00:00:00Z")], [may("2024-06-01T00:00:00Z")]], order: [1, 2, 0])
    let index = try ArchiveIndex(source: replay, wrapping: PlainWrapping(), folder: folder.path)
    defer { index.close() }
    // The reading of April is committed to its shard, and only there; then the shard of May is foreseen, and no more.
    for place in ["shard 2024-04", "foreseen"] {
      #expect(replay.release(1))
      let indexer = try Indexer(store: index.current(), source: replay, profile: IndexerProfile(batch: 20))
      var reached: [String] = []
      indexer.crashPoint = {
        reached.append($0)
        if $0 == place { throw Killed() }
      }
      #expect(throws: Killed.self) { _ = try indexer.catchUp(progress: { _ in }, cancel: nil) {} }
      #expect(reached.last == place)
    }
    #expect(replay.release(1))
    try index.catchUp(profile: IndexerProfile(batch: 1))
    #expect(try once(index).receipt == "read")
    #expect(try index.message(id)?.receipts.count == 1)
    #expect(try index.statistics().receipts == 1)
  }

  @Test func oneHoldHoldsItOnceWithAllItsReadings() throws {
    source.append([
      april("2024-06-02T00:00:00Z"), Make.matter("M-1"), Make.hold("h1", matter: "M-1", "hello"),
      Make.hold("h2", matter: "M-2", "april"),
    ])
    let index = try ArchiveIndex.make(source, folder.path)
    source.append([may("2024-06-01T00:00:00Z")])
    try index.catchUp()
    source.append([Make.hold("h3", matter: "M-3", "may")])
    try index.catchUp()
    for round in 0..<2 {
      let item = try once(index)
      #expect(item.held.map(\.matter) == ["M-1", "M-2", "M-3"])
      for hold in ["h1", "h2", "h3"] {
        #expect(try index.hold(Make.holdID(hold))?.messages == 1, "\(hold)")
      }
      #expect(try index.statistics().held == 1)
      #expect(try index.conversation(ana.id)?.held == 1)
      #expect(try index.search(.of("hold:M-2")).hits.map(\.id) == [id])
      if round == 0 { try index.rebuild() }
    }
  }

  @Test func aDateOfAnyReadingFindsAndHoldsIt() throws {
    source.append([
      april("2024-06-02T00:00:00Z"), Make.matter("M-1"), Make.hold("h1", matter: "M-1", "date:2024-04"),
    ])
    let index = try ArchiveIndex.make(source, folder.path)
    source.append([
      may("2024-06-01T00:00:00Z"), Make.message("B1", "hello later", at: "2024-05-20T00:00:00Z", in: ana),
      Make.message("B2", "hello earlier", at: "2024-05-01T00:00:00Z", in: ana),
      Make.hold("h2", matter: "M-2", "date:2024-05-01 may"),
    ])
    try index.catchUp()
    for round in 0..<2 {
      for query in [
        "date:2024-04", "date:2024-04 hello", "april date:2024-05-01", "before:2024-05", "may date:..2024-04-30",
        "hello date:2024-04-30", "date:2024-05-01 -earlier", "hold:any", "hold:M-1", "hold:M-2",
      ] {
        #expect(try index.search(.of(query)).hits.map(\.id) == [id], "\(query)")
        #expect(try index.search(.of(query), order: .oldest).hits.map(\.id) == [id], "\(query)")
        #expect(try index.count(.of(query), cap: nil).count == 1, "\(query)")
      }
      #expect(try index.count(.of("date:2024-05"), cap: nil).count == 3)
      #expect(try index.count(.of("hello date:2024-04..2024-05"), cap: nil).count == 3)
      #expect(try index.count(.of("date:2024-03"), cap: nil).count == 0)
      #expect(try index.count(.of("after:2024-05-01"), cap: nil).count == 1)
      if round == 0 { try index.rebuild() }
    }
  }

  @Test func aReadingThatSaysWhatTheNewFirstSaysIsItsDuplicate() throws {
    // Three readings: the last one to come stands first, and says what the second one said.
    source.append([april("2024-06-02T00:00:00Z")])
    let index = try ArchiveIndex.make(source, folder.path)
    source.append([may("2024-06-03T00:00:00Z")])
    try index.catchUp()
    source.append([may("2024-06-01T00:00:00Z")])
    try index.catchUp()
    let item = try once(index)
    #expect(item.text == "hello from may" && item.versions == 2)
    #expect(try index.message(id)?.provenance.map(\.role).sorted() == ["conflict", "duplicate", "message"])
  }
}
