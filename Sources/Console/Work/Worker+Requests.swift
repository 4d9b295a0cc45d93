import Casework
import Glibc
import Intake
import Records
import SearchIndex
import Storage
import Vault

extension Worker {
  /// Does one request, on the thread of its lane.
  func perform(_ request: Request, _ ticket: Ticket, _ zone: NamedZone, _ cancel: CancellationFlag) throws -> Answer {
    if case .unlock(let passphrase) = request { return try unlock(passphrase, ticket, cancel) }
    let opened = try opened()
    let index = opened.index
    var letters: DeadLetterStore { DeadLetterStore(vault: opened.vault.locked) }
    switch request {
    case .unlock: return .done
    case .conversations(let filter, let after):
      let (text, heldOnly) = Worker.heldOnly(filter)
      return .conversations(
        try index.conversations(filter: ConversationFilter(text: text, heldOnly: heldOnly), after: after, limit: 100))
    case .conversation(let id): return .conversation(try index.conversation(id))
    case .timeline(let id, let anchor, let before, let after):
      let page = try index.timeline(id, from: anchor, before: before, after: after, cancel: cancel)
      try noteView(of: page.items.compactMap(\.messageID), in: id, opened)
      return .timeline(page)
    case .nearestHeld(let seek): return .nearestHeld(try seek.find(in: index, cancel))
    case .search(let text, let after):
      let page = try index.search(try parse(text, zone, isLive: true), after: after, limit: 60, cancel: cancel)
      searches.note(
        SearchJournal.Entry(text: text, zone: zone.name, hits: page.hits.map(\.id)), acts: opened.vault.acts)
      return .search(page)
    case .count(let text):
      return .count(try index.count(try parse(text, zone, isLive: true), cap: nil, cancel: cancel))
    case .message(let id): return .message(namingSender(of: try open(id, opened, zone), opened))
    case .matters: return try matters(opened)
    case .acts:
      let acts = try index.acts(limit: 1000)
      return .acts(acts, names: try Names(of: acts, vault: opened.vault, index: index))
    case .gaps: return .gaps(try index.gaps())
    case .status: return .status(try index.statistics())
    case .health: return .health(try HealthReport.look(opened))
    case .deadLetters: return .deadLetters(try letters.list())
    case .deadLetter(let id): return .deadLetter(try letters.show(id, in: opened.vault))
    case .retryDeadLetter(let id):
      let filed = try letters.retry(id, in: opened.vault)
      index.wake()
      let events = Numerals.count(filed.events, "event"), messages = Numerals.count(filed.messages, "message")
      let media = filed.media > 0 ? " \(Numerals.count(filed.media, "attachment")) missing still." : ""
      return .filed("Filed: \(events), \(messages).\(media)")
    case .annotateDeadLetter(let id, let text):
      try letters.annotate(id, text, in: opened.vault)
      return .done
    case .people, .person, .conversationsOf, .previewMerge, .previewUndo, .previewSplit, .mergePeople, .undoMerge,
      .splitPerson, .flaggedPeople, .members, .record:
      return try performPeople(request, opened, cancel) ?? .done
    case .openMatter(let name, let title):
      _ = try opened.cases.openMatter(name: name, title: title)
      return try matters(opened)
    case .previewHold(let target, _):
      var preview = try opened.cases.previewHold(try scope(target, zone), cancel: cancel)
      if case .query(let text) = target {
        let list = try parse(text, zone, isLive: true)
        if list.root != (try parse(text, zone, isLive: false)).root {
          preview.listed = HoldPreview.Listed(
            query: list.canonicalText, messages: try index.count(list, cap: nil, cancel: cancel).count)
        }
      }
      return .preview(preview)
    case .placeHold(let target, let matter, let reason):
      let hold = try opened.cases.placeHold(matter: matter, on: try scope(target, zone), reason: reason)
      return .held(hold.id)
    case .releaseHold(let id, let reason):
      try opened.cases.releaseHold(id, reason: reason)
      return .done
    case .explain(let id): return .explained(Worker.lines(of: try opened.cases.explain(id), zone))
    case .export(let matter, let folder):
      let report = try opened.cases.export(
        matter: matter, to: folder, progress: self.report("Exporting \(matter)", ticket), cancel: cancel)
      return .exported(report, folder: folder)
    case .statement(let text, let file):
      let query = try parse(text, zone, isLive: false).fixingRelativeDates(options(zone, isLive: false))
      try opened.cases.nothingFoundStatement(typed: text, query: query).write(to: file)
      return .stated(file: file)
    case .importFiles(let paths):
      let absent = paths.filter { access($0, F_OK) != 0 && errno == ENOENT }
      guard absent.isEmpty else {
        let names = absent.joined(separator: ", ")
        throw ConsoleFailure(.other, "There is no file or folder \(names): nothing was imported.")
      }
      let importer = Importer(vault: opened.vault, known: IndexKnowledge(index))
      // A vault without a zone of its own: nothing is guessed, and such files are listed as exceptions.
      let zoneName = locked.timeZone.isEmpty ? nil : locked.timeZone
      let result = try importer.run(
        paths, options: ImportOptions(timeZone: zoneName), progress: self.report("Importing", ticket), cancel: cancel)
      try index.catchUp(progress: self.report("Indexing", ticket), cancel: cancel)
      return .imported(summary: ReportText.lines(of: result))
    case .verify:
      return .verified(
        try opened.vault.verify(progress: self.report("Verifying", ticket), cancel: cancel))
    }
  }

