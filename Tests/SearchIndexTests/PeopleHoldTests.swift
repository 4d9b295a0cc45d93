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
}
