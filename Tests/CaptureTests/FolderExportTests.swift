import Foundation
import Records
import Testing
import TestSupport

@testable import Capture

/// A text file and the files beside it, as Android hands an export over.
@Suite struct FolderExportTests {
  private let folder: TemporaryDirectory
  private static let text = """
    13/04/2024, 10:00 - Ann: IMG-20240413-WA0001.jpg (file attached)
    look
    13/04/2024, 10:01 - Bob: \u{200E}Plan für Köln.pdf (file attached)
    13/04/2024, 10:02 - Ann: PTT-20240413-WA0003.opus (file attached)
    13/04/2024, 10:03 - Ann: ../../secret.pdf (file attached)

    """

  init() throws { folder = try TemporaryDirectory() }

  private func write(_ name: String, _ bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: folder.path(name)))
  }

  private func reading() throws -> Reading {
    try write("WhatsApp Chat with Ann.txt", Array(Self.text.utf8))
    return try #require(try ChatExportCase().readings(path: folder.path("WhatsApp Chat with Ann.txt")).first)
  }

  @Test func namedFilesAreTakenInAndTheRestIsListed() throws {
    try write("IMG-20240413-WA0001.jpg", [0xFF, 0xD8, 0xFF, 0xE0, 1])
    // The same name, its letters composed in the other way.
    try write("Plan fu\u{308}r Ko\u{308}ln.pdf", Array("%PDF-1.7".utf8))
    try write("IMG-20240413-WA0007.jpg", [1])
    try write("holiday.jpg", [2])
    let reading = try reading()
    #expect(reading.attachments.map(\.eventIndex) == [0, 1])
    #expect(reading.attachments.map(\.size) == [5, 8])
    #expect(reading.attachments.allSatisfy { $0.path != nil })
    var bytes: [UInt8] = []
    try reading.attachments[1].read { bytes += $0 }
    #expect(bytes == Array("%PDF-1.7".utf8))
    #expect(reading.exceptions.map(\.where_) == ["line 4", "line 5", "folder: IMG-20240413-WA0007.jpg"])
    #expect(reading.events[0].event.content?.media?.mimeType == "image/jpeg")
    #expect(reading.events[2].event.content?.media?.reason == "named, but not in the export")
  }

  @Test func aTextAloneSaysThatItsFilesAreMissing() throws {
    let reading = try reading()
    #expect(reading.attachments.isEmpty)
    #expect(reading.exceptions.count == 1)
    #expect(reading.exceptions[0].what.contains("4 line(s) name files"))
  }

  @Test func linksAreNotFollowed() throws {
    try write("IMG-20240413-WA0001.jpg", [1])
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("PTT-20240413-WA0003.opus"), withDestinationPath: "/etc/hostname")
    let reading = try reading()
    #expect(reading.attachments.map(\.eventIndex) == [0])
    #expect(reading.exceptions.contains { $0.where_ == "line 4" })
  }

  @Test func anotherChatsFilesAreNotSurplus() throws {
    try write("IMG-20240413-WA0001.jpg", [1])
    try write("IMG-20240413-WA0007.jpg", [1])
    try write("WhatsApp Chat with Bob.txt", Array("13/04/2024, 10:00 - Bob: hi\n".utf8))
    let reading = try reading()
    #expect(!reading.exceptions.contains { $0.where_.hasPrefix("folder") })
  }
}
