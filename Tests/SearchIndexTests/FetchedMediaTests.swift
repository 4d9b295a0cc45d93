import Records
import TestSupport
import Testing

@testable import SearchIndex

/// What is known last about an attachment is what an officer sees, in whatever order the readings arrive.
@Suite struct FetchedMediaTests {
  private let place = Make.conversation("34600000921", name: "Ana")

  private func reading(_ media: MediaReference) -> Record {
    Make.message("A1", "look", at: "2024-05-14T09:00:00Z", in: place, kind: .image, media: media)
  }

  private var readings: [Record] {
    [
      reading(MediaReference(.remote, mimeType: "image/png")),
      reading(MediaReference(.missing, mimeType: "image/png", reason: "media-not-permitted: the host refused it")),
      reading(
        MediaReference(
          .stored, path: "media/x.media", mimeType: "image/png", size: 900,
          sha256: String(repeating: "ab", count: 32), width: 640, height: 480)),
    ]
  }

  @Test(arguments: [[0], [0, 1], [1, 0], [0, 1, 2], [2, 1, 0], [1, 2, 0], [2, 0, 1], [0, 2], [1, 2]])
  func theLastKnownStands(order: [Int]) throws {
    let folder = try TemporaryDirectory()
    let source = MemorySource()
    for number in order { source.append([readings[number]]) }
    let index = try ArchiveIndex.make(source, folder.path)
    let items = try index.timeline(place.id, from: .newest).items
    let media = try #require(items.first?.media)
    #expect(items.count == 1)
    switch order.max() {
    case 2: #expect(media.state == .stored && media.width == 640 && media.height == 480 && media.reason == nil)
    case 1: #expect(media.state == .missing && media.reason?.hasPrefix("media-not-permitted") == true)
    default: #expect(media.state == .remote)
    }
  }

  // MARK: Gaps

  private func lacking(_ reason: String = "media-expired") -> Record {
    Make.message(
      "A1", "look", at: "2024-05-14T09:00:00Z", in: place, kind: .image,
      media: MediaReference(.missing, mimeType: "image/png", reason: reason + ": gone"),
      captured: "2024-05-15T09:00:00Z", gap: Gap(reason: reason, detail: "gone"))
  }

  /// Had in the end, by a reading that stands first, by one that does not, and by one of another month.
  private var fetched: [Record] {
    let media = MediaReference(.stored, path: "media/x.media", mimeType: "image/png", size: 900)
    return [
      Make.message(
        "A1", "look", at: "2024-05-14T09:00:00Z", in: place, kind: .image, media: media,
        captured: "2024-05-16T09:00:00Z"),
      Make.message(
        "A1", "look", at: "2024-05-14T09:00:00Z", in: place, kind: .image, media: media,
        captured: "2024-05-16T09:00:00Z", dated: false),
      Make.message(
        "A1", "look", at: "2024-05-14T09:00:00Z", in: place, kind: .image, media: media,
        captured: "2024-06-16T09:00:00Z", dated: false),
      Make.message(
        "A1", "other words", at: "2024-05-14T09:00:00Z", in: place, kind: .image, media: media,
        captured: "2024-05-16T09:00:00Z", dated: false),
    ]
  }

  @Test(arguments: [0, 1, 2, 3], [[0, 1], [1, 0], [2, 0, 1], [1, 2, 0], [0, 2, 1]])
  func aGapOfMediaIsFilledWhenTheyAreHad(reading: Int, order: [Int]) throws {
    let records = [lacking(), fetched[reading], lacking("media-unavailable")]
    let source = MemorySource()
    let folder = try TemporaryDirectory()
    let index = try ArchiveIndex.make(source, folder.path)
    for number in order {
      source.append([records[number]])
      try index.catchUp()
      // A new start knows as much as one that went on.
      index.close()
    }
    let gaps = try index.gaps(conversation: nil, unfilledOnly: false, limit: 10)
    #expect(gaps.count == order.count - 1 && gaps.allSatisfy(\.isFilled))
    #expect(try index.conversation(place.id)?.gaps == 0)
    let dump = try IndexDump(store: index.current()).text()
    try index.rebuild()
    #expect(try IndexDump(store: index.current()).text() == dump)
    let together = try TemporaryDirectory()
    #expect(try IndexDump(store: ArchiveIndex.make(source, together.path).current()).text() == dump)
  }

  @Test func aGapOfMediaStandsWhileTheyAreMissing() throws {
    let source = MemorySource()
    let folder = try TemporaryDirectory()
    let index = try ArchiveIndex.make(source, folder.path)
    source.append([lacking()])
    try index.catchUp()
    // The words are there, from elsewhere, and another message's file.
    source.append([
      readings[0],
      Make.message(
        "A2", "look", at: "2024-05-14T09:00:01Z", in: place, kind: .image,
        media: MediaReference(.stored, path: "media/y.media", mimeType: "image/png", size: 900)),
    ])
    try index.catchUp()
    #expect(try index.gaps().map(\.reason) == ["media-expired"])
    #expect(try index.conversation(place.id)?.gaps == 1)
  }
}
