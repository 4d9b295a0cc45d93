import Records
import TestSupport
import Testing

@Suite struct JSONReaderTests {
  private static func parse(_ text: String) throws(JSONError) -> JSONValue { try JSONReader.parse(Array(text.utf8)) }

  @Test(
    arguments: [
      ("null", .null), (" true ", .bool(true)), ("false\n", .bool(false)), ("-0", .number("-0")),
      ("1.50e+3", .number("1.50e+3")), ("12345678901234567890", .number("12345678901234567890")), (#""""#, .string("")),
      (#""\u00e4\n\/\"\\\b\f\r\t""#, .string("ä\n/\"\\\u{8}\u{C}\r\t")), (#""\ud83d\ude00""#, .string("😀")),
      (#""\uD83D\uDE00x""#, .string("😀x")), ("[]", .array([])), ("[ 1 , [] ]", .array([.number("1"), .array([])])),
      ("{}", .object(JSONObject())), ("\u{FEFF}1", .number("1")), (#""\u0000""#, .string("\0")),
    ] as [(String, JSONValue)])
  func reads(_ text: String, _ expected: JSONValue) throws { #expect(try Self.parse(text) == expected) }

  @Test(arguments: [
    ("", 0, JSONError.Code.unexpectedEnd), ("   ", 3, .unexpectedEnd), ("{", 1, .unexpectedEnd),
    ("[1,", 3, .unexpectedEnd),
    ("[1 2]", 3, .unexpectedByte), ("{1:2}", 1, .unexpectedByte), (#"{"a" 1}"#, 5, .unexpectedByte),
    (#"{"a":1,}"#, 7, .unexpectedByte), ("[1,]", 3, .unexpectedByte), ("01", 0, .badNumber), ("1.", 2, .badNumber),
    ("-", 1, .badNumber), ("1e", 2, .badNumber), ("+1", 0, .unexpectedByte), ("tru", 3, .unexpectedEnd),
    ("trux", 3, .unexpectedByte), (#""a"#, 2, .unexpectedEnd), (#""\x""#, 1, .badEscape), (#""\u12""#, 1, .badEscape),
    ("1 2", 2, .trailingBytes), ("NaN", 0, .unexpectedByte), ("'a'", 0, .unexpectedByte), ("]", 0, .unexpectedByte),
    (#""\"#, 2, .unexpectedEnd),
  ])
  func refuses(_ text: String, _ offset: Int, _ code: JSONError.Code) {
    let error = #expect(throws: JSONError.self) { try Self.parse(text) }
    #expect(error?.code == code)
    #expect(error?.offset == offset)
  }

  @Test func duplicateNamesAreKeptAndTheLastCounts() throws {
    let value = try Self.parse(#"{"a":1,"a":2,"\u0061":3}"#)
    #expect(value.object?.members.count == 3)
    #expect(value["a"]?.integer == 3)
  }

  @Test func namesAreComparedAsText() throws {
    // “é” composed and decomposed are equal as Swift strings: both are found, the last counts.
    let value = try Self.parse(#"{"\u00e9":1}"#)
    #expect(value["\u{E9}"]?.integer == 1)
  }

  @Test func mends() throws {
    let text: [UInt8] =
      Array(#"["\ud800","\udc00\ud800","#.utf8) + [0x22, 0xFF, 0x61, 0x22, 0x2C, 0x22, 0x0A, 0x22, 0x5D]
    let (value, repairs) = try JSONReader.parseNotingRepairs(text)
    #expect(value == .array(["\u{FFFD}", "\u{FFFD}\u{FFFD}", "\u{FFFD}a", "\n"].map { .string($0) }))
    #expect(repairs.map(\.kind) == [.loneSurrogate, .loneSurrogate, .loneSurrogate, .invalidUTF8, .rawControl])
  }

  @Test func depth() {
    let limit = JSONReader.maximumDepth
    func nested(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
    #expect(throws: Never.self) { try Self.parse(nested(limit)) }
    let error = #expect(throws: JSONError.self) { try Self.parse(nested(limit + 1)) }
    #expect(error?.code == .tooDeep)
    #expect(throws: JSONError.self) { try Self.parse(String(repeating: "[{\"a\":", count: 100_000)) }
  }

  @Test func values() throws {
    let value = try Self.parse(#"{"s":"7","n":8,"f":1.5,"b":true,"z":null,"a":[1],"o":{"x":"y"}}"#)
    #expect(value["s"]?.integer == 7)
    #expect(value["n"]?.integer == 8)
    #expect(value["f"]?.integer == nil)
    #expect(value["f"]?.text == "1.5")
    #expect(value["b"]?.bool == true)
    #expect(value["z"] == nil)
    #expect(value["a"]?[0]?.integer == 1)
    #expect(value["a"]?[1] == nil)
    #expect(value["o"]?["x"]?.string == "y")
    #expect(value["a"]?["x"] == nil)
  }

  @Test func roundTrip() throws {
    var random = SeededGenerator.reported()
    for _ in 0..<500 {
      let value = Self.random(depth: 0, &random)
      let bytes = CanonicalJSON.encode(value)
      let again = try JSONReader.parse(bytes)
      #expect(CanonicalJSON.encode(again) == bytes)
    }
  }

  @Test func fuzz() {
    var random = SeededGenerator.reported()
    let alphabet = Array(#"{}[]":,\u0019aeE+-. truefalsn"#.utf8) + [0xFF, 0xC3, 0xA9, 0x0A, 0xF0]
    for _ in 0..<5000 {
      let bytes = (0..<Int.random(in: 0..<60, using: &random)).map { _ in alphabet.randomElement(using: &random)! }
      do throws(JSONError) { _ = try JSONReader.parseNotingRepairs(bytes) } catch {
        #expect(error.offset >= 0 && error.offset <= bytes.count)
      }
    }
  }

  private static func random(depth: Int, _ random: inout SeededGenerator) -> JSONValue {
    func text() -> String {
      let scalars: [Unicode.Scalar] = ["a", "\"", "\\", "\n", "é", "😀", "\u{0}", "\u{1F}", "ﬀ", "/"]
      return String(
        String.UnicodeScalarView(
          (0..<Int.random(in: 0..<5, using: &random)).map { _ in scalars.randomElement(using: &random)! }))
    }
    switch Int.random(in: 0..<(depth > 4 ? 4 : 6), using: &random) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &random))
    case 2: return .number(String(Int64.random(in: -(1 << 53)...(1 << 53), using: &random)))
    case 3: return .string(text())
    case 4:
      return .array((0..<Int.random(in: 0..<4, using: &random)).map { _ in Self.random(depth: depth + 1, &random) })
    default:
      return .object(
        JSONObject(
          (0..<Int.random(in: 0..<4, using: &random)).map { _ in
            JSONObject.Member(name: text(), value: Self.random(depth: depth + 1, &random))
          }))
    }
  }
}
