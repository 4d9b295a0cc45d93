import Dispatch
import Records
import Sealing
import Storage
import Synchronization

/// Seals what an officer does: durable acts at once, views and searches by way of a journal.
public final class ActRecorder: Sendable {
  private struct State {
    var journal: ActJournal?
    /// Journaled and not yet sealed.
    var waiting: [(act: OfficerAct, bytes: [UInt8])] = []
    var isScheduled = false
  }

  /// How long journaled acts wait for a segment.
  private static let delay = DispatchTimeInterval.seconds(60)
  /// How many writers of acts one machine has at most at one time.
  static let slots = 8

  private weak let vault: UnlockedVault?
  private let state: Mutex<State>
  /// One sealing at a time.
  private let sealing = Mutex<Void>(())

  init(vault: UnlockedVault) {
    self.vault = vault
    state = Mutex(State())
  }

  private func open() throws -> UnlockedVault {
    guard let vault else { throw VaultError(.usage, "the vault was closed") }
    return vault
  }

  private func make(_ kind: OfficerAct.Kind, _ details: JSONObject, _ vault: UnlockedVault) throws -> OfficerAct {
    let environment = vault.environment
    var act = OfficerAct(
      id: ActID(suffix: Base32.encode(try environment.randomness.bytes(10))), kind: kind, officer: vault.officer.id,
      doneAt: environment.clock.now(), details: details)
    if let key = vault.signingKey { act.signature = Base64.encode(try key.sign(act.signedBytes)) }
    return act
  }

  /// Journals an act before it takes effect; it is sealed within a minute, with the next durable act, or at exit.
  @discardableResult
  public func record(_ kind: OfficerAct.Kind, details: JSONObject = JSONObject()) throws -> OfficerAct {
    let vault = try open()
    let act = try make(kind, details, vault)
    let bytes = Record.act(act).encode()
    let schedule = try state.withLock { state in
      if state.journal == nil {
        state.journal = try ActJournal(
          in: vault.state.acts, vault: vault.id, identity: vault.publicIdentity, environment: vault.environment)
      }
      try state.journal?.append(bytes)
      state.waiting.append((act, bytes))
      defer { state.isScheduled = true }
      return !state.isScheduled
    }
    if schedule {
      DispatchQueue.global(qos: .utility).asyncAfter(deadline: .now() + ActRecorder.delay) { [weak self] in
        guard let self else { return }
        self.state.withLock { $0.isScheduled = false }
        // A failure leaves the journal, which the next flush or unlock seals.
        try? self.flush()
      }
    }
    return act
  }

  /// Seals an act into the vault before it returns: holds, releases, exports.
  @discardableResult
  public func recordDurably(_ kind: OfficerAct.Kind, details: JSONObject = JSONObject()) throws -> OfficerAct {
    let vault = try open()
    let act = try make(kind, details, vault)
    try sealing.withLock { _ in
      let writer = try freeWriter(vault)
      try seal(also: [Record.act(act).encode()], with: writer, vault)
    }
    return act
  }

  /// Seals what is journaled, here and by processes that ended; does nothing while another process is the writer.
  public func flush() throws {
    let vault = try open()
    try sealing.withLock { _ in
      let isIdle = state.withLock { $0.waiting.isEmpty && $0.journal == nil }
      if isIdle, try orphans(vault).isEmpty { return }
      if let writer = try ownWriter(vault) { try seal(also: [], with: writer, vault) }
    }
  }

  /// A writer of acts that this process has already, or the first one if it is free.
  private func ownWriter(_ vault: UnlockedVault) throws -> VaultWriter? {
    let open = vault.writerCache.withLock { cache in
      (1...ActRecorder.slots).compactMap { cache["\(WriterKind.console.rawValue)-\($0)"] }.first
    }
    if let open { return open }
    do { return try vault.writer(kind: .console) } catch let error as VaultError where error.code == .writerBusy {
      return nil
    }
  }

  /// The machine's first writer of acts that no other process has.
  private func freeWriter(_ vault: UnlockedVault) throws -> VaultWriter {
    var busy: (any Error)?
    for number in 1...ActRecorder.slots {
      do { return try vault.writer(kind: .console, number: number) } catch let error as VaultError
        where error.code == .writerBusy
      {
        busy = error
      }
    }
    throw busy ?? VaultError(.writerBusy, "no writer is free")
  }

  private func orphans(_ vault: UnlockedVault) throws -> [String] {
    let own = state.withLock { $0.journal?.path }
    return try vault.environment.files.names(in: vault.state.acts)
      .filter { $0.hasSuffix(".journal") }.map { vault.state.acts + "/" + $0 }.filter { $0 != own }.sorted()
  }

  private func seal(also acts: [[UInt8]], with writer: VaultWriter, _ vault: UnlockedVault) throws {
    var adopted: [(path: String, release: () -> Void)] = []
    defer { for journal in adopted { journal.release() } }
    for path in try orphans(vault) {
      guard
        let (found, release) = try ActJournal.adopt(
          path, vault: vault.id, identities: vault.identities, files: vault.environment.files)
      else { continue }
      adopted.append((path, release))
      for bytes in found { try append(bytes, to: writer) }
    }
    // What is journaled from here on goes to a new journal, so that this one can be removed whole.
    let (journal, waiting) = state.withLock { state in
      let taken = Taken(journal: state.journal, waiting: state.waiting)
      state.journal = nil
      state.waiting = []
      return taken
    }.parts
    do {
      for entry in waiting { try append(entry.bytes, to: writer) }
      for bytes in acts { try append(bytes, to: writer) }
      try writer.seal(reason: .act)
    } catch {
      // The journal keeps them; whoever unlocks next seals them.
      journal?.abandon()
      throw error
    }
    try journal?.remove()
    for entry in adopted { try vault.environment.files.unlink(entry.path) }
  }

  private func append(_ bytes: [UInt8], to writer: VaultWriter) throws {
    guard case .act(let act) = try Record.decode(bytes) else {
      throw VaultError(.tampered, "a journal holds something that is not an act")
    }
    try writer.append(
      encoded: bytes, period: Period(.audit, YearMonth(act.doneAt)), recordDate: act.doneAt)
  }

  /// Hands the journal out of the lock: from here on only the caller has it.
  private struct Taken: @unchecked Sendable {
    // @unchecked: the journal was removed from the shared state in the same critical section.
    var journal: ActJournal?
    var waiting: [(act: OfficerAct, bytes: [UInt8])]
    var parts: (ActJournal?, [(act: OfficerAct, bytes: [UInt8])]) { (journal, waiting) }
  }
}
