import Casework
import Foundation
import Records
import Vault

/// Kills the console at random moments while it imports, indexes, places holds and exports.
///
/// Every second time it plays a script, which saves the screen after each step: what it had reported as done is looked
/// for. In between it runs in a terminal and is typed to.
struct ConsoleKillRun {
  let workspace: Workspace
  var program: String?
  var kills = 200
  var largest = 3_000
  var seed: UInt64

  private struct Told {
    var imported = 0
    var held: [String] = []
    var exported = 0
  }

  func run() throws -> Outcome {
    var outcome = Outcome(
      title: "console: kill -9, \(kills) times, seed \(seed)", machine: .current(folder: workspace.folder))
    let archive = try KilledArchive(workspace: workspace, name: "console-kill", program: program)
    let hasTerminal = FileManager.default.isExecutableFile(atPath: ProgramRunner.tmux)
    var random = SplitMix64(seed: seed)
    var told = Told()
    var (killed, inTerminal, ended, round) = (0, 0, 0, 0)
    // The first file is there, so that there is something to hold.
    try archive.runner.complete(["import", "vault", try archive.nextFile(500)])
    var path = try archive.nextFile(100 + random.below(largest))
    // What a script takes that nobody kills, as far as is known.
    var length = 3.0
    while killed < kills {
      round += 1
      let life = length * Double(random.below(1000)) / 800
      let matter = "K-\(round)"
      try FileManager.default.createDirectory(
        atPath: "\(archive.folder)/out/\(round)", withIntermediateDirectories: true)
      let arguments = ["console", "vault", "--idle-lock", "0", "--folder", "\(archive.folder)/out/\(round)"]
      if hasTerminal, round % 2 == 0 {
        let lines = [":import \(path)", "1", "h\(matter)", "Heron", "why \(round)", matter, "2", "E", "y"]
        if try archive.runner.killConsole(arguments, typing: lines, life: life) {
          killed += 1
          inTerminal += 1
        }
      } else {
        let script = "\(archive.folder)/script"
        try self.script(round, path, matter, archive.folder).write(toFile: script, atomically: true, encoding: .utf8)
        let end = try archive.runner.run(arguments + ["--script", script, "--size", "100x900"], life: life)
        if end.wasKilled {
          killed += 1
        } else {
          try expect(end.status == 0, "the console ended with \(end.status) after \(killed) kills: \(end.words)")
          ended += 1
          length = max(0.5, end.seconds)
        }
        if seen("imported", round, archive, where: { _ in true }) {
          told.imported += 1
          path = try archive.nextFile(100 + random.below(largest))
        }
        if seen("held", round, archive, where: { $0.contains(matter + " ") && $0.contains(" held") }) {
          told.held.append(matter)
        }
        if seen("exported", round, archive, where: { $0.contains("The bundle of") }) {
          told.exported += 1
          try expect(
            try bundles(round, archive) == 1, "the bundle of round \(round) was reported as written and is not there")
        }
      }
      _ = try bundles(round, archive)
      try FileManager.default.removeItem(atPath: "\(archive.folder)/out/\(round)")
      if round % 20 == 0 {
        Outcome.note("\(killed) kills in \(round) rounds, \(archive.messages) messages")
        _ = try archive.verify(isWhole: false)
      }
    }
    // What the last rounds began.
    try archive.runner.complete(["import", "vault", path])
    outcome.figures += [
      Figure(what: "kills", value: Double(killed), unit: ""),
      Figure(what: "  of these in a terminal", value: Double(inTerminal), unit: ""),
      Figure(what: "scripts that came to their end", value: Double(ended), unit: ""),
      Figure(what: "imports reported as done", value: Double(told.imported), unit: ""),
      Figure(what: "holds reported as placed", value: Double(told.held.count), unit: ""),
      Figure(what: "exports reported as written", value: Double(told.exported), unit: ""),
    ]
    try checkHolds(told, archive, &outcome)
    try archive.check(&outcome)
    archive.remove()
    return outcome
  }

  private func script(_ round: Int, _ path: String, _ matter: String, _ folder: String) -> String {
    """
    : "import \(path)" Enter
    : "save-screen \(folder)/seen/imported-\(round)" Enter
    1 h "\(matter)" Enter "Heron" Enter "why \(round)" Enter "\(matter)" Enter
    2
    : "save-screen \(folder)/seen/held-\(round)" Enter
    E Enter "y"
    : "save-screen \(folder)/seen/exported-\(round)" Enter
    Escape : "verify" Enter
    Q "y"

    """
  }

  /// Whether a screen was saved that has a line of a kind.
  private func seen(
    _ what: String, _ round: Int, _ archive: KilledArchive, where isIt: (Substring) -> Bool
  ) -> Bool {
    guard let text = try? String(contentsOfFile: "\(archive.folder)/seen/\(what)-\(round)", encoding: .utf8) else {
      return false
    }
    return text.split(separator: "\n").contains(where: isIt)
  }

  /// How many bundles stand where this round's was to be; each must be whole.
  private func bundles(_ round: Int, _ archive: KilledArchive) throws -> Int {
    let folder = "\(archive.folder)/out/\(round)"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { !$0.hasPrefix(".") && !$0.hasSuffix(".json") }
    for name in names {
      let report = try BundleVerifier.verify(folder + "/" + name)
      try expect(report.isValid, "the bundle \(name) of round \(round) does not verify: \(report.problems.prefix(3))")
    }
    return names.count
  }

  private func checkHolds(_ told: Told, _ archive: KilledArchive, _ outcome: inout Outcome) throws {
    let opened = try BenchVault.open(in: archive.folder)
    defer { try? opened.close() }
    try opened.index.catchUp()
    let matters = Set(try opened.index.holds().map(\.placement.matter))
    let lost = told.held.filter { !matters.contains($0) }
    outcome.figures.append(
      Figure(
        what: "holds reported as placed and not there", value: Double(lost.count), unit: "", budget: "0",
        isWithin: lost.isEmpty))
    try expect(lost.isEmpty, "the holds of \(lost.prefix(5)) were reported as placed and are not there")
  }
}
