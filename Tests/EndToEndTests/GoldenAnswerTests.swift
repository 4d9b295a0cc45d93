import Foundation
import Records
import TestSupport
import Testing

/// The JSON of every command, as docs/cli.md describes it.
///
/// `RECORD_GOLDEN=1` writes it anew, and then fails the run.
@Suite struct GoldenAnswerTests {
  @Test func answers() throws {
    let archive = try Archive(["--title", "Golden"])
    let files = try Material.write(to: archive)
    var answers: [(name: String, text: String)] = []
    var labels = Labels(folder: archive.folder.path)
    func ask(_ name: String, _ arguments: [String], status: Int32 = 0) throws -> JSONValue {
      let run = try archive.run(arguments + ["--json"])
      #expect(run.status == status, "\(name): \(run)")
      let value = try run.json()
      #expect(run.output.hasSuffix("\n") && run.output.split(separator: "\n").count == 1, "\(name): one line")
      #expect(Array(run.output.utf8.dropLast()) == CanonicalJSON.encode(value), "\(name): canonical")
      answers.append((name, String(decoding: CanonicalJSON.encode(labels.stable(value)), as: UTF8.self)))
      return value
    }
    _ = try ask(
      "init", ["init", "second", "--officer", "O", "--recovery-file", "second-recovery", "--scrypt-log-n", "10"])
    _ = try ask("import", ["import", "vault", "--time-zone", "Europe/London"] + files)
    let found = try ask("search", ["search", "vault", "heron OR osprey"])
    _ = try ask("search --count", ["search", "vault", "heron OR osprey", "--count"])
    let hits = found["hits"]?.array ?? []
    let heron = try #require(hits.first { $0["text"]?.string?.contains("heron") == true })
    let id = try #require(heron["id"]?.string)
    _ = try ask("show", ["show", "vault", id])
    _ = try ask("conversations", ["conversations", "vault"])
    _ = try ask("timeline", ["timeline", "vault", try #require(heron["conversation"]?.string)])
    _ = try ask("matter new", ["matter", "new", "vault", "M-1", "--title", "First"])
    _ = try ask("matter list", ["matter", "list", "vault"])
    let place = ["hold", "place", "vault", "--matter", "M-1", "--query", "heron", "--reason", "because"]
    _ = try ask("hold place --dry-run", place + ["--dry-run"])
    _ = try ask("hold place", place)
    _ = try ask("hold list", ["hold", "list", "vault"])
    _ = try ask("matter show", ["matter", "show", "vault", "M-1"])
    _ = try ask("explain", ["explain", "vault", id])
    _ = try ask("export", ["export", "vault", "--matter", "M-1", "--out", "bundle"])
    _ = try ask("verify bundle", ["verify", "bundle"])
    _ = try ask("verify", ["verify", "vault"])
    _ = try ask("statement", ["statement", "vault", "axolotl", "--out", "nothing"])
    _ = try ask("checkpoint", ["checkpoint", "vault"])
    _ = try ask("index", ["index", "vault", "--once"])
    _ = try ask("status", ["status", "vault"])
    _ = try ask("audit", ["audit", "vault"])
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
      try record(answers)
      Issue.record("the answers were recorded: look at the difference, then run again without RECORD_GOLDEN")
      return
    }
    for (name, text) in answers {
      #expect(text == GoldenAnswers.all.first { $0.name == name }?.text, "\(name)")
    }
  }

  private func record(_ answers: [(name: String, text: String)]) throws {
    var source = "// swift-format-ignore-file\n"
    source += "/// What the commands answer; recorded by GoldenAnswerTests.\nenum GoldenAnswers {\n"
    source += "  static let all: [(name: String, text: String)] = [\n"
    for (name, text) in answers { source += "    (\n      #\"\(name)\"#,\n      ##\"\(text)\"##\n    ),\n" }
    source += "  ]\n}\n"
    let url = Fixtures.packageRoot().appendingPathComponent("Tests/EndToEndTests/GoldenAnswers.swift")
    try source.write(to: url, atomically: true, encoding: .utf8)
  }
}

/// Replaces what differs from vault to vault by labels in the order of appearance.
private struct Labels {
  let folder: String
  private var known: [String: String] = [:]
  private var counts: [String: Int] = [:]
  private static let times: Set<String> = ["captured_at", "done_at", "opened_at", "placed_at"]
  private static let varying: Set<String> = [
    "signature", "fingerprint", "index_bytes", "sha256", "checkpoint", "tagmanifest_sha256",
  ]

  init(folder: String) { self.folder = folder }

  mutating func stable(_ value: JSONValue, name: String = "") -> JSONValue {
    switch value {
    case .object(let object):
      return .object(
        JSONObject(object.members.map { .init(name: $0.name, value: stable($0.value, name: $0.name)) }))
    case .array(let elements): return .array(elements.map { stable($0) })
    case .string(let text):
      if Labels.times.contains(name) { return .string("<time>") }
      if Labels.varying.contains(name), !text.hasPrefix("nothing") { return .string("<\(name)>") }
      return .string(labelled(text.replacingOccurrences(of: folder, with: "<folder>")))
    case .number where name == "index_bytes": return .string("<number>")
    default: return value
    }
  }

  /// Identifiers (`m-…`, `s-…/3`) by label; everything else as it is.
  private mutating func labelled(_ text: String) -> String {
    text.mappingWords(where: { $0.isLetter || $0.isNumber || $0 == "-" }) { label(of: $0) }
  }

  private mutating func label(of word: String) -> String {
    let parts = word.split(separator: "-", maxSplits: 1)
    guard parts.count == 2, parts[0].count == 1, parts[1].count >= 16,
      parts[1].allSatisfy({ $0.isLowercase && $0.isASCII || ("2"..."7").contains($0) })
    else { return word }
    if let label = known[word] { return label }
    let kind = String(parts[0])
    counts[kind, default: 0] += 1
    let label = "\(kind)#\(counts[kind] ?? 0)"
    known[word] = label
    return label
  }
}
