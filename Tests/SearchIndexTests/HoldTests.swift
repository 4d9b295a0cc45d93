import Records
import TestSupport
import Testing

@testable import SearchIndex

@Suite struct HoldTests {
  let folder: TemporaryDirectory
  let source = MemorySource()
  let ana = Make.conversation("34600000921", name: "Ana Ruiz")
  let lee = Make.conversation("447700900123", name: "J. Lee")

  init() throws { folder = try TemporaryDirectory() }

  private func held(_ index: ArchiveIndex, _ query: String = "hold:any") throws -> [String] {
    try index.search(.of(query), limit: 100).hits.map(\.text)
  }

  @Test func aHoldCatchesWhatIsThereAndWhatComes() throws {
    source.append([
      Make.message("1", "move the fix", at: "2024-05-14T09:00:00Z", in: ana),
      Make.message("2", "lunch?", at: "2024-05-14T10:00:00Z", in: ana),
      Make.message("3", "the fix again", at: "2024-03-14T10:00:00Z", in: lee),
    ])
    let index = try ArchiveIndex.make(source, folder.path)
    source.append([Make.matter("M-1"), Make.hold("h1", matter: "M-1", "fix")], writer: "console", isAudit: true)
    try index.catchUp()
    #expect(try held(index) == ["move the fix", "the fix again"])
    source.append([
      Make.message("4", "fix it later", at: "2024-07-01T10:00:00Z", in: lee),
      Make.message("5", "other", at: "2024-07-01T10:00:01Z", in: lee),
      Make.late(.edit, of: "2", at: "2024-05-14T10:01:00Z", in: ana, text: "lunch and the fix?"),
    ])
    try index.catchUp()
    #expect(try held(index, "matter:M-1") == ["fix it later", "lunch and the fix?", "move the fix", "the fix again"])
    #expect(try held(index, "hold:\(Make.holdID("h1"))").count == 4)
    let matter = try #require(try index.matter("M-1"))
    #expect(matter.messages == 4 && matter.conversations == 2 && matter.holds.map(\.messages) == [4])
    #expect(try index.holding(Make.messageID("2")).map(\.id) == [Make.holdID("h1")])
    #expect(try index.holding(Make.messageID("5")).isEmpty)
    let item = try #require(try index.timeline(lee.id, from: .newest).items.first { $0.text == "fix it later" })
    #expect(item.held == [TimelineItem.HeldBy(matter: "M-1", hold: Make.holdID("h1"))])
    let detail = try #require(try index.message(Make.messageID("2")))
    #expect(detail.versions.map { $0.held.isEmpty } == [true, false])
    #expect(try index.conversation(ana.id)?.held == 2)
    #expect(try index.conversation(ana.id)?.matters == ["M-1"])
    #expect(try index.search(.of("later")).hits.first?.held == ["M-1"])
    #expect(try index.statistics().held == 4)
    #expect(try index.acts().map(\.act.kind) == [.placeHold, .openMatter])
  }

  @Test func twoHoldsOfOneMatterNameItOnce() throws {
    source.append([
      Make.message("1", "move the fix", at: "2024-05-14T09:00:00Z", in: ana), Make.matter("M-1"),
      Make.hold("h1", matter: "M-2", "fix"), Make.hold("h2", matter: "M-1", "move"),
      Make.hold("h3", matter: "M-1", "the"),
    ])
    let index = try ArchiveIndex.make(source, folder.path)
    let item = try #require(try index.timeline(ana.id, from: .newest).items.first)
    #expect(item.heldMatters == ["M-1", "M-2"])
    #expect(Set(item.held.map(\.hold)) == Set(["h1", "h2", "h3"].map(Make.holdID)))
    #expect(try index.search(.of("fix")).hits.map(\.held) == [["M-1", "M-2"]])
  }

  @Test func aHoldThatCameFirstCatchesAll() throws {
    source.append(
      [
        Make.matter("M-1"), Make.hold("h1", matter: "M-1", "conv:\(ana.id)"),
        Make.hold("h2", matter: "M-2", "with:lee"),
      ],
      writer: "a", isAudit: true)
    let index = try ArchiveIndex.make(source, folder.path)
    source.append([
      Make.message("1", "one", at: "2024-05-14T09:00:00Z", in: ana),
      Make.message("2", "two", at: "2024-05-14T10:00:00Z", in: lee),
    ])
    try index.catchUp()
    #expect(try held(index, "hold:\(Make.holdID("h1"))") == ["one"])
    // Who takes part is known after the message: the hold looks again.
    #expect(try held(index, "hold:\(Make.holdID("h2"))") == ["two"])
    source.append([Make.message("3", "three", at: "2024-08-14T10:00:00Z", in: ana, dated: false)])
    try index.catchUp()
    #expect(try held(index, "hold:\(Make.holdID("h1"))") == ["three", "one"])
  }

  @Test func conflictingReadingsAreHeldTogether() throws {
    source.append([Make.hold("h1", matter: "M-1", "secret")], writer: "a", isAudit: true)
    source.append([
      Make.message("1", "the secret", at: "2024-05-14T09:00:00Z", in: ana),
      Make.message("1", "nothing", at: "2024-05-14T09:00:00Z", in: ana, captured: "2024-05-13T12:00:00Z"),
    ])
    let index = try ArchiveIndex.make(source, folder.path)
    #expect(try index.search(.of("nothing")).hits.map(\.held) == [["M-1"]])
  }

  @Test func releaseFreesWhatIsNotHeldOtherwise() throws {
    source.append([
      Make.message("1", "fix one", at: "2024-05-14T09:00:00Z", in: ana),
      Make.message("2", "fix two", at: "2024-06-14T09:00:00Z", in: lee),
    ])
    source.append(
      [Make.hold("h1", matter: "M-1", "fix"), Make.hold("h2", matter: "M-2", "two")], writer: "a", isAudit: true)
    let index = try ArchiveIndex.make(source, folder.path)
    #expect(try held(index).count == 2)
    source.append([Make.release("h1", at: "2024-07-01T00:00:00Z")], writer: "b", isAudit: true)
    try index.catchUp()
    #expect(try held(index) == ["fix two"])
    #expect(try index.hold(Make.holdID("h1"))?.releasedAt == Make.time("2024-07-01T00:00:00Z"))
    #expect(try index.hold(Make.holdID("h1"))?.messages == 2)
    source.append([Make.message("3", "fix three", at: "2024-08-14T09:00:00Z", in: lee)])
    try index.catchUp()
    #expect(try held(index) == ["fix two"])
    #expect(try index.conversation(ana.id)?.held == 0)
  }

  @Test func whatCannotBeUnderstoodHoldsEverything() throws {
    source.append([
      Make.message("1", "one", at: "2024-05-14T09:00:00Z", in: ana), Make.hold("h1", matter: "M-1", "((("),
    ])
    let index = try ArchiveIndex.make(source, folder.path)
    #expect(try held(index) == ["one"])
    #expect(try index.hold(Make.holdID("h1"))?.problem != nil)
  }
}
