import Records
import TestSupport
import Testing

@testable import SearchIndex

/// Lines that WhatsApp wrote itself, in a chat that is exported twice.
@Suite struct ExportNoticeTests {
  private let folder: TemporaryDirectory
  private let source = MemorySource()

  init() throws { folder = try TemporaryDirectory() }

  /// *Bob added Ann*, as the export of a day tells it.
  private func notice(line: Int, title: String, dated: Bool = true, name: String? = "line:abc") -> Record {
    var group = Make.group("export:Lunch", title: title)
    group.title = title
    var event = MessageEvent(
      .group, provider: .chatExport, account: "acct", conversation: group, providerMessageID: name,
      sentAt: dated ? Make.time("2024-04-13T10:00:00Z") : nil, precision: .minute,
      content: Content(.text, text: "Bob added Ann"), group: GroupChange(action: "add"))
    event.attributes = ["line": String(line), "zone": "UTC"]
    return .event(
      EventRecord(
        delivery: Make.delivery("export of \(title)"), part: "line \(line)", sequence: Int64(line),
        capturedAt: Make.time("2024-05-0\(line)T00:00:00Z"), reader: "chat-export/1", event: event))
  }

  @Test func aNoticeStandsOnceWhateverItsLineAndTheTitle() throws {
    source.append([notice(line: 1, title: "Lunch")])
    source.append([notice(line: 2, title: "Friday lunch")])
    let index = try ArchiveIndex.make(source, folder.path)
    let group = Make.group("export:Lunch", title: nil)
    #expect(try index.timeline(group.id, from: .newest).items.count == 1)
  }

  @Test func twoNoticesAreTwo() throws {
    source.append([notice(line: 1, title: "Lunch"), notice(line: 2, title: "Lunch", name: "line:def")])
    let index = try ArchiveIndex.make(source, folder.path)
    #expect(try index.timeline(Make.group("export:Lunch", title: nil).id, from: .newest).items.count == 2)
  }
}
