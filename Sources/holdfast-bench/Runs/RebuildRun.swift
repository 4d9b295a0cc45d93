import SearchIndex
import Storage

/// Measures making the index anew, beside bare FTS5 with the same texts.
struct RebuildRun {
  let material: Material
  let archive: BenchVault
  let workspace: Workspace

  func run() throws -> Outcome {
    var outcome = Outcome(
      title: "rebuild: the index of \(Figure.grouped(Double(material.messages))) messages",
      machine: .current(folder: workspace.folder))
    let count = Double(material.messages)
    Outcome.note("bare FTS5")
    let names = ["words", "words-wal", "words-shm"]
    for name in names { workspace.remove(name) }
    let plain = try PlainWords(path: workspace.path("words")).insert(material)
    for name in names { workspace.remove(name) }
    Outcome.note("rebuilding")
    Machine.forgetPeak()
    let processor = Stopwatch.processor
    var watch = Stopwatch()
    try watch.time { try archive.index.rebuild() }
    let used = Stopwatch.processor - processor
    try expect(try archive.index.statistics().messages == Int64(material.messages), "the index lacks messages")
    let ratio = plain / watch.seconds
    outcome.figures = [
      Figure(
        what: "rebuild from the vault", value: count / watch.seconds, unit: "messages/s",
        baseline: ("bare FTS5", count / plain), budget: "≥ 0.6 ×", isWithin: ratio >= 0.6),
      Figure(what: "  processor time of a message", value: used / count * 1e6, unit: "µs"),
      Figure(what: "  peak memory", value: Double(Machine.peakMemory) / 1e6, unit: "MB"),
    ]
    outcome.notes.append(PlainWords.note)
    outcome.notes.append(
      "The rebuild reads, opens and decodes every record of the vault on one thread and writes on another, and stores "
        + "all that conversations, timelines and holds need.")
    return outcome
  }
}
