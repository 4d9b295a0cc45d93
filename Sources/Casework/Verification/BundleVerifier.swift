import Ledger
import Records
import Sealing
import Storage

/// Checks a case bundle as `verify.py` does: files, checkpoints, proofs, and what was made from the records.
public struct BundleVerifier {
  private var reader: BagReader
  private var problems: [BundleProblem] = []
  /// The proved records: what each says of its media and, for deliveries, its body.
  private var records: [String: JSONValue] = [:]
  private var covered: [String: [(start: Int64, end: Int64)]] = [:]

  /// Whether a folder looks like a case bundle rather than a vault.
  public static func isBundle(_ path: String, files: any FileOperations = SystemFiles()) -> Bool {
    ((try? files.status(path + "/bagit.txt")) ?? nil)?.kind == .file
  }

  /// Checks everything in a bundle's folder.
  public static func verify(
    _ path: String, files: any FileOperations = SystemFiles(), progress: (Progress) -> Void = { _ in },
    cancel: CancellationFlag? = nil
  ) throws -> BundleReport {
    var verifier = BundleVerifier(reader: try BagReader(root: path, files: files))
    return try verifier.run(progress, cancel)
  }

  private init(reader: BagReader) { self.reader = reader }

  private mutating func run(_ progress: (Progress) -> Void, _ cancel: CancellationFlag?) throws -> BundleReport {
    let total = reader.found.values.reduce(0, +)
    var done: Int64 = 0
    try reader.validate(strict: true) { bytes in
      try cancel?.check()
      done += bytes
      progress(Progress(done: done, total: total, unit: "bytes", note: "comparing digests"))
    }
    let logs = checkLogs()
    let names = reader.found.keys.filter { $0.hasPrefix("proofs/") && $0.hasSuffix(".json") }.sorted()
    for (index, name) in names.enumerated() {
      try cancel?.check()
      checkProof(name, logs)
      progress(Progress(done: Int64(index + 1), total: Int64(names.count), unit: "proofs", note: "checking proofs"))
    }
    checkCoverage()
    let messages = checkMessages()
    checkMediaAndRaw()
    let segments = Set(records.keys.compactMap { $0.split(separator: "/").first })
    return BundleReport(
      files: reader.found.count, records: records.count, segments: segments.count, messages: messages,
      problems: reader.problems + problems)
  }

  private mutating func add(_ kind: BundleProblem.Kind, _ object: String, _ what: String) {
    problems.append(BundleProblem(kind, object, what))
  }

  /// The logs whose signed checkpoints are in the bundle.
  private mutating func checkLogs() -> [String: LogHead] {
    guard let text = reader.text("checkpoint"), let vault = try? VaultCheckpoint(text: text) else {
      add(.badCheckpoint, "checkpoint", "is not there or is not a vault checkpoint")
      return [:]
    }
    var logs: [String: LogHead] = [:]
    for line in (reader.text("writers.txt") ?? "").split(separator: "\n") {
      guard let verifier = try? NoteVerifier(vkey: String(line)), let name = verifier.name.split(separator: "/").last
      else {
        add(.badCheckpoint, "writers.txt", "has a line that is not a verifier key")
        continue
      }
      let path = "logs/\(name).checkpoint"
      guard let note = reader.bytes(path, limit: 1 << 20),
        let checkpoint = try? Checkpoint.open(note, verifiers: [verifier], origin: verifier.name).0
      else {
        add(.badCheckpoint, path, "is not there, or no signature of \(verifier.name) holds")
        continue
      }
      guard let head = vault.head(of: checkpoint.origin), head.size == checkpoint.size, head.root == checkpoint.root
      else {
        add(.badCheckpoint, path, "is not the log that the vault checkpoint lists")
        continue
      }
      logs[checkpoint.origin] = head
    }
    for head in vault.logs where logs[head.origin] == nil {
      add(.badCheckpoint, "checkpoint", "lists \(head.origin), whose signed checkpoint is not here")
    }
    return logs
  }

