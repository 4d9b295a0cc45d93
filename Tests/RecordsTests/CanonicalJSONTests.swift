import Records
import Testing

@Suite struct CanonicalJSONTests {
  private static func canonical(_ text: String) throws -> String {
    String(decoding: CanonicalJSON.encode(try JSONReader.parse(Array(text.utf8))), as: UTF8.self)
  }

  @Test func rfc8785SortsByUTF16() throws {
    // RFC 8785, section 3.2.3.
    let text =
      #"{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}"#
    let names = try #require(try JSONReader.parse(Array(Self.canonical(text).utf8)).object).members.map(\.value.string)
    #expect(
      names == [
        "Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign", "Emoji: Grinning Face",
        "Hebrew Letter Dalet With Dagesh",
      ])
  }

  @Test func rfc8785Strings() throws {
    // RFC 8785, section 3.2.2.2.
    #expect(
      try Self.canonical(#""\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/""#)
        == "\"\u{20AC}$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"")
  }

  @Test(arguments: [
    ("[ 1 , true , null , false ]", "[1,true,null,false]"), (#"{"b":1,"a":2}"#, #"{"a":2,"b":1}"#),
    (#"{"a":1,"a":2}"#, #"{"a":2}"#), ("9007199254740992", "9007199254740992"),
    ("9007199254740993", #""9007199254740993""#),
    ("1.0", #""1.0""#), ("-0", #""-0""#), ("1e3", #""1e3""#), (#"{"a":{},"b":[]}"#, #"{"a":{},"b":[]}"#),
  ])
  func forms(_ text: String, _ expected: String) throws { #expect(try Self.canonical(text) == expected) }

  @Test func membersThatAreAbsent() {
    var json = CanonicalJSON()
    json.object { json in
      json.member("a", nil as String?)
      json.flag("b", false)
      json.member("c", 5 as Int64?)
      json.member("d", [])
      json.member("e", ["x"])
      json.flag("f", true)
    }
    #expect(String(decoding: json.bytes, as: UTF8.self) == #"{"c":5,"e":["x"],"f":true}"#)
  }
}