  private func matters(_ opened: Opened) throws -> Answer {
    let matters = try opened.index.matters()
    let predicates = matters.flatMap { $0.holds.map(\.placement.predicate) }
    return .matters(matters, names: try Names(in: predicates, vault: opened.vault, index: opened.index))
  }

  // MARK: - Opening

  private func unlock(_ passphrase: Passphrase, _ ticket: Ticket, _ cancel: CancellationFlag) throws -> Answer {
    let vault = try locked.unlock(passphraseBytes: passphrase.copyBytes())
    // Where that fails, as on a full disk, there is still all to read; whoever writes next meets the failure.
    try? vault.finishInterrupted()
    let index = try ArchiveIndex.open(vault: vault, state: settings.state, environment: settings.environment)
    // A small backlog is worth the wait; a large one is indexed while the officer already reads.
    let backlog = try index.coverage().lag
    if settings.indexesFirst || backlog < 20_000 {
      try index.catchUp(progress: report("Indexing", ticket), cancel: cancel)
    }
    let changes = index.onChange { [mailbox] in mailbox.post(.archiveChanged) }
    keep(Opened(vault: vault, index: index, cases: CaseManager(vault: vault, index: index), changes: changes))
    index.startFollowing()
    _ = try? vault.acts.record(.unlock)
    return .unlocked(officer: vault.officer.name, title: locked.title, coverage: try index.coverage())
  }

  // MARK: - Searching

  private func options(_ zone: NamedZone, isLive: Bool) -> QueryOptions {
    let now = settings.environment.clock.now()
    return QueryOptions(
      timeZone: zone.name, timeZoneOffset: { zone.offset(at: $0) }, today: zone.civil(now).date,
      completesLastWord: isLive)
  }

  private func parse(_ text: String, _ zone: NamedZone, isLive: Bool) throws -> Query {
    try QueryParser.read(text, options: options(zone, isLive: isLive))
  }

  private func scope(_ target: HoldTarget, _ zone: NamedZone) throws -> HoldScope {
    switch target {
    case .messages(let ids): return .messages(ids)
    case .conversation(let id, _): return .conversation(id)
    // A hold means the words as they stand, not a beginning that was still being typed.
    case .query(let text): return .query(try parse(text, zone, isLive: false))
    }
  }

  /// A filter that begins with `held:` shows only conversations under a hold.
  static func heldOnly(_ filter: String) -> (text: String, heldOnly: Bool) {
    guard filter.hasPrefix("held:") else { return (filter, false) }
    return (String(filter.dropFirst(5)), true)
  }

  // MARK: - Viewing

