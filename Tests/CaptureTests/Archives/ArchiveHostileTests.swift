import Foundation
import Records
import Sealing
import TestSupport
import Testing

@testable import Capture

/// Nothing that stands in an archive may end the program, and nothing may be passed over.
@Suite struct ArchiveHostileTests {
  private static let keys = ArchiveKeys(master: SecretBytes(Array("k".utf8)), rounds: 2)

  private func read(_ text: String) -> Reading { ArchiveSample.read(text, ArchiveSample.context(keys: Self.keys)) }

  private static let values = [
    "null", "true", "[]", "{}", "-1", "0", "1e308", "1e-400", "-99999999999999999999999999", "\"\"", "\"\\u0000\"",
    "\"\\ud800\"", "[[[[[[]]]]]]", "{\"content\":1,\"iv\":2,\"tag\":3,\"salt\":4}", "{\"iv\":\"\"}", "0.1",
    "\"\u{202E}drow\"", "{\"$date\":{\"$date\":{}}}", "{\"low\":1,\"high\":-1}",
    "\"" + String(repeating: "9", count: 5000) + "\"", "\"@\"", "\"@g.us\"", "\":@lid\"", "\"whatsapp:\"",
  ]

  /// Every field of both shapes, in turn, with every strange value.
  @Test func everyFieldWithEveryValue() throws {
    for sample in [ArchiveSample.first(body: #""x""#), ArchiveSample.second()] {
      let whole = try JSONReader.parse(Array(sample.utf8))
      for place in Self.places(whole, []) {
        for value in Self.values {
          let strange = try JSONReader.parse(Array(value.utf8))
          let text = String(decoding: CompactJSON.encode(Self.replacing(whole, place[...], strange)), as: UTF8.self)
          let reading = read(text)
          #expect(!reading.events.isEmpty || !reading.exceptions.isEmpty)
          for record in reading.events { #expect(!Record.event(record).encode().isEmpty) }
        }
      }
    }
  }

  private static func places(_ value: JSONValue, _ path: [String]) -> [[String]] {
    (value.object?.members ?? []).flatMap { member -> [[String]] in
      [path + [member.name]] + places(member.value, path + [member.name])
    }
  }

  private static func replacing(_ value: JSONValue, _ path: ArraySlice<String>, _ new: JSONValue) -> JSONValue {
    guard let name = path.first, case .object(var object) = value else { return new }
    for index in object.members.indices where object.members[index].name == name {
      object.members[index].value = replacing(object.members[index].value, path.dropFirst(), new)
    }
    return .object(object)
  }

  @Test func randomBytesInPlaceOfSome() throws {
    var generator = SeededGenerator.reported()
    let samples = [ArchiveSample.first(), ArchiveSample.second(), ArchiveSample.first(body: #"{"content":"00"}"#)]
    for round in 0..<3_000 {
      var bytes = Array(samples[round % samples.count].utf8)
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.remove(at: place)
        default: bytes.insert(contentsOf: Array("[{\":,".utf8), at: place)
        }
      }
      var reader = PayloadReader(context: ArchiveSample.context(keys: Self.keys))
      let reading = reader.read(body: bytes)
      #expect(!reading.events.isEmpty || !reading.exceptions.isEmpty)
    }
  }

  @Test func deepNesting() {
    let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
    #expect(!read(ArchiveSample.second(content: deep)).exceptions.isEmpty)
    let bearable = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
    #expect(read(ArchiveSample.second(content: bearable)).first?.content?.text == bearable)
  }

  @Test func aFileIsGoneOnWithFromAnyOfItsPlaces() throws {
    let directory = try TemporaryDirectory()
    var text = "[\n"
    for index in 0..<10 {
      text += index == 4 ? "{\"archive_id\":\"broken\",,}" : ArchiveSample.second(id: "A\(index)")
      text += index == 9 ? "\n]\n" : ",\n"
    }
    for index in 10..<20 { text += ArchiveSample.second(id: "A\(index)") + "\n" }
    let path = directory.path("a.json")
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    func rest(_ place: RecordFile.Place, _ count: Int) throws -> ([Reading], RecordFile.Place) {
      var file = try RecordFile(path: path, name: "a.json", from: place)
      var reader = RecordReader(context: ArchiveSample.context())
      return (try file.next(count: count, bytes: 1 << 20, by: &reader), file.place)
    }
    let whole = try rest(RecordFile.Place(), 100).0
    #expect(whole.count == 20 && whole.filter { !$0.exceptions.isEmpty }.count == 1)
    for cut in 1..<20 {
      let (before, place) = try rest(RecordFile.Place(), cut)
      let after = try rest(place, 100).0
      #expect((before + after).map(\.delivery.id) == whole.map(\.delivery.id), "cut after \(cut)")
      #expect((before + after).map(\.delivery.source) == whole.map(\.delivery.source))
    }
  }

  @Test func whatIsNoFileOfRecords() throws {
    let directory = try TemporaryDirectory()
    func error(_ name: String, _ bytes: [UInt8]) throws -> CaptureError.Code? {
      try Data(bytes).write(to: URL(fileURLWithPath: directory.path(name)))
      do {
        _ = try RecordFile(path: directory.path(name), name: name)
        return nil
      } catch let error as CaptureError { return error.code }
    }
    #expect(try error("a.txt", Array("[12.05.24, 09:17:02] Lee: hi".utf8)) == .unknownFormat)
    #expect(try error("b.json", []) == .empty)
    #expect(try error("c.zip", [0x50, 0x4B, 3, 4, 0]) == .unknownFormat)
    #expect(try error("d.jsonl", Array("cut}\n{}".utf8)) == nil)
    symlink(directory.path("d.jsonl"), directory.path("e.jsonl"))
    #expect(throws: CaptureError.self) { try RecordFile(path: directory.path("e.jsonl"), name: "e.jsonl") }
  }
}
