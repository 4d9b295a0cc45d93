import Foundation
import Records
import TestSupport
import Testing

@testable import Capture

/// Files of payloads: every way they are laid out, and every way they are broken.
@Suite struct PayloadFileTests {
  static func payload(_ number: Int) -> String {
    Sample.metaMessage(
      #"{"from":"447700900123","id":"wamid.N\#(number)","timestamp":"1767366759","type":"text","text":{"body":"number \#(number)"}}"#
    ).filter { $0 != "\n" }
  }

  static func pretty(_ number: Int) throws -> String {
    let object = try JSONSerialization.jsonObject(with: Data(payload(number).utf8))
    return String(
      decoding: try JSONSerialization.data(withJSONObject: object, options: [.prettyPrinted, .sortedKeys]),
      as: UTF8.self)
  }

  private static func texts(_ readings: [Reading]) -> [String] {
    readings.map { $0.first?.content?.text ?? $0.first?.kind.rawValue ?? "?" }
  }

  private static let expected = ["number 1", "number 2", "number 3"]

  @Test(arguments: 0..<9) func layouts(_ number: Int) throws {
    let (one, two, three) = (Self.payload(1), Self.payload(2), Self.payload(3))
    let layouts = [
      "\(one)\n\(two)\n\(three)\n", "\(one)\r\n\(two)\r\n\r\n\(three)", "[\(one),\(two),\(three)]",
      "\u{FEFF}[\n  \(one),\n  \(two),\n  \(three)\n]\n", "\(one) \(two)\n\(three)", "\(one)\(two)\(three)",
      try "\(Self.pretty(1))\n\(Self.pretty(2))\n\(Self.pretty(3))\n",
      try "[\(Self.pretty(1)),\n\(Self.pretty(2)),\(Self.pretty(3))]", "[\(one)]\n[\(two)]\n[\(three)]",
    ]
    for chunk in [7, 64, 1 << 20] {
      let readings = try Sample.readings(Array(layouts[number].utf8), limits: .init(body: 1 << 20, chunk: chunk))
      #expect(Self.texts(readings) == Self.expected)
      for reading in readings {
        let source = try #require(reading.delivery.source)
        let bytes = Array(layouts[number].utf8)
        let from = Int(source.offset)
        #expect(Array(bytes[from..<from + reading.delivery.body.count]) == reading.delivery.body)
        #expect(source.line == Int64(bytes[..<from].filter { $0 == 0x0A }.count + 1))
      }
    }
  }

  @Test(arguments: ["{\"object\":", "garbage", "{\"a\":\"unclosed}", "{{{{", "17", "\"x", "{\"a\" 1}", "\u{0}\u{1}"])
  func brokenLine(_ broken: String) throws {
    let text = "\(Self.payload(1))\n\(broken)\n\(Self.payload(2))\n\(Self.payload(3))\n"
    for chunk in [16, 1 << 20] {
      let readings = try Sample.readings(Array(text.utf8), limits: .init(body: 1 << 20, chunk: chunk))
      #expect(Self.texts(readings.filter { $0.exceptions.isEmpty }) == Self.expected)
      let bad = readings.filter { !$0.exceptions.isEmpty }
      #expect(!bad.isEmpty)
      #expect(bad.first?.exceptions.first?.where_.hasPrefix("line 2") == true)
      #expect(bad.allSatisfy { $0.kinds == ["exception"] })
    }
  }

  @Test func brokenElementOfAnArray() throws {
    for text in [
      "[\(Self.payload(1)),{\"a\":nope},\(Self.payload(2)),\(Self.payload(3))]",
      "[\n  \(Self.payload(1)),\n  {\"a\":\"x},\n  \(Self.payload(2)),\n  \(Self.payload(3))\n]",
    ] {
      let readings = try Sample.readings(Array(text.utf8))
      #expect(Self.texts(readings.filter { $0.exceptions.isEmpty }) == Self.expected)
      #expect(readings.flatMap(\.exceptions).count == 1)
    }
  }

