import Capture
import Glibc
import Intake
import Records
import Storage
import Vault

/// Measures the vault's writer alone: encoded records in, sealed and logged segments out.
struct SealRun {
  let material: Material
  let workspace: Workspace

  func run() throws -> Outcome {
    var outcome = Outcome(
      title:
        "seal: \(Figure.grouped(Double(material.messages * 2))) records of \(Figure.grouped(Double(material.messages))) messages",
      machine: .current(folder: workspace.folder))
    workspace.remove("seal")
    let archive = try BenchVault.make(in: workspace.path("seal"))
    let context = ReadingContext(
      vault: archive.vault.id, capturedAt: SystemClock().now(), secretKey: Importer.fingerprintKey(of: archive.vault.id)
    )
    var reader = PayloadReader(context: context)
    let writer = try archive.vault.writer(kind: .importer)
    var watch = Stopwatch()
    var plain = Stopwatch()
    guard let file = fopen(workspace.path("plain.jsonl"), "w") else {
      throw BenchError("cannot write in \(workspace.folder)")
    }
    var bytes = 0
    var records = 0
    var next = 0
    var line: [UInt8] = []
    while next < material.messages {
      let end = min(material.messages, next + 10_000)
      var encoded: [([UInt8], Instant)] = []
      for number in next..<end {
        line.removeAll(keepingCapacity: true)
        PayloadFile.append(material.message(number), to: &line)
        let reading = reader.read(body: line, source: nil, headers: [], authenticity: .file)
        for event in reading.events { encoded.append((Record.event(event).encode(), event.recordDate(isImport: true))) }
        let date = reading.events.first?.recordDate(isImport: true) ?? reading.delivery.capturedAt
        encoded.append((Record.delivery(reading.delivery).encode(), date))
      }
      bytes += encoded.reduce(0) { $0 + $1.0.count }
      records += encoded.count
      try watch.time {
        for (record, date) in encoded {
          _ = try writer.append(encoded: record, period: Period(.standard, YearMonth(date)), recordDate: date)
        }
      }
      plain.time {
        for (record, _) in encoded { record.withUnsafeBytes { _ = fwrite($0.baseAddress, 1, $0.count, file) } }
      }
      next = end
    }
    try watch.time { try writer.seal(reason: .end) }
    plain.time {
      fflush(file)
      fsync(fileno(file))
    }
    fclose(file)
    outcome.figures = [
      Figure(
        what: "records sealed and logged", value: Double(records) / watch.seconds, unit: "records/s",
        baseline: ("plain file, one fsync", Double(records) / plain.seconds)),
      Figure(
        what: "bytes of records", value: Double(bytes) / watch.seconds / 1e6, unit: "MB/s",
        baseline: ("plain file, one fsync", Double(bytes) / plain.seconds / 1e6)),
      Figure(
        what: "vault, of the encoded records", value: Double(try archive.vaultBytes()) / Double(bytes), unit: "share"),
    ]
    outcome.notes.append(
      "Records are handed over in lots of 20,000 with pauses between, in which the thread behind goes on sealing: the "
        + "figure is what the importer's thread sees.")
    try archive.close()
    workspace.remove("seal")
    workspace.remove("plain.jsonl")
    return outcome
  }
}
