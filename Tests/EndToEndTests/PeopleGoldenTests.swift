import Foundation
import Records
import TestSupport
import Testing

/// What `people` and `members` say of the sample vault, as text and as JSON, as recorded in Tests/Goldens/People.
///
/// `RECORD_GOLDEN=1` writes it anew, and then fails the run.
@Suite struct PeopleGoldenTests {
  private let archive: Archive
  private static let hugo = "+33639980171"
  private static let ana = "+34612555092"

  init() throws {
    archive = try Archive(makesVault: false)
    try FileManager.default.copyItem(
      at: Fixtures.packageRoot().appendingPathComponent("sample-vault"),
      to: archive.folder.url.appendingPathComponent("vault"))
    try archive.write("passphrase", "heron flies at four\n")
  }

  /// Asks in the zone of the sample's firm, twice: for people and for programs.
  private func ask(_ name: String, _ arguments: [String], _ labels: inout PeopleLabels, json: Bool = true) throws {
    let zoned = arguments + ["--time-zone", "Europe/London"]
    let run = try archive.run(zoned)
    #expect(run.status == 0, "\(name): \(run)")
    var golden = labels.stable("$ holdfast \(zoned.joined(separator: " "))\n" + run.output)
    if json {
      let run = try archive.run(zoned + ["--json"])
      #expect(run.status == 0, "\(name): \(run)")
      #expect(Array(run.output.utf8.dropLast()) == CanonicalJSON.encode(try run.json()), "\(name): canonical")
      golden += "\n$ … --json\n" + labels.stable(Self.broken(run.output))
    }
    let url = Fixtures.packageRoot().appendingPathComponent("Tests/Goldens/People/\(name).txt")
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try golden.write(to: url, atomically: true, encoding: .utf8)
      Issue.record("recorded \(name): look at the difference, then run again without RECORD_GOLDEN")
      return
    }
    let recorded = try String(contentsOf: url, encoding: .utf8)
    #expect(golden == recorded, "\(name) differs; got:\n\(golden)")
  }

  /// One object a line, so that a difference can be read.
  private static func broken(_ json: String) -> String {
    json.replacingOccurrences(of: "},{", with: "},\n {").replacingOccurrences(of: ":[{", with: ":[\n {")
  }

  @Test func whoIsListedAndShown() throws {
    var labels = PeopleLabels(folder: archive.folder.path)
    try ask("list", ["people", "list", "vault"], &labels, json: false)
    try ask("list-flagged", ["people", "list", "vault", "--flagged"], &labels)
    try ask("list-filter", ["people", "list", "vault", "--filter", "brandt", "--order", "name"], &labels)
    try ask("list-nobody", ["people", "list", "vault", "--merged"], &labels)
    try ask("show", ["people", "show", "vault", "Hugo Castellan"], &labels)
    try ask("search", ["search", "vault", "from:\(try id(Self.hugo)) date:2025-10", "--limit", "2"], &labels)
  }

  @Test func whoWasInAGroup() throws {
    var labels = PeopleLabels(folder: archive.folder.path)
    let groups = try archive.json(["conversations", "vault"])["conversations"]?.array ?? []
    func id(_ title: String) throws -> String {
      try #require(groups.first { $0["title"]?.string?.contains(title) == true }?["id"]?.string)
    }
    for (name, title, day) in [
      ("members-changes", "Desk EMEA FX", "2024-05-17"), ("members-list", "HK Desk", "2025-01-05"),
      ("members-export", "Familie Vogel", "2024-12-31"), ("members-before", "Familie Vogel", "2024-11-30"),
    ] { try ask(name, ["members", "vault", try id(title), "--on", day], &labels) }
  }

  /// The figures of a preview are those after the act.
  @Test func whatAMergeAndItsUndoingSay() throws {
    var labels = PeopleLabels(folder: archive.folder.path)
    let place = ["hold", "place", "vault", "--matter", "M-221", "--query", "from:\(Self.ana)", "--reason", "test"]
    try #require(try archive.run(place).status == 0)
    let merge = ["people", "merge", "vault", Self.ana, Self.hugo]
    try ask("merge-dry-run", merge + ["--dry-run"], &labels)
    let preview = try archive.json(merge + ["--dry-run"])["holds"]?.array?.first
    let merged = try archive.json(merge + ["--reason", "one card"])
    let hold = merged["holds"]?.array?.first
    #expect(hold?["messages"]?.integer != nil && hold?["messages"]?.integer == preview?["messages_after"]?.integer)
    #expect(hold?["through"]?.integer == preview?["through_after"]?.integer)
    try ask("show-merged", ["people", "show", "vault", Self.ana], &labels)
    let act = try #require(merged["history"]?.array?.first?["id"]?.string)
    try ask("undo-dry-run", ["people", "split", "vault", "--undo", act, "--dry-run"], &labels)
    try ask("undo", ["people", "split", "vault", "--undo", act, "--reason", "two cards"], &labels, json: false)
    try ask("merge", merge + ["--reason", "one card after all"], &labels, json: false)
  }

  @Test func whatASplitSays() throws {
    var labels = PeopleLabels(folder: archive.folder.path)
    let split = ["people", "split", "vault", Self.hugo, "--claim", "phone:33639980117"]
    try ask("split-dry-run", split + ["--dry-run"], &labels)
    try ask("split", split + ["--reason", "handed on"], &labels, json: false)
    let people = try archive.json(["people", "list", "vault", "--filter", "castellan"])
    #expect(people["people"]?.array?.count == 2)
  }

  private func id(_ number: String) throws -> String {
    try #require(try archive.json(["people", "show", "vault", number])["person"]?["id"]?.string)
  }
}

/// Replaces what differs from run to run: acts, holds and segments made now, and the time of now.
private struct PeopleLabels {
  let folder: String
  private var known: [String: String] = [:]
  private var counts: [String: Int] = [:]

  init(folder: String) { self.folder = folder }

  mutating func stable(_ text: String) -> String {
    var result = text.replacingOccurrences(of: folder, with: "<folder>")
    // The sample ends in 2025.
    result = result.replacingOccurrences(
      of: #"20(2[6-9]|[3-9][0-9])-[0-9]{2}-[0-9]{2}[T ][0-9:]{8}(\.[0-9]+)?Z?"#, with: "<now>",
      options: .regularExpression)
    for (pattern, word) in [
      (#""checkpoint":"[^"]*""#, #""checkpoint":"<checkpoint>""#),
      ("checkpoint [wg]-[^\n]*", "checkpoint <checkpoint>"),
      (#""(indexed|records)":[0-9]+"#, #""$1":"<number>""#), ("searched [0-9,]+ of [0-9,]+", "searched <n> of <n>"),
    ] { result = result.replacingOccurrences(of: pattern, with: word, options: .regularExpression) }
    return labelled(result)
  }

  /// Acts, officers and holds by the order in which they appear, and addresses that new segments have.
  private mutating func labelled(_ text: String) -> String {
    text.mappingWords(where: { $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "-" }) { label(of: $0) }
  }

  private mutating func label(of word: String) -> String {
    let parts = word.split(separator: "-", maxSplits: 1)
    guard parts.count == 2, ["a", "h", "o", "s", "w"].contains(parts[0]), parts[1].count >= 16 else { return word }
    if let label = known[word] { return label }
    let kind = String(parts[0])
    counts[kind, default: 0] += 1
    let label = "\(kind)#\(counts[kind] ?? 0)"
    known[word] = label
    return label
  }
}
