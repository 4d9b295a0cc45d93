import Records
import TestSupport
import Testing

@testable import SearchIndex

/// A date that an officer corrected takes the place of the one before, in whatever order both arrive
/// (docs/format.md, *Dates that are corrected*).
@Suite struct CorrectedDateTests {
  private let folder: TemporaryDirectory
  private let source = MemorySource()
  private let lee = Make.conversation("447700900123", name: "Lee")

  init() throws { folder = try TemporaryDirectory() }

  /// The reading of a message after so many corrections.
  private func reading(_ at: String, _ corrections: Int, captured: String) -> Record {
    Make.message("A1", "the words", at: at, in: lee, captured: captured, corrections: corrections)
  }

  private var readings: [Record] {
    [
      reading("2024-04-03T08:00:00Z", 0, captured: "2024-06-01T00:00:00Z"),
      reading("2024-03-04T08:00:00Z", 1, captured: "2024-06-02T00:00:00Z"),
      reading("2024-03-04T09:00:00Z", 2, captured: "2024-06-03T00:00:00Z"),
    ]
  }

  private func check(_ index: ArchiveIndex, _ location: SourceLocation = #_sourceLocation) throws {
    let hits = try index.search(.of("words"), after: nil, limit: 10).hits
    #expect(hits.map { $0.sentAt?.rfc3339 } == ["2024-03-04T09:00:00Z"], sourceLocation: location)
    let date = try index.date(of: Make.messageID("A1", fromMe: false))
    #expect(date?.corrections == 2 && date?.sentAt?.rfc3339 == "2024-03-04T09:00:00Z", sourceLocation: location)
  }

  @Test(arguments: [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])
  func theLastCorrectionStands(order: [Int]) throws {
    let index = try ArchiveIndex.make(source, folder.path)
    for number in order {
      source.append([readings[number]])
      try index.catchUp()
    }
    try check(index)
    try index.rebuild()
    try check(index)
  }

  @Test func aHoldKeepsWhatItCaughtUnderTheOldDate() throws {
    source.append([Make.matter("M-1"), Make.hold("h1", matter: "M-1", "date:2024-04"), readings[0]])
    let index = try ArchiveIndex.make(source, folder.path)
    #expect(try index.search(.of("hold:any"), after: nil, limit: 10).hits.count == 1)
    source.append([readings[1]])
    try index.catchUp()
    #expect(try index.search(.of("hold:any date:2024-03"), after: nil, limit: 10).hits.count == 1)
    try index.rebuild()
    #expect(try index.search(.of("hold:any date:2024-03"), after: nil, limit: 10).hits.count == 1)
  }
}
