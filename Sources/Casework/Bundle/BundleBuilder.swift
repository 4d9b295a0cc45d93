import Records
import Sealing
import Storage
import Vault

/// Puts a scope into a bag: records and proofs, attachments, raw deliveries, transcripts, papers.
struct BundleBuilder {
  let vault: UnlockedVault
  let checkpoint: BundleCheckpoint
  let bag: BagWriter
  let progress: (Progress) -> Void
  let cancel: CancellationFlag?

  /// What went into the bag.
  struct Result {
    var records = 0
    var attachments = 0
    var rawDeliveries = 0
    var withheldDeliveries = 0
    var missing = 0
    var exceptions = 0
    /// The bytes of `tagmanifest-sha256.txt`.
    var tagManifest: [UInt8] = []
  }

  func build(_ collected: CaseScope) throws -> Result {
    var scope = collected
    var result = Result()
    let raw = try chooseRaw(&scope, &result)
    let (sequences, media) = try writeRecords(scope, raw: raw, &result)
    try writeRaw(raw)
    let paths = try writeMedia(media, &scope, &result)
    order(&scope, sequences)
    try writeTranscripts(scope, paths)
    scope.exceptions.sort {
      ($0.code, $0.object, $0.message?.text ?? "") < ($1.code, $1.object, $1.message?.text ?? "")
    }
    result.exceptions = scope.exceptions.count
    try bag.addPayload("exceptions.csv", Array(BundleException.csv(scope.exceptions).utf8))
    try writePapers(scope, &result)
    return result
  }

  /// Decides which raw deliveries go out; the others are exceptions.
  private func chooseRaw(_ scope: inout CaseScope, _ result: inout Result) throws -> [DeliveryID: RecordAddress] {
    let findings = try DeliveryScan(vault: vault, scope: scope).run(
      checkpoint.captureSegments, progress: progress, cancel: cancel)
    var chosen: [DeliveryID: RecordAddress] = [:]
    for (id, finding) in findings.sorted(by: { $0.key < $1.key }) {
      if let address = finding.address, finding.outside == 0, finding.parts > 0 {
        chosen[id] = address
        scope.records.insert(address)
        result.rawDeliveries += 1
      } else {
        result.withheldDeliveries += 1
        let detail =
          finding.address == nil
          ? "the raw delivery is not in the vault at this checkpoint"
          : "\(finding.outside) of its \(finding.parts) parts are out of scope, so the raw delivery is withheld"
        scope.exceptions.append(
          BundleException(
            reason: "PermissionDenied", code: finding.address == nil ? "raw-absent" : "raw-withheld", message: nil,
            conversation: nil, object: id.text, at: nil, detail: detail))
      }
    }
    return chosen
  }

  private func writeRecords(
    _ scope: CaseScope, raw: [DeliveryID: RecordAddress], _ result: inout Result
  ) throws -> (sequences: [RecordAddress: Int64], media: [MediaReference]) {
    var wanted: [SegmentID: Set<Int>] = [:]
    for address in scope.records { wanted[address.segment, default: []].insert(address.number) }
    let exporter = RecordExporter(vault: vault, checkpoint: checkpoint, bag: bag, cancel: cancel)
    var sequences: [RecordAddress: Int64] = [:]
    var media: [MediaReference] = []
    for id in wanted.keys.sorted() {
      guard let segment = checkpoint.segments[id], let numbers = wanted[id] else { continue }
      let written = try exporter.write(segment, wanted: numbers)
      guard written.records == numbers.count else {
        throw CaseworkError(
          .unreadable, "\(segment.description.path) lacks records in scope", remedy: "run holdfast verify")
      }
      result.records += written.records
      sequences.merge(written.sequences) { first, _ in first }
      media += written.media
      progress(
        Progress(done: Int64(result.records), total: Int64(scope.records.count), unit: "records", note: "proving"))
    }
    return (sequences, media)
  }

  private func writeRaw(_ raw: [DeliveryID: RecordAddress]) throws {
    for (id, address) in raw.sorted(by: { $0.key < $1.key }) {
      try cancel?.check()
      guard case .delivery(let delivery) = try Record.decode(try vault.record(at: address)) else {
        throw CaseworkError(
          .unreadable, "the record \(address) is not the delivery \(id)", remedy: "run holdfast rebuild")
      }
      let first = delivery.body.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
      let isText = String(validating: delivery.body, as: UTF8.self) != nil
      let name = first == 0x7B || first == 0x5B ? "json" : isText ? "txt" : "bin"
      try bag.addPayload("raw/\(id).\(name)", delivery.body)
    }
  }

