import Capture
import Intake
import Records
import SearchIndex
import Storage
import Vault

/// Measures the line from a file of payloads to a searchable archive: its parts alone, then all at once.
struct ImportRun {
  let material: Material
  let receipts: Int
  let workspace: Workspace
  /// Only the whole line, for profiling.
  var onlyWhole = false

  func run() throws -> Outcome {
    var outcome = Outcome(title: title, machine: .current(folder: workspace.folder))
    Outcome.note("writing the payloads")
    let file = PayloadFile(path: workspace.path("payloads.jsonl"), material: material, receipts: receipts)
    let (bytes, deliveries) = try file.write()
    let count = Double(material.messages)

    if !onlyWhole { try parts(file, deliveries, &outcome) }

    Outcome.note("importing while the index follows")
    workspace.remove("archive")
    let archive = try BenchVault.make(in: workspace.path("archive"))
    let whole = try importFollowed(file.path, archive, deliveries)
    outcome.figures.append(
      Figure(
        what: "end to end: read, seal, ledger, index", value: count / whole.seconds, unit: "messages/s",
        budget: "≥ 25,000", isWithin: count / whole.seconds >= 25_000))
    outcome.figures.append(
      Figure(what: "  until all is sealed", value: count / whole.sealedAfter, unit: "messages/s"))
    outcome.figures.append(
      Figure(what: "  processor time of a message", value: whole.processor / count * 1e6, unit: "µs"))
    outcome.figures.append(Figure(what: "  peak memory", value: Double(whole.peak) / 1e6, unit: "MB"))
    try sizes(archive, bytes, &outcome)
    try archive.close()
    if !onlyWhole { try baseline(&outcome) }
    try workspace.note(messages: material.messages)
    workspace.remove("payloads.jsonl")
    return outcome
  }

  private var title: String {
    "import: \(Figure.grouped(Double(material.messages))) messages, one a delivery, \(material.conversations) conversations"
      + (receipts > 0 ? ", \(receipts) statuses after each message of the firm" : "")
  }

  // MARK: The parts

  private func parts(_ file: PayloadFile, _ deliveries: Int, _ outcome: inout Outcome) throws {
    let count = Double(material.messages)
    workspace.remove("parts")
    let apart = try BenchVault.make(in: workspace.path("parts"))
    Outcome.note("reading")
    var reading = Stopwatch()
    try reading.time { try read(file.path, apart, deliveries) }
    outcome.figures.append(Figure(what: "reading alone", value: count / reading.seconds, unit: "messages/s"))

    Outcome.note("reading and sealing")
    var sealing = Stopwatch()
    Machine.forgetPeak()
    let report = try sealing.time {
      try Importer(vault: apart.vault, known: NothingKnown()).run([file.path], options: ImportOptions())
    }
    try check(report, deliveries)
    outcome.figures.append(Figure(what: "reading, sealing, ledger", value: count / sealing.seconds, unit: "messages/s"))
    outcome.figures.append(Figure(what: "  peak memory", value: Double(Machine.peakMemory) / 1e6, unit: "MB"))

    Outcome.note("indexing")
    var indexing = Stopwatch()
    Machine.forgetPeak()
    try indexing.time { try apart.index.catchUp() }
    try expect(try apart.index.statistics().messages == Int64(material.messages), "the index lacks messages")
    outcome.figures.append(Figure(what: "indexing the vault", value: count / indexing.seconds, unit: "messages/s"))
    outcome.figures.append(Figure(what: "  peak memory", value: Double(Machine.peakMemory) / 1e6, unit: "MB"))
    outcome.figures.append(
      Figure(
        what: "one after the other", value: count / (sealing.seconds + indexing.seconds), unit: "messages/s"))
    try apart.close()
    workspace.remove("parts")
    Machine.forgetPeak()
  }

