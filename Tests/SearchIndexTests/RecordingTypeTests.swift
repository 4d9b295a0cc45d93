import Records
import Storage
import TestSupport
import Testing

@testable import SearchIndex

/// `type:audio` finds every recording, `type:voice` the voice notes among them.
@Suite struct RecordingTypeTests {
  @Test func audioIncludesVoiceNotes() throws {
    let folder = try TemporaryDirectory()
    let source = MemorySource()
    let ana = Make.conversation("34600000921", name: "Ana Ruiz")
    func recording(_ id: String, _ kind: Content.Kind, _ day: Int) -> Record {
      Make.message(
        id, nil, at: "2024-05-0\(day)T10:00:00Z", in: ana, kind: kind,
        media: MediaReference(.stored, path: "m/\(id)", mimeType: "audio/ogg", fileName: "\(id).ogg", size: 10))
    }
    source.append([
      recording("1", .audio, 1), recording("2", .voice, 2), recording("3", .image, 3),
      Make.message("4", "words", at: "2024-05-04T10:00:00Z", in: ana),
    ])
    let index = try ArchiveIndex.make(source, folder.path)
    func found(_ query: String) throws -> [MessageID] { try index.search(.of(query), limit: 10).hits.map(\.id) }
    #expect(try found("type:audio") == [Make.messageID("2"), Make.messageID("1")])
    #expect(try found("type:voice") == [Make.messageID("2")])
    #expect(try found("type:audio -type:voice") == [Make.messageID("1")])
    #expect(try found("-type:audio") == [Make.messageID("4"), Make.messageID("3")])
    #expect(try found("type:audio OR words") == ["4", "2", "1"].map { Make.messageID($0) })
    #expect(try index.count(.of("type:audio"), cap: nil).count == 2)
  }

  @Test func aKindThatNobodySentIsNotAskedFor() throws {
    let folder = try TemporaryDirectory()
    let source = MemorySource()
    let ana = Make.conversation("34600000921", name: "Ana Ruiz")
    source.append([
      Make.message(
        "1", nil, at: "2024-05-01T10:00:00Z", in: ana, kind: .voice,
        media: MediaReference(.stored, path: "m/1", mimeType: "audio/ogg", fileName: "1.ogg", size: 10))
    ])
    let index = try ArchiveIndex.make(source, folder.path)
    #expect(try index.search(.of("type:audio"), limit: 10).hits.count == 1, "no audio file was ever indexed")
  }
}
