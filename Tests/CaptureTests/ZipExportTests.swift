import Foundation
import Records
import Testing
import TestSupport

@testable import Capture

@Suite struct ZipExportTests {
  private let chat = Array(
    """
    13/04/2024, 10:00 - Ann: IMG-20240413-WA0001.jpg (file attached)
    look
    13/04/2024, 10:01 - Bob: Plan.pdf (file attached)
    13/04/2024, 10:02 - Ann: thanks

    """.utf8)
  /// The smallest beginning of a PNG of 3 by 2 pixels.
  private let png: [UInt8] =
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8) + [0, 0, 0, 3, 0, 0, 0, 2, 8, 2]

  private func readings(_ zip: [UInt8], name: String = "WhatsApp Chat with Ann.zip") throws -> [Reading] {
    try ChatExportCase().readings(zip, name: name)
  }

  /// The attachments' bytes, read while the file is there.
  private func contents(_ zip: [UInt8]) throws -> [String: [UInt8]] {
    let directory = try TemporaryDirectory()
    let path = directory.path("x.zip")
    try Data(zip).write(to: URL(fileURLWithPath: path))
    var found: [String: [UInt8]] = [:]
    for reading in try ChatExportCase().readings(path: path) {
      // Backwards, so that the cursor has to begin again.
      for attachment in reading.attachments.reversed() {
        var bytes: [UInt8] = []
        try attachment.read { bytes.append(contentsOf: $0) }
        found[attachment.fileName] = bytes
      }
    }
    return found
  }

  @Test func filesAreFoundByTheLinesThatNameThem() throws {
    var zip = ZipMaker()
    zip.add("Plan.pdf", Array("%PDF-1.7 plan".utf8))
    zip.add("WhatsApp Chat with Ann.txt", chat)
    zip.add("IMG-20240413-WA0001.jpg", png)
    let reading = try #require(try readings(zip.finish()).first)
    #expect(reading.delivery.body == chat)
    #expect(reading.delivery.source?.name == "WhatsApp Chat with Ann.zip/WhatsApp Chat with Ann.txt")
    #expect(reading.events.count == 3)
    #expect(reading.exceptions.isEmpty)
    #expect(
      Set(reading.attachments.map { "\($0.eventIndex) \($0.fileName)" }) == ["0 IMG-20240413-WA0001.jpg", "1 Plan.pdf"])
    let image = try #require(reading.events[0].event.content?.media)
    #expect(image.mimeType == "image/png" && image.width == 3 && image.height == 2)
    #expect(image.size == Int64(png.count))
    #expect(reading.events[0].event.content?.text == "look")
    let contents = try contents(zip.finish())
    #expect(contents["IMG-20240413-WA0001.jpg"] == png)
    #expect(contents["Plan.pdf"] == Array("%PDF-1.7 plan".utf8))
  }

  @Test func namesOfEveryScriptAreRead() throws {
    var zip = ZipMaker()
    zip.add("دردشة واتساب مع Ann.txt", Array("13/04/2024, 10:00 - Ann: Vertrag für Köln 🏠.pdf (file attached)\n".utf8))
    zip.add("Vertrag für Köln 🏠.pdf", [1])
    let reading = try #require(try readings(zip.finish(), name: "x.zip").first)
    #expect(reading.events[0].event.conversation?.title == "Ann")
    #expect(reading.attachments.map(\.fileName) == ["Vertrag für Köln 🏠.pdf"])
    #expect(reading.exceptions.isEmpty)
  }

  @Test func missingAndSurplusFilesAreListedAndKept() throws {
    var zip = ZipMaker()
    zip.add("_chat.txt", chat)
    zip.add("IMG-20240413-WA0001.jpg", png)
    zip.add("stranger.mp4", [1, 2, 3])
    zip.add("__MACOSX/._chat.txt", [0])
    let reading = try #require(try readings(zip.finish()).first)
    #expect(reading.exceptions.map(\.where_) == ["line 3", "zip: stranger.mp4"])
    #expect(reading.events.count == 4)
    #expect(reading.events[3].event.kind == .exception)
    #expect(reading.events[1].event.content?.media?.state == .missing)
    #expect(reading.attachments.map(\.fileName).sorted() == ["IMG-20240413-WA0001.jpg", "stranger.mp4"])
    #expect(try contents(zip.finish())["stranger.mp4"] == [1, 2, 3])
  }

  @Test(arguments: [
    ("../../etc/IMG-20240413-WA0001.jpg", "climbs out"), ("/etc/IMG-20240413-WA0001.jpg", "absolute"),
    ("..\\IMG-20240413-WA0001.jpg", "climbs out"), ("a\u{202E}gpj.exe", "direction override"),
    ("a\nb.jpg", "control character"),
  ])
  func hostileNamesAreNamesOnly(name: String, problem: String) throws {
    var zip = ZipMaker()
    zip.add("_chat.txt", chat)
    zip.add(name, png)
    let reading = try #require(try readings(zip.finish()).first)
    #expect(reading.exceptions.contains { $0.what.contains(problem) }, "\(reading.exceptions)")
    #expect(reading.attachments.allSatisfy { !$0.fileName.contains("/") && !$0.fileName.contains("\\") })
    #expect(reading.attachments.count == 1)
  }

  @Test func duplicateNamesAreReported() throws {
    var zip = ZipMaker()
    zip.add("_chat.txt", chat)
    zip.add("IMG-20240413-WA0001.jpg", png)
    zip.add("IMG-20240413-WA0001.jpg", png + [1])
    let reading = try #require(try readings(zip.finish()).first)
    #expect(reading.exceptions.contains { $0.what.contains("2 files of this name") })
    #expect(reading.attachments.count == 2)
  }

  @Test func twoChatsInOneZipAreBothRead() throws {
    var zip = ZipMaker()
    zip.add("a/_chat.txt", chat)
    zip.add("a/IMG-20240413-WA0001.jpg", [1])
    zip.add("b/_chat.txt", Array("14/04/2024, 10:00 - Cy: IMG-20240413-WA0001.jpg (file attached)\n".utf8))
    zip.add("b/IMG-20240413-WA0001.jpg", [2])
    let readings = try readings(zip.finish())
    #expect(readings.map(\.events.count) == [3, 1])
    #expect(readings[0].exceptions.contains { $0.what.contains("texts of chats") })
    #expect(readings.map(\.attachments.count) == [1, 1])
    #expect(readings[0].events[0].event.conversation?.id != readings[1].events[0].event.conversation?.id)
  }

  @Test func aTextFileSentInTheChatIsNoChat() throws {
    var zip = ZipMaker()
    zip.add("notes.txt", Array("13/04/2024, 10:00 - Ann: copied\n".utf8))
    zip.add("_chat.txt", Array("14/04/2024, 10:00 - Cy: notes.txt (file attached)\n".utf8))
    let readings = try readings(zip.finish())
    #expect(readings.count == 1 && readings[0].events.count == 1)
    #expect(readings[0].attachments.map(\.fileName) == ["notes.txt"])
  }

  @Test func aChatUnderAnyNameIsFoundByItsContent() throws {
    var zip = ZipMaker()
    zip.add("export.txt", chat)
    #expect(try readings(zip.finish(), name: "x.zip").first?.events.count == 3)
  }

  private func code(_ zip: [UInt8]) -> String? {
    do {
      _ = try readings(zip)
      return nil
    } catch let error as CaptureError {
      return error.code.rawValue
    } catch { return "\(error)" }
  }

  @Test func zipsThatAreNoExportsAreRefused() {
    #expect(code(ZipMaker().finish()) == "unknown-format")
    var other = ZipMaker()
    other.add("readme.txt", Array("hello".utf8))
    #expect(code(other.finish()) == "unknown-format")
    var locked = ZipMaker()
    locked.encrypted = true
    locked.add("_chat.txt", chat)
    #expect(code(locked.finish()) == "encrypted")
    #expect(code([0x50, 0x4B, 3, 4] + [UInt8](repeating: 0, count: 100)) != nil)
    var bomb = ZipMaker()
    bomb.claimedSize = 0xFFFF_FFF0
    bomb.add("_chat.txt", chat)
    #expect(code(bomb.finish()) == "too-large")
  }

  @Test func everyTruncationIsRefusedOrReported() throws {
    var zip = ZipMaker()
    zip.add("_chat.txt", chat)
    zip.add("IMG-20240413-WA0001.jpg", png)
    zip.add("Plan.pdf", Array("%PDF-1.7".utf8))
    let whole = zip.finish()
    for end in stride(from: 4, to: whole.count, by: 7) {
      let readings = (try? readings(Array(whole[..<end]))) ?? []
      for reading in readings { #expect(reading.delivery.body.count <= chat.count) }
      if !readings.isEmpty, readings[0].attachments.count < 2 { #expect(!readings[0].exceptions.isEmpty) }
    }
  }

  @Test func everyFlippedByteIsSurvived() throws {
    var zip = ZipMaker()
    zip.add("_chat.txt", chat)
    zip.add("Plan.pdf", Array("%PDF-1.7".utf8))
    let whole = zip.finish()
    for index in stride(from: 0, to: whole.count, by: 3) {
      var bytes = whole
      bytes[index] ^= 0x55
      for reading in (try? readings(bytes)) ?? [] {
        for attachment in reading.attachments { try? attachment.read { _ in } }
      }
    }
  }

  @Test(arguments: [
    (
      [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xC0, 0, 11, 8, 0, 2, 0, 3, 3, 0, 0, 0] as [UInt8], "image/jpeg", 3, 2
    ),
    (Array("GIF89a".utf8) + [3, 0, 2, 0, 0, 0], "image/gif", 3, 2),
    (
      Array("RIFF".utf8) + [0, 0, 0, 0] + Array("WEBPVP8X".utf8) + [10, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 1, 0, 0, 0],
      "image/webp", 3, 2
    ),
    (
      Array("RIFF".utf8) + [0, 0, 0, 0] + Array("WEBPVP8L".utf8) + [9, 0, 0, 0, 0x2F, 2, 0x40, 0, 0, 0, 0, 0, 0, 0],
      "image/webp", 3, 2
    ),
  ])
  func picturesTellTheirSize(head: [UInt8], type: String, width: Int64, height: Int64) {
    let facts = MediaFacts(head: head)
    #expect(facts.mimeType == type && facts.width == width && facts.height == height)
    for end in 0..<head.count { _ = MediaFacts(head: Array(head[..<end])) }
  }
}
