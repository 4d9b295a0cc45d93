import Foundation
import TestSupport
import Testing

/// docs/coverage.md names the tests that prove each line of its tables: they must be there.
@Suite struct CoverageTableTests {
  struct Line {
    var number: Int
    var what: String
    var tests: [String]
    var isMissing: Bool
  }

  /// The numbered lines of the table under a heading.
  static func lines(under heading: String) throws -> [Line] {
    let url = Fixtures.packageRoot().appendingPathComponent("docs/coverage.md")
    let text = String(decoding: try Data(contentsOf: url), as: UTF8.self)
    let sections = text.components(separatedBy: "\n## ")
    guard let section = sections.first(where: { $0.hasPrefix(heading) }) else { return [] }
    return section.split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      guard cells.count >= 5, let number = Int(cells[1]) else { return nil }
      let proof = cells[3]
      let tests = proof.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter {
        $0.offset % 2 == 1
      }.map { String($0.element) }
      return Line(number: number, what: cells[2], tests: tests, isMissing: proof.contains("not yet"))
    }
  }

  /// Every test function of the package, as `Suite.function`.
  static let functions: Set<String> = {
    // A scratch package may reach the folder by a link.
    let folder = Fixtures.packageRoot().appendingPathComponent("Tests").resolvingSymlinksInPath()
    var found: Set<String> = []
    for case let url as URL in FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) ?? .init()
    where url.pathExtension == "swift" {
      var suite = url.deletingPathExtension().lastPathComponent
      var isTest = false
      let bytes = FileManager.default.contents(atPath: url.path).map { Array($0) } ?? []
      for line in bytes.split(separator: 0x0A) {
        if let name = word(after: "struct ", in: line), name.hasSuffix("Tests") || holds("@Suite", line) {
          suite = name
        }
        if holds("@Test", line) { isTest = true }
        if isTest, let name = word(after: "func ", in: line) {
          found.insert("\(suite).\(name)")
          isTest = false
        }
      }
    }
    return found
  }()

  private static func place(of mark: StaticString, in line: ArraySlice<UInt8>) -> Int? {
    let wanted = UnsafeBufferPointer(start: mark.utf8Start, count: mark.utf8CodeUnitCount)
    guard let first = wanted.first, line.count >= wanted.count else { return nil }
    var index = line.startIndex
    while index <= line.endIndex - wanted.count {
      if line[index] == first, line[index..<index + wanted.count].elementsEqual(wanted) { return index + wanted.count }
      index += 1
    }
    return nil
  }

  private static func holds(_ mark: StaticString, _ line: ArraySlice<UInt8>) -> Bool {
    place(of: mark, in: line) != nil
  }

  private static func word(after mark: StaticString, in line: ArraySlice<UInt8>) -> String? {
    guard let start = place(of: mark, in: line) else { return nil }
    let name = line[start...].prefix {
      ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || (0x30...0x39).contains($0) || $0 == 0x5F
    }
    return name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
  }

  @Test(arguments: [("Treatment of each event", 53), ("Tricky cases", 40)])
  func everyLineIsProvedOrSaysThatItIsNot(_ heading: String, _ count: Int) throws {
    let lines = try Self.lines(under: heading)
    #expect(lines.map(\.number) == Array(1...count))
    let functions = Self.functions
    #expect(functions.count > 500)
    for line in lines {
      #expect(!line.what.isEmpty)
      #expect(line.tests.isEmpty == false || line.isMissing, "\(heading) \(line.number) names no test")
      for test in line.tests {
        let isThere = functions.contains(test)
        #expect(isThere, "\(heading) \(line.number): there is no test \(test)")
      }
    }
  }
}
