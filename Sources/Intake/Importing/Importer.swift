import Capture
import Records
import Sealing
import Storage
import Vault

/// Takes files into a vault: read on one thread, filed on the caller's, sealed on the writer's.
///
/// Importing the same again adds no message, event or medium. An import that was interrupted is completed by running it
/// again.
public final class Importer: Sendable {
  private let vault: UnlockedVault
  private let known: any KnownDeliveries

  /// Creates an importer; `known` must be up to date with the vault.
  public init(vault: UnlockedVault, known: any KnownDeliveries) {
    self.vault = vault
    self.known = known
  }

  /// Reads and counts without sealing anything.
  public func plan(
    _ paths: [String], options: ImportOptions, progress: (Progress) -> Void = { _ in }, cancel: CancellationFlag? = nil
  ) throws -> ImportReport {
    try withoutActuallyEscaping(progress) { progress in
      try take(paths, options, into: nil, progress, cancel)
    }
  }

  /// Seals what the files hold, and the act of having imported it.
  ///
  /// It returns when everything is durable. When it is cancelled, what was read so far is sealed before `CancellationError` is thrown.
  public func run(
    _ paths: [String], options: ImportOptions, progress: (Progress) -> Void = { _ in }, cancel: CancellationFlag? = nil
  ) throws -> ImportReport {
    let writer = try vault.writer(kind: .importer)
    let report: ImportReport
    do {
      report = try withoutActuallyEscaping(progress) { progress in
        try take(paths, options, into: ImportSink(writer: writer), progress, cancel)
      }
      try writer.close()
    } catch {
      try? writer.close()
      throw error
    }
    return report
  }

  private func take(
    _ paths: [String], _ options: ImportOptions, into sink: ImportSink?, _ tell: @escaping (Progress) -> Void,
    _ cancel: CancellationFlag?
  ) throws -> ImportReport {
    let found = FileFinder(files: vault.environment.files).find(paths)
    var progress = ImportProgress(total: found.reduce(0) { $0 + $1.size }, tell: tell)
    let memory = ImportMemory(known: try known.snapshot())
    var report = ImportReport()
    do {
      for file in found {
        var tally = FileTally(path: file.path, memory: memory)
        defer {
          tally.tellTwins()
          report.files.append(tally.file)
        }
        try cancel?.check()
        let before = report.files.reduce(0) { $0 + $1.deliveries }
        if let problem = file.problem {
          tally.add(exception: problem, at: file.path)
        } else {
          try take(file.path, options, &tally, memory, sink, before, &progress, cancel)
        }
        progress.finished(fileOf: file.size)
      }
    } catch is CancellationError {
      try sink?.finish()
      if sink != nil { try record(report, options, isCancelled: true) }
      throw CancellationError()
    }
    try sink?.finish()
    // What was taken in with the chat that names it is no file of messages that could not be read.
    report.files.removeAll { $0.deliveries == 0 && memory.isClaimed($0.path) }
    if sink != nil { try record(report, options, isCancelled: false) }
    progress.end(deliveries: report.total.deliveries)
    return report
  }

  private func take(
    _ path: String, _ options: ImportOptions, _ tally: inout FileTally, _ memory: ImportMemory, _ sink: ImportSink?,
    _ before: Int64, _ progress: inout ImportProgress, _ cancel: CancellationFlag?
  ) throws {
    let context = context(options)
    let format = FormatBox()
    let pipe = ReadingPipe()
    pipe.start(
      {
        let reader = try SourceOpener.open(path: path, context: context)
        guard var aligning = reader as? any ConversationAligning else { return reader }
        _ = try aligning.align(with: memory)
        return aligning
      }, opened: { format.set($0) })
    defer { pipe.abandon() }
    do {
      while let batch = try pipe.next() {
        if let name = format.value { tally.set(format: name) }
        for reading in batch.readings { try take(reading, options, &tally, memory, sink) }
        progress.at(batch.done, deliveries: before + tally.file.deliveries)
        try cancel?.check()
      }
      if let name = format.value { tally.set(format: name) }
      if tally.file.deliveries == 0, tally.file.exceptions.isEmpty {
        tally.add(exception: "there is no payload and no message in the file", at: path)
      }
    } catch let error as CaptureError {
      if let name = format.value { tally.set(format: name) }
      tally.add(exception: "\(error.message). \(error.remedy)", at: error.place ?? error.path)
    }
  }

