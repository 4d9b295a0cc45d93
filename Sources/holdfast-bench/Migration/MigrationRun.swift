import Foundation
import Records
import SearchIndex
import Sealing
import Vault

/// Takes in a generated archive with the real program, killed again and again on the way, and compares what it counted
/// with what was generated.
struct MigrationRun {
  let workspace: Workspace
  var program: String?
  var records = 1_000_000
  var kills = 20
  var sealedShare = 25
  var salts = 32
  /// Seconds that a life lasts on average; nil to guess from the number of records.
  var life: Double?
  var seed: UInt64

  func run() throws -> Outcome {
    var outcome = Outcome(
      title: "migrate: \(Figure.grouped(Double(records))) records of both shapes, \(sealedShare) % sealed under "
        + "\(salts) salts, killed \(kills) times, seed \(seed)", machine: .current(folder: workspace.folder))
    let program = try program ?? GatewayHost.besideBench()
    workspace.remove("migration")
    let folder = workspace.path("migration")
    let vault = try BenchVault.make(in: folder)
    try vault.close()
    Outcome.note("writing the archive")
    var archive = try MigrationArchive(
      folder: folder + "/archive", records: records, sealedShare: sealedShare, salts: salts, seed: seed)
    let truth = try archive.write()
    try Data("measured, not guarded\n".utf8).write(to: URL(fileURLWithPath: folder + "/passphrase"))
    try Data((MigrationArchive.master + "\n").utf8).write(to: URL(fileURLWithPath: folder + "/key"))
    outcome.figures.append(Figure(what: "a key from a salt not seen before", value: try derivation(), unit: "ms"))

    let legs = try migrate(program, folder)
    outcome.figures += figures(legs, truth)
    try compare(legs.answer, truth)
    try inspect(folder, truth, &outcome)
    workspace.remove("migration")
    return outcome
  }

  /// What one salt costs.
  private func derivation() throws -> Double {
    let password = SecretBytes(Array(MigrationArchive.master.utf8))
    let samples = try Samples.of(5) { number in
      _ = try PBKDF2.deriveSHA512(password: password, salt: [UInt8(number), 1], rounds: 100_000)
    }
    return samples.percentile(0.5)
  }

  // MARK: - Killing

  private struct Legs {
    var answer = ""
    var kills = 0
    /// Seconds that the program ran, all lives together.
    var seconds = 0.0
    var last = 0.0
    var peak: Int64 = 0
  }

  private func migrate(_ program: String, _ folder: String) throws -> Legs {
    var random = SplitMix64(seed: seed &+ 1)
    // Each start unlocks the vault and indexes what the life before sealed: a life must be long enough to get on.
    let mean = life ?? max(0.5, Double(records) / 12_000 / Double(max(1, kills)))
    let arguments = [
      "import", folder + "/vault", folder + "/archive", "--archive-key", folder + "/key", "--account", "900", "--json",
    ]
    var legs = Legs()
    while true {
      let began = Stopwatch.now
      let process = try ImportProcess(program: program, arguments: arguments, folder: folder)
      let isRunning = process.wait(legs.kills < kills ? mean * 2 * random.unit() : .greatestFiniteMagnitude)
      let wasKilled = isRunning && process.kill()
      legs.last = Stopwatch.now - began
      legs.seconds += legs.last
      legs.peak = max(legs.peak, process.peakMemory)
      guard !wasKilled else {
        legs.kills += 1
        if let printed = process.printed {
          legs.answer = printed
          return legs
        }
        if legs.kills % 5 == 0 { Outcome.note("killed \(legs.kills) times, after \(Int(legs.seconds)) s in all") }
        continue
      }
      legs.answer = try process.answer()
      try expect(
        legs.kills >= kills,
        "the import came to its end after \(legs.kills) kills: choose a shorter life with --life, below \(mean)")
      return legs
    }
  }

  private func figures(_ legs: Legs, _ truth: MigrationTruth) -> [Figure] {
    [
      Figure(what: "records", value: Double(truth.records), unit: ""),
      Figure(what: "  files", value: Double(truth.files), unit: ""),
      Figure(what: "  bytes a record", value: Double(truth.bytes) / Double(max(1, truth.records)), unit: "bytes"),
      Figure(what: "  sealed bodies opened", value: Double(truth.sealed), unit: ""),
      Figure(what: "kill -9", value: Double(legs.kills), unit: ""),
      Figure(what: "  seconds in all lives together", value: legs.seconds, unit: "s"),
      Figure(what: "  seconds of the last life", value: legs.last, unit: "s"),
      Figure(
        what: "migrated: read, opened, sealed, indexed, restarts included",
        value: Double(truth.records) / max(0.001, legs.seconds), unit: "records/s"),
      Figure(what: "peak memory of any life", value: Double(legs.peak) / 1e6, unit: "MB"),
    ]
  }

  // MARK: - Comparing

  private func compare(_ answer: String, _ truth: MigrationTruth) throws {
    let line = answer.split(separator: "\n").last.map(String.init) ?? ""
    let archive = try JSONReader.parse(Array(line.utf8))["archives"]?[0]
    func check(_ name: String, _ wanted: Int) throws {
      let counted = archive?[name]?.integer ?? -1
      try expect(counted == Int64(wanted), "\(name): \(counted) counted, \(wanted) generated")
    }
    try check("records", truth.records)
    try check("messages", truth.messages)
    try check("events", truth.events)
    try check("duplicates", truth.duplicates)
    try check("exceptions", truth.exceptionCount)
    try check("messages_with_exceptions", truth.readableExceptions)
    try check("files", truth.files)
    for (reason, wanted) in truth.exceptions {
      let counted = archive?["reasons"]?[reason]?.integer ?? 0
      try expect(counted == Int64(wanted), "\(reason): \(counted) counted, \(wanted) generated")
    }
    try expect(
      truth.records == truth.messages + truth.events + truth.duplicates + truth.exceptionCount,
      "the truth is unbalanced")
  }

  private func inspect(_ folder: String, _ truth: MigrationTruth, _ outcome: inout Outcome) throws {
    Outcome.note("looking at the vault")
    let vault = try BenchVault.open(in: folder)
    try vault.index.catchUp()
    let statistics = try vault.index.statistics()
    let readable = Int64(truth.messages + truth.readableExceptions)
    outcome.figures += [
      Figure(
        what: "messages in the index", value: Double(statistics.messages), unit: "", budget: "\(readable)",
        isWithin: statistics.messages == readable),
      Figure(
        what: "deliveries in the vault, repeats included", value: Double(statistics.deliveries), unit: "",
        budget: "≥ \(truth.deliveries)", isWithin: statistics.deliveries >= Int64(truth.deliveries)),
    ]
    try expect(statistics.messages == readable, "\(statistics.messages) messages are indexed, \(readable) generated")
    try expect(statistics.deliveries >= Int64(truth.deliveries), "deliveries are lost")
    let report = try vault.vault.verify(since: nil, progress: { _ in }, cancel: nil)
    try expect(report.ok, "the vault does not verify: \(report.problems.first.map { "\($0)" } ?? "")")
    outcome.notes.append(
      "Exactly as generated: \(truth.messages) messages, \(truth.events) events, \(truth.duplicates) duplicates, "
        + "\(truth.exceptionCount) exceptions (\(truth.readableExceptions) of them readable messages).")
    outcome.notes.append("The vault verifies: \(report.segments) segments, \(report.records) records.")
    try vault.close()
  }
}
