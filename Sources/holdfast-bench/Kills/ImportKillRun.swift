import Foundation

/// Kills `holdfast import` at random moments, again and again, and has each import completed by running it again.
struct ImportKillRun {
  let workspace: Workspace
  var program: String?
  var kills = 200
  /// Messages in the largest file.
  var largest = 6_000
  var seed: UInt64

  func run() throws -> Outcome {
    var outcome = Outcome(
      title: "import: kill -9, \(kills) times, seed \(seed)", machine: .current(folder: workspace.folder))
    let archive = try KilledArchive(workspace: workspace, name: "import-kill", program: program)
    var random = SplitMix64(seed: seed)
    var (killed, whole, files) = (0, 0, 0)
    // What a whole import of a thousand messages takes, as far as is known.
    var pace = 1.0
    while killed < kills {
      let count = 100 + random.below(largest)
      let path = try archive.nextFile(count)
      files += 1
      while true {
        let life = killed < kills ? (0.15 + pace * Double(count) / 1000) * Double(random.below(1000)) / 800 : nil
        let end = try archive.runner.run(["import", "vault", path], life: life)
        if end.wasKilled {
          killed += 1
          if killed % 20 == 0 {
            Outcome.note("\(killed) kills, \(archive.messages) messages in \(files) files")
            _ = try archive.verify(isWhole: false)
          }
          continue
        }
        try expect(end.status == 0, "an import after \(killed) kills ended with \(end.status): \(end.words)")
        whole += 1
        pace = min(5, max(0.02, end.seconds / (Double(count) / 1000)))
        break
      }
    }
    outcome.figures += [
      Figure(what: "kills", value: Double(killed), unit: ""),
      Figure(what: "imports that came to their end", value: Double(whole), unit: ""),
    ]
    try archive.check(&outcome)
    archive.remove()
    return outcome
  }
}
