import Records
import TestSupport
import Testing

@testable import SearchIndex

/// A hold that selects by a person keeps what it covered, whatever officers merge and split afterwards.
@Suite struct PeopleHoldTests {
  let folder: TemporaryDirectory
  let source = MemorySource()
  let group = Make.group("g1", title: "Desk")
  let ann = Party(phone: "4411111111", name: "Ann")
  let lee = Party(lid: "77777777", name: "Lee")

  init() throws { folder = try TemporaryDirectory() }

  private func say(_ id: String, _ party: Party, at: String = "2024-05-14T09:00:00Z") -> Record {
    Make.message(id, id, at: at, in: group, from: party)
  }

  private func act(_ record: Record) { source.append([record], writer: "console", isAudit: true) }

  private func held(_ index: ArchiveIndex, _ hold: String) throws -> [String] {
    try index.texts("hold:\(Make.holdID(hold))").sorted()
  }

  /// What is held now, and again by an index made anew.
  private func heldTwice(_ index: ArchiveIndex, _ hold: String) throws -> [String] {
    let first = try held(index, hold)
    try index.rebuild()
    #expect(try held(index, hold) == first, "after a rebuild")
    return first
  }

  private let merge = Make.merge("m", [["phone:4411111111"], ["lid:77777777"]], at: "2024-06-03T00:00:00Z")

  @Test(arguments: ["from:+4411111111", "from:ann", "phone:+4411111111", "from:phone:4411111111"])
  func aMergeWidensAndASplitTakesNothing(predicate: String) throws {
    source.append([say("a1", ann), say("l1", lee), say("b1", Party(phone: "4499999999"))])
    act(Make.hold("h", matter: "M-1", predicate, at: "2024-06-01T00:00:00Z"))
    let index = try ArchiveIndex.make(source, folder.path)
    #expect(try heldTwice(index, "h") == ["a1"])
    act(merge)
    try index.catchUp()
    #expect(try heldTwice(index, "h") == ["a1", "l1"])
    source.append([say("l2", lee)])
    try index.catchUp()
    #expect(try heldTwice(index, "h") == ["a1", "l1", "l2"])
    act(Make.split("s", undoes: "m", at: "2024-06-05T00:00:00Z"))
    try index.catchUp()
    #expect(try heldTwice(index, "h") == ["a1", "l1", "l2"])
    // What comes later is covered as it was while the merge stood.
    source.append([say("l3", lee), say("a2", ann)])
    try index.catchUp()
    #expect(try heldTwice(index, "h") == ["a1", "a2", "l1", "l2", "l3"])
  }

  /// Nobody is where they were not before, and the hold covers both all the same.
  @Test func aMergeReadTogetherWithItsSplitWidens() throws {
    source.append([say("a1", ann), say("l1", lee)])
    act(Make.hold("h", matter: "M-1", "from:+4411111111", at: "2024-06-01T00:00:00Z"))
    let index = try ArchiveIndex.make(source, folder.path)
    #expect(try held(index, "h") == ["a1"])
    act(merge)
    act(Make.split("s", undoes: "m", at: "2024-06-05T00:00:00Z"))
    try index.catchUp()
    #expect(try heldTwice(index, "h") == ["a1", "l1"])
  }

  @Test func aHoldPlacedAfterAMergeWasUndoneIsNotWidenedByIt() throws {
    source.append([say("a1", ann), say("l1", lee)])
    act(merge)
    act(Make.split("s", undoes: "m", at: "2024-06-05T00:00:00Z"))
    act(Make.hold("h", matter: "M-1", "from:ann", at: "2024-06-06T00:00:00Z"))
    let index = try ArchiveIndex.make(source, folder.path)
    #expect(try heldTwice(index, "h") == ["a1"])
    source.append([say("l2", lee)])
    try index.catchUp()
    #expect(try heldTwice(index, "h") == ["a1"])
  }

  @Test func aHoldPlacedWhileAMergeStoodCoversAllWhateverFollows() throws {
    source.append([say("a1", ann), say("l1", lee)])
    act(merge)
    act(Make.hold("h", matter: "M-1", "from:lee", at: "2024-06-04T00:00:00Z"))
    let index = try ArchiveIndex.make(source, folder.path)
    #expect(try heldTwice(index, "h") == ["a1", "l1"])
    act(
      Make.split(
        "s", [["lid:77777777"], ["phone:4411111111"]], at: "2024-06-05T00:00:00Z"))
    try index.catchUp()
    #expect(try index.texts("from:lee") == ["l1"])
    #expect(try heldTwice(index, "h") == ["a1", "l1"])
    source.append([say("a2", ann)])
    try index.catchUp()
    #expect(try heldTwice(index, "h") == ["a1", "a2", "l1"])
  }

  @Test func evidenceThatComesLaterWidens() throws {
    source.append([say("a1", ann), say("l1", lee)])
    act(Make.hold("h", matter: "M-1", "from:+4411111111", at: "2024-06-01T00:00:00Z"))
    let index = try ArchiveIndex.make(source, folder.path)
    #expect(try heldTwice(index, "h") == ["a1"])
    source.append([say("x", Party(phone: "4411111111", lid: "77777777"))])
    try index.catchUp()
    #expect(try heldTwice(index, "h") == ["a1", "l1", "x"])
    // The number passes to somebody else: a search tells them apart, the hold lets nothing go.
    source.append([say("y", Party(phone: "4411111111", lid: "88888888"), at: "2024-05-20T00:00:00Z")])
    try index.catchUp()
    #expect(try index.texts("from:lid:77777777").sorted() == ["l1", "x"])
    #expect(try heldTwice(index, "h") == ["a1", "l1", "x", "y"])
  }

