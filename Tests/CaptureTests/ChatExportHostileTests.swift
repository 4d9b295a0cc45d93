import Foundation
import Records
import Testing
import TestSupport

@testable import Capture

@Suite struct ChatExportHostileTests {
  private func texts(_ text: String) throws -> [String?] { try ChatExportCase().events(text).map { $0.content?.text } }

  @Test func aQuotedExportInAnotherFormIsText() throws {
    let text = """
      13/04/2024, 10:00 - Ann: look what he wrote:
      [12/04/2024, 09:30:00] Bob: I never said that
      [09:31, 12/4/2024] Bob: never
      13/04/2024, 10:05 - Bob: nonsense

      """
    let events = try ChatExportCase().events(text)
    #expect(events.count == 2)
    #expect(events[0].content?.text?.contains("I never said that") == true)
    #expect(events[0].notes.contains { $0.contains("quoted") })
    #expect(events[1].notes.isEmpty)
  }

  @Test func onIOSOnlyAMessageEndStartsAHeader() throws {
    var text = ""
    for minute in 10..<30 { text += "[13/04/2024, 10:\(minute):00] Ann: line \(minute)\r\n" }
    text += "[13/04/2024, 11:00:00] Ann: forged:\n[13/04/2024, 11:01:00] Bob: I confess\r\n"
    let events = try ChatExportCase().events(text)
    #expect(events.count == 21)
    #expect(events[20].content?.text == "forged:\n[13/04/2024, 11:01:00] Bob: I confess")
  }

  @Test func byteOrderMarksInTheMiddleAreNoText() throws {
    #expect(try texts("13/04/2024, 10:00 - A: x\n\u{FEFF}13/04/2024, 10:01 - B: y\n") == ["x", "y"])
  }

  @Test func loneCarriageReturnsAreText() throws {
    #expect(try texts("13/04/2024, 10:00 - A: x\ry\n13/04/2024, 10:01 - B: z\n") == ["x\ry", "z"])
    #expect(try texts("13/04/2024, 10:00 - A: x\r13/04/2024, 10:01 - B: z\r") == ["x", "z"])
    #expect(try texts("13/04/2024, 10:00 - A: x\r\ny\r\n13/04/2024, 10:01 - B: z\r\n") == ["x\ny", "z"])
  }

  @Test func invalidUTF8IsShownAsSuchAndKeptRaw() throws {
    let bytes = Array("13/04/2024, 10:00 - A: x".utf8) + [0xFF, 0xED, 0xA0, 0x80, 0x00] + Array("y\n".utf8)
    let reading = try ChatExportCase().readings(bytes)[0]
    #expect(reading.delivery.body == bytes)
    #expect(reading.events[0].event.notes.contains { $0.contains("UTF-8") })
    #expect(reading.events[0].event.content?.text?.hasSuffix("\0y") == true)
  }

  @Test func oneEnormousLineIsReadInBoundedText() throws {
    let bytes = Array("13/04/2024, 10:00 - A: ".utf8) + [UInt8](repeating: 0x61, count: 24 << 20)
    let reading = try ChatExportCase().readings(bytes)[0]
    #expect(reading.events.count == 1)
    #expect(reading.events[0].event.content?.text?.utf8.count == ChatText.longest)
    #expect(reading.delivery.body.count == bytes.count)
  }

  @Test func longAndStackedTextsAreWhole() throws {
    let long = String(repeating: "ä", count: 65_536)
    let zalgo = "Z" + String(repeating: "\u{0301}\u{0489}", count: 2000)
    let rtl = "report\u{202E}fdp.exe (file attached)"
    #expect(try texts("13/04/2024, 10:00 - A: \(long)\n13/04/2024, 10:01 - B: \(zalgo)\n") == [long, zalgo])
    let event = try ChatExportCase().events("13/04/2024, 10:00 - A: \(rtl)\n")[0]
    #expect(event.content?.media?.fileName == "reportfdp.exe")
  }

  @Test func whatIsBeforeTheFirstHeaderIsReported() throws {
    let exceptions = try ChatExportCase().exceptions("Exported by me\n13/04/2024, 10:00 - A: x\n")
    #expect(exceptions.contains { $0.contains("before the first message") })
  }

  @Test func textThatIsNoExportIsRefused() {
    for text in ["hello\nworld\n", "1/2/3\n", "10:00 lunch\n", "[]"] {
      #expect(throws: CaptureError.self) { try ChatExportCase().export(text) }
    }
  }

  /// Every byte is in the preamble or in one entry, whatever is thrown at the splitter.
  @Test func nothingIsLost() {
    var random = SeededGenerator.reported()
    let pieces = [
      "13/04/2024, 10:00 - A: x", "[13/04/2024, 10:00:00] A: \u{200E}x", "04/13/2024, 9:00 PM - B: y", "\n", "\r\n",
      "\r", "\u{FEFF}",
      "text", ": ", "[", "]", "<attached: a.jpg>", "\u{200E}", "٣/٤/٢٠٢٤، ٩:١٧ م - ب: ج", "99/99/9999, 99:99 - Z: z",
      "null", "\0",
    ]
    for _ in 0..<400 {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0...40, using: &random) {
        if Int.random(in: 0..<8, using: &random) == 0 {
          bytes.append(UInt8.random(in: 0...255, using: &random))
        } else {
          bytes += Array((pieces.randomElement(using: &random) ?? "").utf8)
          if Bool.random(using: &random) { bytes.append(0x0A) }
        }
      }
      let latest = CivilDate(daysSinceEpoch: 20_800)
      let transcript = ChatSplitter(bytes, latest: latest, stated: nil).split()
      var at = transcript.preamble.upperBound
      #expect(transcript.preamble.lowerBound == 0)
      let reader = ChatLineReader(transcript, title: nil)
      for entry in transcript.entries {
        #expect(entry.range.lowerBound == at && entry.rest >= at)
        #expect(entry.rest <= entry.textEnd && entry.textEnd <= entry.range.upperBound)
        at = entry.range.upperBound
        let line = reader.read(entry)
        #expect(line.text.lowerBound >= entry.rest && line.text.upperBound <= entry.range.upperBound)
      }
      #expect(at == bytes.count)
    }
  }

  /// For plain files the bodies with their headers are the file again.
  @Test func headersAndBodiesAreTheFile() throws {
    var text = ""
    for index in 0..<200 {
      text += "13/04/2024, 1\(index % 10):0\(index % 7) - \(index % 2 == 0 ? "Ann" : "Bob"): line \(index)"
      text += String(repeating: "\nmore", count: index % 4) + "\n"
    }
    let transcript = try ChatExportCase().export(text).transcript
    #expect(transcript.entries.count == 200)
    let joined = transcript.entries.flatMap { Array(transcript.bytes[$0.range]) }
    #expect(joined == Array(text.utf8))
    let bodies = try ChatExportCase().events(text).compactMap { $0.content?.text }.joined(separator: "\n")
    let plain = text.split(separator: "\n").map { line in
      line.first?.isNumber == true ? String(line.split(separator: ": ", maxSplits: 1)[1]) : String(line)
    }
    #expect(bodies == plain.joined(separator: "\n"))
  }
}
