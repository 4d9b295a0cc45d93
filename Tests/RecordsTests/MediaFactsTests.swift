import Records
import Testing

@Suite struct MediaFactsTests {
  private static func page(serial: UInt8, position: UInt64, content: [UInt8]) -> [UInt8] {
    var page = Array("OggS".utf8) + [0, 2]
    page += (0..<8).map { UInt8(truncatingIfNeeded: position >> (8 * UInt64($0))) }
    page += [serial, 0, 0, 0] + [0, 0, 0, 0, 0, 0, 0, 0] + [1, UInt8(content.count)]
    return page + content
  }

  private static func recording(samples: UInt64, serial: UInt8 = 5) -> [UInt8] {
    let header = Array("OpusHead".utf8) + [1, 1, 0x38, 0x01, 0x80, 0xBB, 0, 0, 0, 0, 0]
    return page(serial: serial, position: 0, content: header)
      + page(serial: serial, position: samples, content: [UInt8](repeating: 3, count: 200))
  }

  @Test func recordingsTellTheirLength() {
    let file = Self.recording(samples: 48_000 * 12 + 312)
    let facts = MediaFacts(head: file, tail: file)
    #expect(facts.mimeType == "audio/ogg" && facts.seconds == 12)
    #expect(MediaFacts(head: file).seconds == nil)
    #expect(MediaFacts(head: file, tail: Self.recording(samples: 480_000, serial: 6)).seconds == nil)
    #expect(MediaFacts(head: file, tail: Self.recording(samples: UInt64.max - 1)).seconds == nil)
    #expect(MediaFacts(head: file, tail: Self.recording(samples: 5)).seconds == nil)
  }

  @Test func noBeginningTraps() {
    let files = [
      Self.recording(samples: 960_000), Self.zip(["[Content_Types].xml", "word/document.xml"]),
      [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xC0, 0, 11, 8, 0, 2, 0, 3, 3, 0, 0, 0],
      Array("RIFF".utf8) + [0, 0, 0, 0] + Array("WEBPVP8X".utf8) + [UInt8](repeating: 1, count: 15),
    ]
    for file in files {
      for end in 0...file.count {
        let head = Array(file[..<end])
        _ = MediaFacts(head: head, tail: head)
        for index in head.indices where index % 3 == 0 {
          var changed = head
          changed[index] = 0xFF
          _ = MediaFacts(head: changed, tail: changed)
        }
      }
    }
  }

  private static func zip(_ names: [String], content: [UInt8] = []) -> [UInt8] {
    names.flatMap { name -> [UInt8] in
      [0x50, 0x4B, 3, 4, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        + [UInt8(content.count), 0, 0, 0, UInt8(content.count), 0, 0, 0, UInt8(name.utf8.count), 0, 0, 0]
        + Array(name.utf8) + content
    }
  }

  @Test(
    arguments: [
      (zip(["[Content_Types].xml", "_rels/.rels", "word/document.xml"]), "wordprocessingml.document"),
      (zip(["[Content_Types].xml", "xl/workbook.xml"]), "spreadsheetml.sheet"),
      (zip(["ppt/presentation.xml"]), "presentationml.presentation"),
      (zip(["holiday.jpg"]), "application/zip"),
      (zip(["mimetype"], content: Array("application/vnd.oasis.opendocument.text".utf8)), "opendocument.text"),
      (Array("%PDF-1.7".utf8), "application/pdf"), ([0x7F, 0x45, 0x4C, 0x46], "application/x-executable"),
      (Array("MZ\u{90}".utf8), "application/x-msdownload"), ([0xFF, 0xFB, 0x90, 0x00], "audio/mpeg"),
      ([0xFF, 0xF1, 0x50, 0x80], "audio/aac"), ([0, 0, 0, 24] + Array("ftypisom".utf8), "video/mp4"),
      ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "application/x-ole-storage"),
    ] as [([UInt8], String)])
  func typesAreTold(head: [UInt8], type: String) {
    #expect(MediaFacts(head: head).mimeType?.hasSuffix(type) == true)
  }

  @Test func wordsAreNoSound() {
    #expect(MediaFacts(head: [0xFF, 0xFE, 0x41, 0x00]).mimeType == nil, "UTF-16 text begins like a frame of sound")
  }

  @Test func contradictionsAreThePlainOnes() {
    let pdf = MediaFacts(head: Array("%PDF-1.7".utf8))
    let program = MediaFacts(head: Array("MZ".utf8))
    let film = MediaFacts(head: [0, 0, 0, 24] + Array("ftypisom".utf8))
    #expect(!pdf.contradicts("application/pdf") && !pdf.contradicts("application/octet-stream"))
    #expect(pdf.contradicts("image/jpeg") && pdf.contradicts("application/msword"))
    #expect(program.contradicts("application/pdf") && program.contradicts("application/octet-stream"))
    #expect(!film.contradicts("audio/mp4; codecs=aac") && film.contradicts("image/png"))
    #expect(!MediaFacts(head: Array("hello".utf8)).contradicts("image/png"))
  }
}
