import Records
import Sealing
import Storage
import Vault

extension OfficerAct.Kind {
  /// A dead letter was opened.
  public static let showDeadLetter = OfficerAct.Kind(rawValue: "dead-letter-show")
  /// A dead letter was filed, or put back to be filed.
  public static let retryDeadLetter = OfficerAct.Kind(rawValue: "dead-letter-retry")
  /// A note was put beside a dead letter.
  public static let annotateDeadLetter = OfficerAct.Kind(rawValue: "dead-letter-annotate")
}

extension DeadLetterStore {
  // MARK: - As an officer

  /// Opens a letter, and records that the officer saw it.
  public func show(_ id: DeadLetterID, in vault: UnlockedVault) throws -> OpenDeadLetter {
    let opened = try open(id, as: .officer(vault))
    try vault.acts.record(.showDeadLetter, details: details(id))
    return opened
  }

  /// Puts a note beside a letter: sealed, and recorded in the vault before it returns.
  public func annotate(_ id: DeadLetterID, _ text: String, in vault: UnlockedVault) throws {
    guard try files.status(path(of: id)) != nil else { throw missing(id) }
    let now = vault.environment.clock.now()
    let sealed = try DeadLetterFile.seal(
      Array(text.prefix(10_000).utf8), fields: ["at": .string(now.rfc3339), "letter": .string(id.text)],
      vault: vault.locked, key: key)
    let number = try files.names(in: folder).filter { $0.hasPrefix(id.text + ".") && $0.hasSuffix(".note") }.count + 1
    let random = Base32.encode(try vault.environment.randomness.bytes(5))
    guard try DurableFile.create("\(folder)/\(id.text).\(number)-\(random).note", sealed, files: files) else {
      throw IntakeError(.damaged, "the note's name is taken", path: folder, remedy: "Try again.")
    }
    try vault.acts.recordDurably(.annotateDeadLetter, details: details(id, note: text))
  }

  /// Files a letter with the importer's writer, through the code that the gateway uses; sealed when it returns.
  ///
  /// Files that its messages name are gaps until the gateway of this machine fetched them. Throws what reading or filing
  /// throws; the letter then stays.
  @discardableResult
  public func retry(_ id: DeadLetterID, in vault: UnlockedVault) throws -> (events: Int, messages: Int, media: Int) {
    let opened = try open(id, as: .officer(vault))
    let captured = try CapturedDelivery(decoding: opened.bytes)
    let filer = DeliveryFiler(vault: vault.id, fingerprintKey: Importer.fingerprintKey(of: vault.id))
    let filing = try filer.filing(captured)
    let jobs = MediaJob.jobs(in: filing.events, endpoint: filing.endpoint)
    let isQuarantined = opened.letter.isQuarantined
    let writer = try vault.writer(kind: .importer)
    do {
      for item in filing.items { try writer.append(encoded: item.bytes, period: item.period, recordDate: item.date) }
      for record in lacking(jobs, isQuarantined: isQuarantined) {
        let date = record.recordDate(isImport: false)
        try writer.append(
          encoded: Record.event(record).encode(), period: Period(.standard, YearMonth(date)), recordDate: date)
      }
      try writer.close()
    } catch {
      try? writer.close()
      throw error
    }
    try vault.acts.recordDurably(.retryDeadLetter, details: details(id))
    try remove(id, keepingForMedia: !jobs.isEmpty && !isQuarantined)
    return (filing.events.count, filing.messages, jobs.count)
  }

  // MARK: - As a gateway

  /// Puts a letter back into the spool, from where the archiver files it.
  public func retry(_ id: DeadLetterID, into spool: any Spool) async throws {
    guard let key else { throw missing(id) }
    let opened = try open(id, as: .gateway(key, vault.id))
    try await spool.append(opened.bytes)
    try remove(id)
  }

  // MARK: - Notes

  func notes(of id: DeadLetterID, as opener: DeadLetterOpener) throws -> [OpenDeadLetter.Note] {
    var notes: [OpenDeadLetter.Note] = []
    for name in try files.names(in: folder) where name.hasPrefix(id.text + ".") && name.hasSuffix(".note") {
      let path = folder + "/" + name
      guard let bytes = try DurableFile.read(path, files: files) else { continue }
      let file = try DeadLetterFile(parsing: bytes, vault: vault.id, path: path)
      let at = file.fields["at"]?.string.flatMap { Instant(rfc3339: $0) } ?? Instant(milliseconds: 0)
      // What an officer wrote without the gateway's key, the gateway cannot read.
      guard let text = try? file.open(opener, path: path) else { continue }
      notes.append(OpenDeadLetter.Note(at: at, text: String(decoding: text, as: UTF8.self)))
    }
    return notes.sorted { ($0.at, $0.text) < ($1.at, $1.text) }
  }

  private func details(_ id: DeadLetterID, note: String? = nil) -> JSONObject {
    var members = [JSONObject.Member(name: "letter", value: .string(id.text))]
    if let note { members.append(JSONObject.Member(name: "note", value: .string(String(note.prefix(10_000))))) }
    return JSONObject(members)
  }
}
