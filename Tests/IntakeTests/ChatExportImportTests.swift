import Foundation
import Intake
import Records
import Testing
import Vault

/// Chat exports with their files, and over again.
@Suite struct ChatExportImportTests {
  private static let chat = """
    [14.05.24, 09:17:02] Lee Chan: first words
    [14.05.24, 09:18:10] Lee Chan: \u{200E}<attached: 00000002-PHOTO-2024-05-14-09-18-10.jpg>
    [02.07.24, 10:00:00] Maria: later words

    """
  private static let picture = [UInt8](0..<200) + [0xFF, 0xD8]

  private static func zip(_ picture: [UInt8]? = picture) -> [UInt8] {
    var files: [(String, [UInt8])] = [("_chat.txt", Array(chat.utf8))]
    if let picture { files.append(("00000002-PHOTO-2024-05-14-09-18-10.jpg", picture)) }
    return StoredZip.make(files)
  }

  @Test func zipWithItsPicture() throws {
    let test = try IntakeCase()
    let path = try test.write("chat.zip", Self.zip())
    let file = try #require(try test.run([path]).files.first)
    #expect(file.format == "chat-export-zip")
    #expect(file.messages == 3)
    #expect(file.media == 1)
    let known = try VaultKnowledge(test.vault)
    let media = try #require(known.messages.compactMap { $0.event.content?.media }.first { $0.state == .stored })
    #expect(try test.vault.media(try #require(media.path)) == Self.picture)
    #expect(media.size == Int64(Self.picture.count))
    #expect(Set(known.eventPeriods.map(\.month.description)) == ["2024-05", "2024-07"])
    #expect(known.periods.values.map(\.month.description) == ["2024-07"])

    let again = try #require(try test.run([path]).files.first)
    #expect([again.messages, again.events, again.media, again.duplicates] == [0, 0, 0, 3])
    #expect(try VaultKnowledge(test.vault).events == known.events)
  }

  @Test func theSameTextWithoutAndThenWithItsPicture() throws {
    let test = try IntakeCase()
    let text = try test.write("1.txt", Self.chat)
    let zip = try test.write("2.zip", Self.zip())
    let report = try test.run([text, zip])
    #expect(report.total.messages == 3)
    #expect(report.total.media == 1)
    let known = try VaultKnowledge(test.vault)
    #expect(known.messages.contains { $0.event.content?.media?.state == .stored })
  }

  @Test func damagedPictureIsAnException() throws {
    let test = try IntakeCase()
    var bytes = Self.zip()
    let at = try #require(bytes.firstRange(of: Self.picture[10..<60])?.lowerBound)
    bytes[at] ^= 1
    let path = try test.write("chat.zip", bytes)
    let file = try #require(try test.run([path]).files.first)
    #expect(file.messages == 3)
    #expect(file.media == 0)
    #expect(!file.exceptions.isEmpty)
    #expect(try VaultKnowledge(test.vault).messages.contains { $0.event.content?.media?.state == .missing })
  }

  @Test func noZoneIsARefusal() throws {
    let test = try IntakeCase()
    let path = try test.write("chat.txt", Self.chat)
    let report = try Importer(vault: test.vault, known: NothingKnown()).run([path], options: ImportOptions())
    #expect(report.total.messages == 0)
    #expect(report.files.first?.exceptions.first?.what.contains("time-zone") == true)
  }
}

/// Writes a zip whose files are stored, not compressed.
enum StoredZip {
  static func make(_ files: [(String, [UInt8])]) -> [UInt8] {
    var output: [UInt8] = []
    var directory: [UInt8] = []
    for (name, bytes) in files {
      let offset = output.count
      var common: [UInt8] = [20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0x58]
      common += little(crc(bytes), 4) + little(UInt32(bytes.count), 4) + little(UInt32(bytes.count), 4)
      common += little(UInt32(name.utf8.count), 2) + [0, 0]
      output += [0x50, 0x4B, 3, 4] + common + Array(name.utf8) + bytes
      directory += [0x50, 0x4B, 1, 2, 20, 0] + common + [UInt8](repeating: 0, count: 10) + little(UInt32(offset), 4)
      directory += Array(name.utf8)
    }
    let start = output.count
    let count = little(UInt32(files.count), 2)
    return output + directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + count + count + little(UInt32(directory.count), 4)
      + little(UInt32(start), 4) + [0, 0]
  }

  private static func little(_ value: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (UInt32($0) * 8)) }
  }

  private static func crc(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }
}