  private func take(
    _ reading: Reading, _ options: ImportOptions, _ tally: inout FileTally, _ memory: ImportMemory, _ sink: ImportSink?
  ) throws {
    let twin = try AccountTwin(of: reading.delivery, options: options, vault: vault.id, memory: memory)
    guard tally.takes(reading, twin: twin) else { return }
    let isNew = try tally.count(reading)
    var reading = reading
    let dates = try ExportDates(reading, options: options, memory: memory)
    tally.add(dates)
    dates.mark(&reading)
    var completed: Set<Int> = []
    for attachment in reading.attachments where reading.events.indices.contains(attachment.eventIndex) {
      let record = reading.events[attachment.eventIndex]
      if let path = attachment.path { memory.claim(path) }
      if !isNew, !dates.changesSomething {
        guard let message = record.event.messageID, try memory.wantsMedia(of: message) else { continue }
      }
      guard let sink else {
        tally.addMedium()
        continue
      }
      switch try sink.store(attachment, for: record) {
      case .success(let stored):
        if stored.isNew { tally.addMedium() }
        if let message = record.event.messageID { memory.remember(mediaOf: message) }
        completed.insert(attachment.eventIndex)
        reading.events[attachment.eventIndex].event.attach(stored, attachment)
      case .failure(let failure):
        reading.events[attachment.eventIndex].event.lose(attachment, failure.reason)
        tally.add(exception: "the attachment cannot be read: \(failure.reason)", at: attachment.fileName)
      }
    }
    guard let sink else { return }
    if isNew {
      try sink.add(reading)
    } else if dates.changesSomething {
      // Archived when nobody could tell the order of the dates, or with a wrong one: every line is read anew.
      try sink.add(reading, withDelivery: false)
    } else if !completed.isEmpty {
      // The text was archived before, and now its files came: the events that name them are read anew.
      reading.events = completed.sorted().map { reading.events[$0] }
      try sink.add(reading, withDelivery: false)
    }
  }

  private func context(_ options: ImportOptions) -> ReadingContext {
    ReadingContext(
      vault: vault.id, account: options.account, capturedAt: vault.environment.clock.now(), timeZone: options.timeZone,
      dateOrder: options.dateOrder, secretKey: Importer.fingerprintKey(of: vault.id),
      archiveKeys: options.archiveKeys)
  }

  /// The key of the fingerprints that stand in for secrets: the same wherever this vault's material is taken in.
  public static func fingerprintKey(of vault: VaultID) -> [UInt8] {
    Derivation.digest(label: .credentialFingerprint, parts: [Array(vault.text.utf8)]).bytes
  }

  private func record(_ report: ImportReport, _ options: ImportOptions, isCancelled: Bool) throws {
    let total = report.total
    func count(_ name: String, _ value: Int64) -> JSONObject.Member {
      JSONObject.Member(name: name, value: .number(String(value)))
    }
    let names = report.files.prefix(100).map { file in
      JSONValue.string(file.path.split(separator: "/").last.map(String.init) ?? file.path)
    }
    var members = [
      count("deliveries", total.deliveries), count("duplicates", total.duplicates), count("events", total.events),
      count("exceptions", Int64(total.exceptions.count)), count("files", Int64(report.files.count)),
      count("gaps", total.gaps), count("media", total.media), count("messages", total.messages),
      JSONObject.Member(name: "names", value: .array(Array(names))),
    ]
    // What was stated about the files is part of what is recorded about them; their zone stands in every event.
    if let order = options.dateOrder {
      members.append(JSONObject.Member(name: "date_order", value: .string(order.rawValue)))
    }
    if options.correctsDates { members.append(count("redated", total.redated)) }
    if isCancelled { members.append(JSONObject.Member(name: "cancelled", value: .bool(true))) }
    try vault.acts.recordDurably(.importFiles, details: JSONObject(members))
  }
}