  private func writeMedia(
    _ media: [MediaReference], _ scope: inout CaseScope, _ result: inout Result
  ) throws -> [String: String] {
    var exporter = MediaExporter(vault: vault, bag: bag)
    let sorted = media.sorted {
      ($0.sha256 ?? "", $0.fileName ?? "", $0.mimeType ?? "") < ($1.sha256 ?? "", $1.fileName ?? "", $1.mimeType ?? "")
    }
    for (index, reference) in sorted.enumerated() {
      try cancel?.check()
      try exporter.write(reference)
      progress(
        Progress(done: Int64(index + 1), total: Int64(sorted.count), unit: "attachments", note: "copying attachments"))
    }
    for failure in exporter.failures {
      result.missing += 1
      scope.exceptions.append(
        BundleException(
          reason: "Unknown", code: "media-unreadable", message: nil, conversation: nil,
          object: failure.media.sha256 ?? "", at: nil, detail: failure.what))
    }
    result.attachments = exporter.paths.count
    return exporter.paths
  }

  /// Puts everything in its one order: time, then the source's own order, then identity.
  private func order(_ scope: inout CaseScope, _ sequences: [RecordAddress: Int64]) {
    for index in scope.conversations.indices {
      for message in scope.conversations[index].messages.indices {
        let record = scope.conversations[index].messages[message].versions.first?.record
        scope.conversations[index].messages[message].sequence = record.flatMap { sequences[$0] } ?? 0
      }
      scope.conversations[index].messages.sort { ($0.at, $0.sequence, $0.id) < ($1.at, $1.sequence, $1.id) }
      scope.conversations[index].events.sort {
        ($0.at, sequences[$0.record] ?? 0, $0.record) < ($1.at, sequences[$1.record] ?? 0, $1.record)
      }
    }
  }

  private func writeTranscripts(_ scope: CaseScope, _ paths: [String: String]) throws {
    let mediaPath: @Sendable (MediaReference) -> String? = { media in
      media.state == .stored ? media.sha256.flatMap { paths[$0] } : nil
    }
    let context = TranscriptContext(
      matter: scope.matter, matterTitle: scope.title, vault: vault.id, timeZone: "UTC", asOf: checkpoint.asOf,
      mediaPath: mediaPath)
    for conversation in scope.conversations {
      try cancel?.check()
      let html = HTMLTranscript(conversation: conversation, context: context)
      try bag.addText("transcripts/\(conversation.id).html") { emit in
        try html.write { part in
          try cancel?.check()
          try emit(part)
        }
      }
      let text = TextTranscript(conversation: conversation, context: context)
      try bag.addText("transcripts/\(conversation.id).txt") { try text.write($0) }
    }
    try bag.addPayload("messages.ndjson") { write in
      for conversation in scope.conversations {
        let evidence = ConversationEvidence(conversation)
        for message in conversation.messages {
          let line =
            NormalisedRecord.encode(message, evidence: evidence.evidence(of: message)) { media in
              mediaPath(media).map { "data/" + $0 }
            } + [0x0A]
          try line.withUnsafeBytes { try write($0) }
        }
      }
    }
    let facts = [
      ("Matter", scope.matter), ("Messages", String(scope.messageCount)),
      ("Conversations", String(scope.conversations.count)),
      ("As of", "\(TranscriptContext.stamp(checkpoint.asOf)) UTC"),
      ("Vault", vault.id.text), ("Checkpoint", checkpoint.checkpoint.identifier),
    ]
    let index = HTMLIndex(conversations: scope.conversations, context: context, facts: facts)
    try bag.addPayload("index.html", Array(index.render().utf8))
  }

  private func writePapers(_ scope: CaseScope, _ result: inout Result) throws {
    let counts = [
      ("conversations", scope.conversations.count), ("messages", scope.messageCount), ("records", result.records),
      ("attachments", result.attachments), ("raw_deliveries", result.rawDeliveries),
      ("withheld_deliveries", result.withheldDeliveries), ("exceptions", result.exceptions),
      ("missing", result.missing),
    ]
    let papers = BundleDocuments(vault: vault, scope: scope, checkpoint: checkpoint, counts: counts)
    try bag.addTag("manifest.json", papers.manifest)
    try bag.addTag("VERIFY.md", papers.verify)
    try bag.addTag("verify.py", PackageResources.verify_py)
    try bag.addTag("checkpoint", Array(checkpoint.checkpoint.text.utf8))
    var keys = ""
    for (origin, note) in checkpoint.notes.sorted(by: { $0.key < $1.key }) {
      guard let verifier = checkpoint.verifiers[origin], let writer = origin.split(separator: "/").last else {
        continue
      }
      keys += verifier.vkey + "\n"
      try bag.addTag("logs/\(writer).checkpoint", note)
    }
    try bag.addTag("writers.txt", Array(keys.utf8))
    result.tagManifest = try bag.prepare(info: papers.bagInfo)
  }
}
