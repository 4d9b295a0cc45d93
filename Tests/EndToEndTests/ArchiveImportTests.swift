import Foundation
import Records
import TestSupport
import Testing

/// An archive of another system, taken in by the program: counted exactly, also when it is killed on the way.
@Suite(.serialized) struct ArchiveImportTests {
  /// Sealed with Python under the master key and 100,000 rounds.
  private static let master = "correct-horse-battery-staple-2019"
  private static let sealed =
    #"{"content":"9da878a00ce9b5e5f724b92958b8393943a363ebb071e015b60364caeb4f48022503d29599d51eed35","iv":"000102030405060708090a0b","tag":"30b1915e49883a76f7c0926cba207718","salt":"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f"}"#

  private func record(_ number: Int, _ words: String, type: String = "message.received") -> String {
    #"{"archive_id":"a\#(number)-\#(type)","event_type":"\#(type)","source":"meta","timestamp":\#(1_700_000_000 + number * 997),"payload":{"from":"\#(Canary.anaPhone)","to":"442079460000","message_id":"wamid.A\#(number)","type":"text","content":"\#(words)"},"metadata":{"session_id":"s","compliance_tier":"1"}}"#
  }

  private func write(_ archive: Archive, _ name: String, _ text: String) throws {
    let path = archive.path("old/" + name)
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  private func counts(_ report: JSONValue) -> [Int64?] {
    let archive = report["archives"]?[0]
    return ["records", "messages", "events", "duplicates", "exceptions"].map { archive?[$0]?.integer }
  }

  @Test func killedOnTheWay() throws {
    let archive = try Archive()
    var generator = SeededGenerator.reported()
    let days = 24
    let each = 300
    for day in 0..<days {
      var lines = (0..<each).map { record(day * each + $0, "the heron flies, kestrel \(day * each + $0)") }
      lines.append(record(day * each, "delivered", type: "message.delivered"))
      lines.append(lines[7])
      lines.append("{\"archive_id\":\"broken\(day)\",,}")
      try write(archive, "year=2023/month=11/day=\(day + 1)/part.jsonl", lines.joined(separator: "\n"))
    }
    let wanted = [days * (each + 3), days * each, days, days, days].map { Int64($0) }
    let arguments = ["import", "vault", "old", "--account", "900", "--json"]
    #expect(counts(try archive.json(arguments.dropLast() + ["--dry-run"])) == wanted)
    #expect(try archive.json(["status", "vault"])["messages"]?.integer == 0)
    for _ in 0..<8 {
      let (process, answers) = try archive.start(arguments)
      usleep(UInt32.random(in: 20_000...900_000, using: &generator))
      if process.isRunning { kill(process.processIdentifier, SIGKILL) }
      let run = try Program.finish(process, answers: answers)
      // One that was quick enough is done, and said so; the next counts duplicates, as it should.
      if !run.wasKilled {
        #expect(counts(try run.json()) == wanted)
        break
      }
    }
    let report = try archive.json(Array(arguments.dropLast()))
    let totals = counts(report)
    #expect(
      totals == wanted || totals == [wanted[0], 0, 0, wanted[0] - wanted[4], wanted[4]], "\(totals) of \(wanted)")
    #expect(try archive.json(["status", "vault"])["messages"]?.integer == wanted[1])
    #expect(try archive.json(["search", "vault", "heron", "--count"])["total"]?.integer == wanted[1])
    #expect(try archive.json(["verify", "vault"])["ok"] == .bool(true))
  }

  @Test func aKeyThatComesLater() throws {
    let archive = try Archive()
    let text =
      #"{"message_uuid":"u1","provider_msg_id":"wamid.S1","timestamp":"2023-11-14T22:13:20Z","direction":"inbound","sender_id":"\#(Canary.anaPhone)","payload":{"type":"text","body_encrypted":\#(Self.sealed),"has_media":false},"compliance_metadata":{"retention_policy":"7y","pii_scrubbed":false}}"#
    try write(archive, "one.json", text)
    try Data((Self.master + "\n").utf8).write(to: URL(fileURLWithPath: archive.path("key")))
    try Data("another\n".utf8).write(to: URL(fileURLWithPath: archive.path("wrong-key")))
    let locked = try archive.json(["import", "vault", "old"])
    #expect(counts(locked) == [1, 0, 0, 0, 1] && locked["archives"]?[0]?["reasons"]?["no-key"]?.integer == 1)
    let wrong = try archive.json(["import", "vault", "old", "--archive-key", "wrong-key"])
    #expect(wrong["archives"]?[0]?["reasons"]?["bad-tag"]?.integer == 1)
    #expect(try archive.json(["search", "vault", "noon", "--count"])["total"]?.integer == 0)
    #expect(counts(try archive.json(["import", "vault", "old", "--archive-key", "key"])) == [1, 1, 0, 0, 0])
    #expect(try archive.json(["search", "vault", "noon", "--count"])["total"]?.integer == 1)
    #expect(try archive.json(["status", "vault"])["gaps"]?.integer == 0)
    #expect(counts(try archive.json(["import", "vault", "old", "--archive-key", "key"])) == [1, 0, 0, 1, 0])
    #expect(try archive.json(["status", "vault"])["messages"]?.integer == 1)
    let lines = try archive.run(["import", "vault", "old", "--archive-key", "key"])
    #expect(lines.output.contains("1 records = 0 messages + 0 events + 1 duplicates + 0 exceptions"), "\(lines)")
    try archive.expect(65, ["import", "vault", "old", "--archive-key", "nowhere"], says: "nowhere")
    try archive.expect(65, ["import", "vault", "old", "--archive-key", "old"], says: "old")
  }
}
