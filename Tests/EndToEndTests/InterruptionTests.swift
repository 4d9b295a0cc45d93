import Foundation
import Records
import TestSupport
import Testing

/// Killed, stopped, out of space, or not alone: nothing is lost and nothing is counted twice.
@Suite(.serialized) struct InterruptionTests {
  private func file(_ archive: Archive, _ number: Int, messages: Int) throws -> String {
    var text = ""
    for index in 0..<messages {
      let serial = number * messages + index
      text += Material.text(
        "wamid.HERON\(serial)", "the heron flies, kestrel \(serial)", at: 1_700_000_000 + serial * 997,
        from: serial % 3 == 0 ? Canary.brunoPhone : Canary.anaPhone)
    }
    return try archive.write("part\(number).jsonl", text)
  }

  @Test func killedImports() throws {
    let archive = try Archive()
    let rounds = 10
    let messages = 400
    var generator = SeededGenerator.reported()
    let names = try (0..<rounds).map { try file(archive, $0, messages: messages) }
    var kills = 0
    for name in names {
      let (process, answers) = try archive.start(["import", "vault", name])
      usleep(UInt32.random(in: 20_000...600_000, using: &generator))
      if process.isRunning { kill(process.processIdentifier, SIGKILL) }
      if try Program.finish(process, answers: answers).wasKilled { kills += 1 }
    }
    #expect(kills > 0)
    let report = try archive.json(["import", "vault"] + names)
    #expect(archive.total(report, "deliveries") == Int64(rounds * messages))
    let status = try archive.json(["status", "vault"])
    #expect(status["messages"]?.integer == Int64(rounds * messages))
    // Each delivery is in the vault once, also those of segments that were published and not logged.
    #expect(status["deliveries"]?.integer == Int64(rounds * messages))
    #expect(try archive.json(["search", "vault", "heron", "--count"])["total"]?.integer == Int64(rounds * messages))
    let verified = try archive.json(["verify", "vault"])
    #expect(verified["ok"] == .bool(true) && verified["pending"]?.integer == 0, "\(verified)")
    try Canary.check(archive)
  }

  @Test func interruptedByTheUser() throws {
    let archive = try Archive()
    let name = try file(archive, 0, messages: 20_000)
    let (process, answers) = try archive.start(["import", "vault", name])
    usleep(900_000)
    kill(process.processIdentifier, SIGINT)
    let run = try Program.finish(process, answers: answers)
    #expect(!run.wasKilled)
    #expect(run.status == 130 || run.status == 0, "\(run)")
    if run.status == 130 { #expect(run.errors.contains("again")) }
    let report = try archive.json(["import", "vault", name])
    #expect(archive.total(report, "deliveries") == 20_000)
    #expect(try archive.json(["status", "vault"])["messages"]?.integer == 20_000)
  }

  @Test func aFullDisk() throws {
    let archive = try Archive()
    let name = try file(archive, 0, messages: 4_000)
    // Files may grow to 64 KiB: then the system refuses, as a full disk would.
    let run = try archive.shell("ulimit -f 64; exec '\(Program.path)' import vault \(name)")
    #expect(!run.wasKilled && run.status == 73, "\(run)")
    #expect(run.errors.split(separator: "\n").count >= 2, "\(run.errors)")
    let report = try archive.json(["import", "vault", name])
    #expect(archive.total(report, "deliveries") == 4_000)
    #expect(try archive.json(["status", "vault"])["messages"]?.integer == 4_000)
    #expect(try archive.json(["verify", "vault"])["ok"] == .bool(true))
  }

  @Test func aFolderThatCannotBeWritten() throws {
    guard getuid() != 0 else { return }
    let archive = try Archive()
    let name = try file(archive, 0, messages: 10)
    _ = try archive.shell("chmod -R a-w vault")
    defer { _ = try? archive.shell("chmod -R u+w vault") }
    try archive.expect(73, ["import", "vault", name], says: "vault")
    #expect(try archive.json(["search", "vault", "heron", "--count"])["total"]?.integer == 0)
  }

  @Test func twoProcessesOnOneWriter() throws {
    let archive = try Archive()
    let name = try file(archive, 0, messages: 30_000)
    let small = try archive.write("small.json", Material.text("wamid.SMALL", "a small heron", at: 1_715_678_222))
    let (process, answers) = try archive.start(["import", "vault", name])
    // The importer's key appears once it has the log.
    let writers = FileManager.default
    func isWriting() -> Bool {
      (try? writers.subpathsOfDirectory(atPath: archive.path("state")))?.contains { $0.hasSuffix("importer-1.key") }
        ?? false
    }
    for _ in 0..<6000 where !isWriting() && process.isRunning { usleep(10_000) }
    try #require(process.isRunning)
    kill(process.processIdentifier, SIGSTOP)
    defer { kill(process.processIdentifier, SIGCONT) }
    try archive.expect(69, ["import", "vault", small], says: "process")
    // Reading, searching and placing holds go on meanwhile.
    #expect(try archive.run(["search", "vault", "heron", "--count"]).status == 0)
    #expect(try archive.run(["matter", "new", "vault", "M-1", "--title", "T"]).status == 0)
    kill(process.processIdentifier, SIGCONT)
    let first = try Program.finish(process, answers: answers)
    #expect(first.status == 0, "\(first)")
    _ = try archive.json(["import", "vault", small])
    #expect(try archive.json(["search", "vault", "heron", "--count"])["total"]?.integer == 30_001)
    #expect(try archive.json(["verify", "vault"])["ok"] == .bool(true))
  }
}
