import Foundation
import Storage
import TestSupport
import Testing

@testable import Casework

@Suite struct BagTests {
  /// The BagIt conformance suite, where it is there: `../shared/fixtures/bagit`.
  @Test func conformanceSuite() throws {
    guard let root = Fixtures.url("bagit/v1.0") else { return }
    for (kind, isValid) in [("valid", true), ("invalid", false)] {
      let folder = root.appendingPathComponent(kind)
      for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
        var reader = try BagReader(root: folder.appendingPathComponent(name).path, files: SystemFiles())
        try reader.validate(strict: false)
        #expect(reader.problems.isEmpty == isValid, "\(kind)/\(name): \(reader.problems)")
      }
    }
  }

  @Test func pathsAreEncodedAndKeptInside() {
    for path in ["data/a b", "data/100%", "data/line\nbreak\r", "data/%0A", "data/ünï"] {
      #expect(BagPath.decode(BagPath.encode(path)) == path)
      #expect(BagPath.isSafe(path))
    }
    for path in ["", "/etc/passwd", "~/x", "data/../../x", "data//x", "./x", "data\\x", "data/\u{0}"] {
      #expect(!BagPath.isSafe(path), "\(path)")
    }
    let manifest = BagManifest(
      parsing: "AB12  data/a\nab12 *data/b\nxx  data/c\nab12  ../../etc/passwd\nab12  data/a\nab12\n")
    #expect(manifest.digests == ["data/a": "ab12", "data/b": "ab12"])
    #expect(manifest.faults.map(\.line) == [3, 4, 5, 6])
  }

  @Test func writerMakesWhatTheReaderAccepts() throws {
    let directory = try TemporaryDirectory()
    let writer = try BagWriter(destination: directory.path("bag"), files: SystemFiles())
    try writer.addPayload("deep/er/100% of\nit.txt", Array("hello\n".utf8))
    try writer.addPayload("empty", [])
    try writer.addTag("notes/a.txt", Array("tag".utf8))
    _ = try writer.prepare(info: [("External-Description", "two\nlines")])
    #expect(!FileManager.default.fileExists(atPath: directory.path("bag")))
    try writer.publish()
    var reader = try BagReader(root: directory.path("bag"), files: SystemFiles())
    try reader.validate(strict: true)
    #expect(reader.problems == [])
    let info = try String(contentsOfFile: directory.path("bag/bag-info.txt"), encoding: .utf8)
    #expect(info == "External-Description: two lines\nPayload-Oxum: 6.2\n")
    // Links are named, never followed.
    try FileManager.default.createSymbolicLink(
      atPath: directory.path("bag/data/link"), withDestinationPath: "/etc/passwd")
    var second = try BagReader(root: directory.path("bag"), files: SystemFiles())
    try second.validate(strict: true)
    #expect(second.problems.map(\.object) == ["data/link"])
  }

  @Test func csvIsQuotedAndRunsNoFormula() {
    let exception = BundleException(
      reason: "Unknown", code: "x", message: nil, conversation: nil, object: "=cmd()", at: nil, detail: "a \"b\", c\nd")
    let lines = BundleException.csv([exception]).components(separatedBy: "\r\n")
    #expect(lines[1] == "1,Unknown,x,,,'=cmd(),,\"a \"\"b\"\", c\nd\"")
  }
}