  private func read(_ path: String, _ archive: BenchVault, _ deliveries: Int) throws {
    let context = ReadingContext(
      vault: archive.vault.id, capturedAt: SystemClock().now(), secretKey: Importer.fingerprintKey(of: archive.vault.id)
    )
    var reader = try SourceOpener.open(path: path, context: context)
    var readings = 0
    var events = 0
    while let reading = try reader.next() {
      readings += 1
      events += reading.events.count
    }
    try expect(readings == deliveries && events >= deliveries, "\(readings) of \(deliveries) deliveries were read")
  }

  private func check(_ report: ImportReport, _ deliveries: Int) throws {
    let total = report.total
    try expect(
      total.messages == Int64(material.messages) && total.deliveries == Int64(deliveries) && total.exceptions.isEmpty,
      "the import took \(total.messages) messages of \(total.deliveries) deliveries, \(total.exceptions.count) exceptions"
    )
  }

  // MARK: The whole line

  private struct Whole {
    var seconds: Double
    var sealedAfter: Double
    var processor: Double
    var peak: Int64
  }

  private func importFollowed(_ path: String, _ archive: BenchVault, _ deliveries: Int) throws -> Whole {
    Machine.forgetPeak()
    let start = Stopwatch.now
    let processor = Stopwatch.processor
    archive.index.startFollowing()
    let report = try Importer(vault: archive.vault, known: archive.known).run([path], options: ImportOptions())
    let sealedAfter = Stopwatch.now - start
    archive.index.stopFollowing()
    try archive.index.catchUp()
    let whole = Whole(
      seconds: Stopwatch.now - start, sealedAfter: sealedAfter, processor: Stopwatch.processor - processor,
      peak: Machine.peakMemory)
    try check(report, deliveries)
    try expect(try archive.index.statistics().messages == Int64(material.messages), "the index lacks messages")
    return whole
  }

  private func sizes(_ archive: BenchVault, _ raw: Int64, _ outcome: inout Outcome) throws {
    let count = Double(material.messages)
    let vaultBytes = Double(try archive.vaultBytes())
    outcome.figures.append(
      Figure(
        what: "vault, of the raw JSON", value: vaultBytes / Double(raw), unit: "share", budget: "≤ 0.35",
        isWithin: vaultBytes / Double(raw) <= 0.35))
    outcome.figures.append(Figure(what: "  vault, a message", value: vaultBytes / count, unit: "bytes"))
    outcome.figures.append(Figure(what: "  raw JSON, a message", value: Double(raw) / count, unit: "bytes"))
    let step = max(1, material.messages / 20_000)
    let sampled = stride(from: 0, to: material.messages, by: step).map { material.message($0).text }
    let text = Double(sampled.reduce(0) { $0 + $1.utf8.count }) / Double(sampled.count)
    let characters = Double(sampled.reduce(0) { $0 + $1.count }) / Double(sampled.count)
    let index = Double(try archive.index.statistics().indexBytes) / count
    outcome.figures.append(
      Figure(
        what: "index, a message, its text apart", value: index - text, unit: "bytes", budget: "≤ 150",
        isWithin: index - text <= 150))
    outcome.figures.append(Figure(what: "  index, a message", value: index, unit: "bytes"))
    outcome.notes.append(
      "Texts have \(Figure.digits(characters)) characters (\(Figure.digits(text)) bytes) on average.")
  }

  // MARK: What others do

  private func baseline(_ outcome: inout Outcome) throws {
    Outcome.note("the baseline")
    let count = min(material.messages, 200_000)
    workspace.remove("plain")
    workspace.remove("plain-wal")
    let plain = try PlainMessages(path: workspace.path("plain"))
    let rate = Double(count) / (try plain.insertOneByOne(material, count: count))
    for place in outcome.figures.indices where outcome.figures[place].unit == "messages/s" {
      outcome.figures[place].baseline = ("messages table", rate)
    }
    outcome.notes.append(PlainMessages.note)
    if count < material.messages {
      outcome.notes.append("The baseline inserted the first \(Figure.grouped(Double(count))) messages.")
    }
    for name in ["plain", "plain-wal", "plain-shm"] { workspace.remove(name) }
  }
}
