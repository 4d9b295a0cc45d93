import Foundation
import Records
import TestSupport
import Testing

/// The console killed while it imports, indexes, places holds and exports; `holdfast-bench kill` does it two hundred times.
@Suite(.serialized) struct ConsoleKillTests {
  private func script(_ round: Int, _ archive: Archive) throws -> String {
    try archive.write(
      "script\(round)",
      """
      : "import \(archive.path("part\(round).jsonl"))" Enter
      : "save-screen \(archive.path("imported\(round)"))" Enter
      1 h "K-\(round)" Enter "Heron" Enter "why" Enter "K-\(round)" Enter
      2
      : "save-screen \(archive.path("held\(round)"))" Enter
      E Enter "y"
      : "save-screen \(archive.path("exported\(round)"))" Enter
      Escape : "verify" Enter
      Q "y"

      """)
  }

  private func seen(_ name: String, _ archive: Archive, _ isIt: (Substring) -> Bool) -> Bool {
    let text = (try? String(contentsOfFile: archive.path(name), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").contains(where: isIt)
  }

  @Test func killedConsoles() throws {
    let archive = try Archive()
    var generator = SeededGenerator.reported()
    let rounds = 6
    let messages = 150
    for round in 0..<rounds {
      var text = ""
      for serial in round * messages..<(round + 1) * messages {
        text += Material.text(
          "wamid.HERON\(serial)", "the heron flies, kestrel \(serial)", at: 1_700_000_000 + serial * 997,
          from: serial % 3 == 0 ? Canary.brunoPhone : Canary.anaPhone)
      }
      try archive.write("part\(round).jsonl", text)
    }
    let names = (0..<rounds).map { "part\($0).jsonl" }
    var held: [String] = []
    for round in 0..<rounds {
      let out = "out\(round)"
      try FileManager.default.createDirectory(atPath: archive.path(out), withIntermediateDirectories: true)
      let (process, answers) = try archive.start([
        "console", "vault", "--idle-lock", "0", "--folder", archive.path(out), "--script",
        try script(round, archive), "--size", "100x200",
      ])
      // The first one lives as long as it likes.
      if round > 0 {
        usleep(UInt32.random(in: 30_000...1_500_000, using: &generator))
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
      }
      let run = try Program.finish(process, answers: answers)
      #expect(run.wasKilled || run.status == 0, "\(run)")
      if round == 0 { #expect(!run.wasKilled && seen("exported0", archive) { $0.contains("The bundle of") }, "\(run)") }
      if seen("held\(round)", archive, { $0.contains("K-\(round) ") && $0.contains(" held") }) {
        held.append("K-\(round)")
      }
      for name in try FileManager.default.contentsOfDirectory(atPath: archive.path(out))
      where !name.hasPrefix(".") && !name.hasSuffix(".json") {
        #expect(try archive.json(["verify", "\(out)/\(name)"])["ok"] == .bool(true), "the bundle of round \(round)")
      }
    }
    #expect(held.contains("K-0"))
    let report = try archive.json(["import", "vault"] + names)
    #expect(archive.total(report, "deliveries") == Int64(rounds * messages))
    let status = try archive.json(["status", "vault"])
    #expect(status["messages"]?.integer == Int64(rounds * messages))
    let holds = try archive.json(["hold", "list", "vault"])
    let matters = Set((holds["holds"]?.array ?? []).compactMap { $0["matter"]?.string })
    for matter in held { #expect(matters.contains(matter), "\(matter) was reported as held: \(holds)") }
    let verified = try archive.json(["verify", "vault"])
    #expect(verified["ok"] == .bool(true) && verified["pending"]?.integer == 0, "\(verified)")
  }
}