  @Test func withFollowsAPersonThroughAMerge() throws {
    let direct = Make.conversation("4455555555", name: "Other")
    source.append([
      say("a1", ann), Make.message("d1", "d1", at: "2024-05-14T09:00:00Z", in: direct),
      Make.message("d2", "d2", at: "2024-05-14T10:00:00Z", in: direct, direction: .outbound),
    ])
    act(Make.hold("h", matter: "M-1", "with:ann", at: "2024-06-01T00:00:00Z"))
    let index = try ArchiveIndex.make(source, folder.path)
    #expect(try heldTwice(index, "h") == ["a1"])
    act(Make.merge("m", [["phone:4411111111"], ["phone:4455555555"]], at: "2024-06-03T00:00:00Z"))
    try index.catchUp()
    #expect(try heldTwice(index, "h") == ["a1", "d1", "d2"])
  }

  private func reach(
    _ index: ArchiveIndex, _ keys: [String], _ act: SupposedAct? = nil
  ) throws -> [String: [Int64]] {
    let people = keys.compactMap { ClaimKey($0) }.map { PersonID($0) }
    var found: [String: [Int64]] = [:]
    for entry in try index.holds(selecting: people, supposing: act) {
      found[entry.hold.placement.predicate] = [
        entry.hold.messages, entry.through, entry.messagesAfter, entry.throughAfter, entry.widens ? 1 : 0,
      ]
    }
    return found
  }

  private let both = ["phone:4411111111", "lid:77777777"]
  private var sides: [[ClaimKey]] { both.map { [ClaimKey($0)].compactMap { $0 } } }

  @Test func whatAnActWouldHoldIsWhatItHolds() throws {
    // A number that was handed on ties somebody else to Lee, whom no search counts with him.
    let kim = Party(phone: "4422222222", lid: "88888888", name: "Kim")
    source.append([
      say("a1", ann), say("a heron", ann), say("l1", lee), say("l heron", lee), say("k1", kim),
      say("l2", Party(phone: "4422222222", lid: "77777777")), say("b heron", Party(phone: "4499999999")),
    ])
    act(Make.hold("one", matter: "M-1", "from:+4411111111", at: "2024-06-01T00:00:00Z"))
    act(Make.hold("two", matter: "M-1", "heron OR from:lid:77777777 date:2024", at: "2024-06-01T00:00:00Z"))
    act(Make.hold("three", matter: "M-1", "heron", at: "2024-06-01T00:00:00Z"))
    act(Make.hold("four", matter: "M-1", "from:+4499999999", at: "2024-06-01T00:00:00Z"))
    let index = try ArchiveIndex.make(source, folder.path)
    let now = try reach(index, both)
    #expect(now["from:+4411111111"] == [2, 2, 2, 2, 0])
    #expect(now["heron"] == nil && now["from:+4499999999"] == nil, "they select by neither")
    let merging = try reach(index, both, .merge(sides))
    #expect(merging["from:+4411111111"] == [2, 2, 6, 5, 1], "with Kim, whom the number ties to Lee")
    do {
      let entry = try #require(merging["from:+4411111111"])
      act(merge)
      try index.catchUp()
      #expect(Int64(try held(index, "one").count) == entry[2])
    }
    let merged = try reach(index, both)
    #expect(merged.count == merging.count)
    for (predicate, after) in merged {
      #expect(after[0] == merging[predicate]?[2] && after[1] == merging[predicate]?[3], "\(predicate)")
      #expect(after[2] == after[0] && after[3] == after[1] && after[4] == 0)
    }
    // A split takes nothing, and the preview says so.
    let parting = try reach(index, both, .undo(Make.actID("m"), sides))
    #expect(parting == merged)
    act(Make.split("s", undoes: "m", at: "2024-06-05T00:00:00Z"))
    try index.catchUp()
    #expect(try reach(index, both) == merged)
    try index.rebuild()
    #expect(try reach(index, both) == merged)
  }

  @Test func aReleasedHoldIsNotAmongThem() throws {
    source.append([say("a1", ann)])
    act(Make.hold("one", matter: "M-1", "from:+4411111111", at: "2024-06-01T00:00:00Z"))
    act(Make.release("one", at: "2024-06-02T00:00:00Z"))
    let index = try ArchiveIndex.make(source, folder.path)
    #expect(try reach(index, both).isEmpty)
  }

  @Test func aHoldByConversationIsThroughThePersonWhoIsInIt() throws {
    let direct = Make.conversation("4411111111", name: "Ann")
    source.append([
      Make.message("d1", "d1", at: "2024-05-14T09:00:00Z", in: direct),
      Make.message("d2", "d2", at: "2024-05-14T10:00:00Z", in: direct, direction: .outbound), say("l1", lee),
    ])
    act(Make.hold("one", matter: "M-1", "with:+4411111111 OR d2", at: "2024-06-01T00:00:00Z"))
    let index = try ArchiveIndex.make(source, folder.path)
    let merging = try reach(index, both, .merge(sides))
    act(merge)
    try index.catchUp()
    let merged = try reach(index, both)
    let found = try #require(merged.values.first)
    #expect(merging.values.first.map { [$0[2], $0[3]] } == [found[0], found[1]])
    #expect(found[0] == Int64(try held(index, "one").count) && found[0] == 3)
  }
}