  @Test func cutOffAtTheEnd() throws {
    let text = Self.payload(1) + "\n" + Self.payload(2).dropLast(30)
    let readings = try Sample.readings(Array(text.utf8))
    #expect(readings.count == 2)
    #expect(readings[1].exceptions.count == 1)
    #expect(readings[1].delivery.body == Array(Self.payload(2).dropLast(30).utf8))
  }

  @Test func hugeLineIsPassedOver() throws {
    var bytes = Array((Self.payload(1) + "\n{\"a\":\"").utf8)
    bytes += [UInt8](repeating: 0x78, count: 3 << 20)
    bytes += Array(("\"}\n" + Self.payload(2) + "\n" + Self.payload(3)).utf8)
    let readings = try Sample.readings(bytes, limits: .init(body: 1 << 20, chunk: 1 << 16))
    #expect(Self.texts(readings) == ["number 1", "exception", "number 2", "number 3"])
    #expect(readings[1].delivery.body.isEmpty)
    #expect(readings[1].exceptions.first?.where_.hasPrefix("line 2") == true)
  }

  @Test func lineFarBeyondTheLimit() throws {
    var bytes = Array("{\"a\":\"".utf8)
    bytes += [UInt8](repeating: 0x78, count: 30 << 20)
    bytes += Array(("\"}\n" + Self.payload(2)).utf8)
    let readings = try Sample.readings(bytes, limits: .init(body: 4 << 20, chunk: 1 << 20))
    #expect(Self.texts(readings) == ["exception", "number 2"])
  }

  @Test func mendedText() throws {
    let surrogate = Sample.read(
      Sample.metaMessage(
        #"{"from":"447700900123","id":"w","timestamp":"1767366759","type":"text","text":{"body":"a\ud83dz"}}"#))
    #expect(surrogate.first?.content?.text == "a\u{FFFD}z")
    #expect(surrogate.exceptions.count == 1)
    #expect(surrogate.first?.notes.count == 1)
    var body = Array(Self.payload(1).utf8)
    let place = try #require(body.firstRange(of: Array("number 1".utf8))?.lowerBound)
    body[place] = 0xFF
    var reader = PayloadReader(context: Sample.context)
    let invalid = reader.read(body: body)
    #expect(invalid.first?.content?.text == "\u{FFFD}umber 1")
    #expect(invalid.exceptions.count == 1)
    #expect(invalid.delivery.body == body)
  }

  @Test(arguments: ["", "   \n"]) func nothing(_ text: String) throws {
    let directory = try TemporaryDirectory()
    try Data(text.utf8).write(to: directory.url.appendingPathComponent("x"))
    #expect(throws: CaptureError.self) { try SourceOpener.open(path: directory.path("x"), context: Sample.context) }
  }

  @Test func formatsByContent() {
    func format(_ text: String) -> SourceOpener.Format { SourceOpener.format(of: Array(text.utf8)) }
    #expect(format(#"{"a":1}"#) == .json)
    #expect(format("\u{FEFF} [ {") == .json)
    #expect(format("[12/05/2024, 09:17:02] Lee: hi") == .text)
    #expect(format("12/05/2024, 09:17 - Lee: hi") == .text)
    #expect(format("PK\u{3}\u{4}") == .zip)
    #expect(format("%PDF-1.7") == .unknown("a PDF document"))
    #expect(format("") == .empty)
  }

  @Test func notFilesAtAll() throws {
    let directory = try TemporaryDirectory()
    for path in [directory.path, directory.path("absent"), "/dev/null"] {
      #expect(throws: CaptureError.self) { try SourceOpener.open(path: path, context: Sample.context) }
    }
  }

  @Test func fuzz() throws {
    var random = SeededGenerator.reported()
    let seeds = [
      Self.payload(1), Sample.wasender("messages.upsert", "[\(WasenderMessageTests.item(#"{"conversation":"x"}"#))]"),
    ]
    for _ in 0..<400 {
      var bytes = Array((seeds.randomElement(using: &random)! + "\n" + seeds[0]).utf8)
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let at = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: at)
        default: bytes.insert(Array("{}[]\",:\\u0".utf8).randomElement(using: &random)!, at: at)
        }
      }
      for reading in try Sample.readings(bytes, limits: .init(body: 1 << 16, chunk: 97)) {
        #expect(!reading.events.isEmpty)
      }
    }
  }
}
