import CSealedSQLite
import Foundation
import TestSupport
import Testing

@Suite struct TokenizerFuzzTests {
  /// What must hold of the tokens of any bytes whatever.
  static func check(_ bytes: [UInt8]) {
    for flags in [HF_TOKENIZE_DOCUMENT, HF_TOKENIZE_QUERY, HF_TOKENIZE_QUERY | HF_TOKENIZE_PREFIX, HF_TOKENIZE_AUX, 0] {
      let all = tokens(bytes, flags: flags)
      var start = 0
      for (index, token) in all.enumerated() {
        let sound =
          !token.text.isEmpty && token.text.utf8.count <= HF_TOKEN_MAX && !token.text.contains("\u{FFFD}")
          && token.range.lowerBound >= 0 && token.range.upperBound <= bytes.count && !token.range.isEmpty
          && !(token.isColocated && (index == 0 || flags & HF_TOKENIZE_QUERY != 0))
          && (token.isColocated || token.range.lowerBound >= start)
        if !sound { Issue.record("token \(token) at \(token.range) of \(bytes), flags \(flags)") }
        if !token.isColocated { start = token.range.lowerBound }
      }
    }
  }

  @Test func anyBytesGiveSoundTokens() {
    var random = SeededGenerator.reported()
    let seeds =
      (TokenizerTests.words + TokenizerTests.pairs + TokenizerTests.emoji + TokenizerTests.numbers
      + TokenizerTests.hosts).map { Array($0.text.utf8) }
    for _ in 0..<3_000 {
      Self.check((0..<Int.random(in: 0...40, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) })
      // Known texts, joined and damaged.
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 1...4, using: &random) { bytes += seeds.randomElement(using: &random)! }
      for _ in 0..<Int.random(in: 0...4, using: &random) where !bytes.isEmpty {
        let at = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0...2, using: &random) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: at)
        default: bytes.removeLast(bytes.count - at)
        }
      }
      Self.check(bytes)
    }
  }

  @Test func everyCodePointFoldsToItsOwnFold() {
    // Tokenizing the tokens again changes nothing, so that a token may be searched for as it is.
    for value in stride(from: 0, through: UInt32(0x10FFFF), by: 1) {
      guard let scalar = Unicode.Scalar(value), value < 0x3400 || value > 0x9FFF, value < 0xAC00 || value > 0xD7A3
      else { continue }
      if value > 0x2FA20 && value < 0xE0000 && value % 97 != 0 { continue }
      let once = query(String(scalar))
      for token in once where query(token) != [token] {
        Issue.record("U+\(String(value, radix: 16)): \(once) then \(query(token))")
      }
    }
  }

  @Test func invalidBytesSeparate() {
    #expect(
      tokens(
        [
          0x61, 0xff, 0x62, 0xc3, 0x28, 0x63, 0xed, 0xa0, 0x80, 0x64, 0xc0, 0xaf, 0x65, 0xf4, 0x90, 0x80, 0x80, 0x66,
          0xe4, 0xbc,
        ],
        flags: HF_TOKENIZE_DOCUMENT
      ).map(\.text) == ["a", "b", "c", "d", "e", "f"])
    #expect(tokens([0x61, 0, 0x62], flags: HF_TOKENIZE_DOCUMENT).map(\.text) == ["a", "b"])
  }

  @Test func theCommittedTablesAreTheGeneratedOnes() throws {
    let data = "/usr/share/unicode/CaseFolding.txt"
    let python = "/usr/bin/env"
    guard let head = try? String(contentsOfFile: data, encoding: .utf8).prefix(40), head.contains("15.0.0") else {
      return
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = [
      "python3", Fixtures.packageRoot().appendingPathComponent("scripts/generate-unicode-tables").path, "--check",
    ]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0 || process.terminationStatus == 127)
  }
}
