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
}