  private mutating func checkProof(_ name: String, _ logs: [String: LogHead]) {
    guard let bytes = reader.bytes(name, limit: 1 << 20), let proof = RecordProofFile(parsing: bytes) else {
      add(.badProof, name, "is not a proof that can be read")
      return
    }
    guard let record = reader.bytes(proof.file, at: proof.offset, count: proof.length), record.count == proof.length,
      reader.bytes(proof.file, at: proof.offset + Int64(proof.length), count: 1) == [0x0A]
    else {
      add(.badProof, name, "the record \(proof.record) is not in \(proof.file)")
      return
    }
    if let fault = proof.fault(record: record, logs: logs) {
      add(.badProof, name, fault)
      return
    }
    guard let value = try? JSONReader.parse(record) else {
      add(.badRecord, proof.file, "the record \(proof.record) is not JSON")
      return
    }
    records[proof.record.description] = value
    covered[proof.file, default: []].append((proof.offset, proof.offset + Int64(proof.length) + 1))
  }

  /// Every byte of a file of records belongs to a proved record.
  private mutating func checkCoverage() {
    for (path, size) in reader.found.sorted(by: { $0.key < $1.key }) where path.hasPrefix("data/records/") {
      var place: Int64 = 0
      for range in (covered[path] ?? []).sorted(by: { $0.start < $1.start }) {
        if range.start != place { add(.badProof, path, "the bytes from \(place) on are not proved") }
        place = range.end
      }
      if place != size { add(.badProof, path, "the bytes from \(place) on are not proved") }
    }
  }

  private mutating func checkMessages() -> Int {
    let name = "data/messages.ndjson"
    guard let bytes = reader.bytes(name) else {
      add(.missingFile, name, "is not there")
      return 0
    }
    var count = 0
    for line in bytes.split(separator: 0x0A) {
      count += 1
      guard let message = try? JSONReader.parse(Array(line)), let id = message["archive_id"]?.string else {
        add(.badRecord, name, "line \(count) is not a message")
        continue
      }
      for record in message["records"]?.array ?? [] where records[record["record"]?.string ?? ""] == nil {
        add(.badRecord, name, "\(id) speaks of the record \(record["record"]?.string ?? "?"), which is not proved")
      }
      for version in message["versions"]?.array ?? [] {
        let content = records[version["record"]?.string ?? ""]?["event"]?["content"]
        // An edit may say nothing of the kind, which is then that of the message.
        let kind = version["origin"]?.string == "edit" ? version["kind"]?.string : content?["kind"]?.string
        if (content?["text"]?.string ?? "") != version["text"]?.string || kind != version["kind"]?.string {
          add(.badRecord, name, "\(id) does not say what its record says")
        }
      }
    }
    return count
  }

  private mutating func checkMediaAndRaw() {
    let exceptions = reader.text("data/exceptions.csv") ?? ""
    let media = Set(
      reader.found.keys.filter { $0.hasPrefix("data/media/") }.compactMap { path in
        path.split(separator: "/").last?.split(separator: ".").first.map(String.init)
      })
    let raw = reader.found.keys.filter { $0.hasPrefix("data/raw/") }.sorted().map { path in
      (id: String(path.dropFirst(9).prefix { $0 != "." }), path: path)
    }
    let rawIDs = Set(raw.map(\.id))
    var deliveries: [String: String] = [:]
    for (name, record) in records.sorted(by: { $0.key < $1.key }) {
      if let file = record["event"]?["content"]?["media"], file["state"]?.string == "stored",
        let digest = file["sha256"]?.string, !media.contains(digest), !exceptions.contains(digest)
      {
        add(.missingFile, name, "its attachment \(digest) is neither here nor an exception")
      }
      if record["kind"]?.string == "delivery", let id = record["id"]?.string {
        deliveries[id] = name
        if !rawIDs.contains(id) { add(.missingFile, name, "the raw delivery \(id) is not here") }
      }
    }
    for (id, path) in raw {
      let record = deliveries[id].flatMap { records[$0] }
      let body =
        record?["body"]?.string.map { Array($0.utf8) } ?? record?["body_base64"]?.string.flatMap { Base64.decode($0) }
      if body == nil || reader.bytes(path, limit: .max) != body {
        add(.badRecord, path, "is not the delivery that was captured")
      }
    }
    for path in reader.found.keys.sorted() where path.hasPrefix("data/media/") {
      let name = path.split(separator: "/").last?.split(separator: ".").first.map(String.init)
      if let name, reader.sha256(path) != name { add(.wrongDigest, path, "is not the file that its name says") }
    }
  }
}
