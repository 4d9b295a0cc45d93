import Casework
import Dispatch
import Intake
import Records
import SearchIndex
import Storage
import Synchronization
import TerminalKit
import Vault

/// Does the console's work on background threads: one for looking, one for searching, one for long jobs.
///
/// The terminal's thread only calls ``start(_:_:zone:)`` and ``cancel(screen:lane:)``, which never wait; answers come back
/// through the mailbox.
final class Worker: Sendable {
  /// What is open; nil while locked.
  struct Opened: Sendable {
    let vault: UnlockedVault
    let index: ArchiveIndex
    let cases: CaseManager
    let changes: ChangeToken
  }

  private struct State {
    var opened: Opened?
    var flags: [Ticket: CancellationFlag] = [:]
    var inFlight = 0
  }

  let locked: LockedVault
  let settings: ConsoleSettings
  let mailbox: Mailbox<ConsoleEvent>
  private let state = Mutex(State())
  private let lanes: [Request.Lane: DispatchQueue]
  let searches = SearchJournal()

  init(locked: LockedVault, settings: ConsoleSettings, mailbox: Mailbox<ConsoleEvent>) {
    self.locked = locked
    self.settings = settings
    self.mailbox = mailbox
    lanes = Dictionary(
      uniqueKeysWithValues: Request.Lane.allCases.map {
        ($0, DispatchQueue(label: "holdfast.\($0)", qos: .userInitiated))
      })
  }

  /// Whether nothing is being worked on: scripts wait for it.
  var isIdle: Bool { state.withLock { $0.inFlight == 0 } }

  /// What is open; throws while locked.
  func opened() throws -> Opened {
    guard let opened = state.withLock({ $0.opened }) else {
      throw ConsoleFailure(.refused, "The console is locked.")
    }
    return opened
  }

  /// The coverage, when something is open.
  func coverage() -> Coverage? { state.withLock { $0.opened }.flatMap { try? $0.index.coverage() } }

  /// Begins a request.
  func start(_ request: Request, _ ticket: Ticket, zone: NamedZone) {
    let flag = CancellationFlag()
    state.withLock {
      $0.flags[ticket] = flag
      $0.inFlight += 1
    }
    lanes[ticket.lane]?.async { [self] in
      let event: ConsoleEvent
      do {
        try flag.check()
        event = .answer(try perform(request, ticket, zone, flag), to: request, ticket: ticket)
      } catch {
        event = .failure(FailureText.of(error), of: request, ticket: ticket)
      }
      mailbox.post(event)
      state.withLock {
        $0.flags[ticket] = nil
        $0.inFlight -= 1
      }
    }
  }

  /// Stops what a screen asked for in a lane.
  func cancel(screen: Int, lane: Request.Lane) {
    state.withLock { state in
      for (ticket, flag) in state.flags where ticket.screen == screen && ticket.lane == lane { flag.cancel() }
    }
  }

  /// Seals what is journaled and forgets everything that was unlocked.
  func lock() {
    let opened = state.withLock { state in
      for flag in state.flags.values { flag.cancel() }
      return state.opened.take()
    }
    guard let opened else { return }
    searches.flush(to: opened.vault.acts)
    opened.changes.cancel()
    opened.index.stopFollowing()
    opened.index.close()
    try? opened.vault.close()
  }

  /// Remembers what was opened, for the requests that follow.
  func keep(_ opened: Opened) { state.withLock { $0.opened = opened } }

  /// Tells of a job's progress.
  func report(_ title: String, _ ticket: Ticket) -> @Sendable (Progress) -> Void {
    let throttle = Throttle(milliseconds: 100)
    return { [mailbox] progress in
      guard throttle.isDue() else { return }
      mailbox.post(.progress(title: title, progress, ticket: ticket))
    }
  }
}

/// What the console was started with.
struct ConsoleSettings: Sendable {
  var state: StateDirectory
  var environment: VaultEnvironment
  /// Scripts index everything before they go on, so that their screens are repeatable.
  var indexesFirst = false
}
