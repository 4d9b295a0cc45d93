import NIOCore
import TestSupport
import Testing

@testable import Gateway

@Suite struct RESPDecoderTests {
  private func all(_ text: String) throws -> [RESPValue] {
    var buffer = ByteBuffer(string: text)
    var values: [RESPValue] = []
    while let value = try RESPDecoder.value(&buffer) { values.append(value) }
    #expect(buffer.readableBytes == 0)
    return values
  }

  @Test func everyKind() throws {
    #expect(try all("+OK\r\n") == [.simple("OK")])
    #expect(try all("-ERR no\r\n:-7\r\n$-1\r\n*-1\r\n") == [.error("ERR no"), .integer(-7), .null, .null])
    #expect(
      try all("*3\r\n$3\r\na\r\n\r\n*0\r\n:1\r\n")
        == [.array([.bulk(ByteBuffer(string: "a\r\n")), .array([]), .integer(1)])])
  }

  @Test func anyPartIsAwaited() throws {
    let text = "*2\r\n$5\r\nhello\r\n*2\r\n:12\r\n+OK\r\n"
    for end in 0..<text.utf8.count {
      var buffer = ByteBuffer(bytes: Array(text.utf8)[..<end])
      #expect(try RESPDecoder.value(&buffer) == nil)
      #expect(buffer.readableBytes == end)
    }
  }

  @Test(arguments: [
    "hello\r\n", "$5x\r\n", ":\r\n", "$-2\r\n", "*99999999999999999999\r\n", "*2000000\r\n", "$999999999999\r\n",
    "+a\rb", "\r\n", "$1\r\nabc",
  ])
  func othersAreRefused(_ text: String) {
    var buffer = ByteBuffer(string: text)
    #expect(throws: RedisError.self) { try RESPDecoder.value(&buffer) }
  }

  @Test func depthIsLimited() {
    var buffer = ByteBuffer(string: String(repeating: "*1\r\n", count: 10_000))
    #expect(throws: RedisError.self) { try RESPDecoder.value(&buffer) }
  }

  @Test func noiseNeverTraps() {
    var generator = SeededGenerator.reported()
    let alphabet = Array("+-:$*0123456789\r\nab".utf8)
    for _ in 0..<20_000 {
      let count = Int.random(in: 0..<40, using: &generator)
      var buffer = ByteBuffer(
        bytes: (0..<count).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] })
      while let value = try? RESPDecoder.value(&buffer) { _ = value.array }
    }
  }
}