  /// Journals the window before it appears; with the pages read ahead, so that scrolling never waits for it.
  ///
  /// `shown` says what of a message appeared besides its lines in a window.
  private func noteView(
    of messages: [MessageID], in conversation: ConversationID?, shown: [String] = [], _ opened: Opened
  ) throws {
    guard !messages.isEmpty else { return }
    var details: [JSONObject.Member] = []
    if let conversation { details.append(.init(name: "conversation", value: .string(conversation.text))) }
    details.append(.init(name: "messages", value: .array(messages.map { .string($0.text) })))
    if !shown.isEmpty { details.append(.init(name: "shown", value: .array(shown.map { .string($0) }))) }
    try opened.vault.acts.record(.view, details: JSONObject(details))
  }

  private func open(_ id: MessageID, _ opened: Opened, _ zone: NamedZone) throws -> OpenedMessage {
    guard let detail = try opened.index.message(id) else {
      throw ConsoleFailure(.other, "The message \(id) is not in the archive.")
    }
    // One act for everything that the screen has: its pages are turned without asking again.
    try noteView(
      of: [id], in: detail.item.conversation, shown: ["every version", "raw delivery", "why it is kept"], opened)
    let checks = detail.provenance.prefix(64).map { check($0, detail, opened) }
    let delivery = try? opened.index.delivery(behind: detail)
    let body = delivery?.body ?? []
    let explanation = (try? opened.cases.explanation(of: detail)).map { Worker.lines(of: $0, zone) } ?? []
    return OpenedMessage(
      detail: detail, checks: Array(checks), raw: String(decoding: body.prefix(65_536), as: UTF8.self),
      rawLength: body.count, explanation: explanation, evidence: try? MessageEvidence(of: detail, in: opened.index))
  }

  /// Opens one sealed record and checks everything that the vault promises about it.
  private func check(
    _ entry: MessageDetail.Provenance, _ detail: MessageDetail, _ opened: Opened
  ) -> OpenedMessage.Check {
    let vault = opened.vault
    var check = OpenedMessage.Check(
      record: entry.record, role: entry.role, isCommitted: false, equalsIndex: nil, isLogged: false, leaf: 0,
      logSize: 0, writer: "", problem: nil)
    if let pending = try? opened.index.pending(entry.record) {
      check.pending = pending
      if let record = try? opened.index.event(at: entry.record) {
        check.equalsIndex = Worker.isEqual(.event(record), detail, entry)
      }
      return check
    }
    do {
      let sealed = try vault.record(at: entry.record)
      let proof = try vault.proof(of: entry.record)
      try proof.check()
      check.isCommitted = proof.record == sealed
      check.isLogged = true
      check.leaf = proof.leafIndex
      let (_, writer, _) = try vault.segment(entry.record.segment)
      check.writer = writer.text
      check.logSize = (try vault.writers().first { $0.id == writer })?.size ?? 0
      // The proof trusts the key it names: the vault's own list of writers says whose it is.
      if vault.locked.configuration.writer(writer)?.verifier.vkey != proof.writerKey {
        check.isLogged = false
        check.problem = "the checkpoint is signed by a key that is not this writer's"
      }
      check.equalsIndex = Worker.isEqual(try Record.decode(sealed), detail, entry)
      if check.equalsIndex == false { check.problem = "the sealed record says something else than the index" }
    } catch {
      check.problem = FailureText.of(error).message
    }
    return check
  }

  private static func isEqual(
    _ record: Record, _ detail: MessageDetail, _ entry: MessageDetail.Provenance
  ) -> Bool? {
    guard case .event(let sealed) = record else { return nil }
    guard let version = detail.versions.first(where: { $0.record == entry.record }) else {
      return sealed.delivery == entry.delivery
    }
    return sealed.event.content?.text == version.content.text && sealed.event.content?.kind == version.content.kind
  }

  /// What a line about a rule of retention begins with.
  static let retention = "Retention: "

  static func lines(of explanation: Explanation, _ zone: NamedZone) -> [String] {
    var lines = [explanation.summary]
    for rule in explanation.rules {
      // The rule names its class itself.
      let until = rule.expiresAt.map { " (until \(Numerals.full(zone.civil($0))))" } ?? ""
      lines.append(Self.retention + rule.text + until)
    }
    for hold in explanation.holds {
      lines.append(
        "Held by \(hold.placement.matter) since \(Numerals.full(zone.civil(hold.placedAt))): \(hold.placement.reason)")
    }
    return lines
  }
}
