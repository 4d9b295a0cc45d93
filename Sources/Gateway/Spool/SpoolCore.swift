import Dispatch
import Foundation
import Intake
import Records
import Storage
import Synchronization
import Vault

/// The thread behind a spool, and what it shares with those who wait.
final class SpoolCore: Sendable {
  struct Append: Sendable {
    var content: [UInt8]
    var continuation: CheckedContinuation<SpoolPosition, any Error>
  }

  struct Acknowledgement: Sendable {
    var positions: [SpoolPosition]
    var continuation: CheckedContinuation<Void, any Error>
  }

  struct State: Sendable {
    var spool: SpoolState
    var appends: [Append] = []
    var appendBytes: Int64 = 0
    var acknowledgements: [Acknowledgement] = []
    var isSignalled = false
    /// Why nothing can be added at the moment.
    var failure: SpoolError?
    var isClosing = false
    var isClosed = false
    var closers: [CheckedContinuation<Void, Never>] = []
    var waiters: [UInt64: CheckedContinuation<Void, Never>] = [:]
    var nextWaiter: UInt64 = 0
  }

  /// One write holds at most this, or one entry.
  private static let batchBytes = 16 << 20
  /// How often a failed disk is tried again while nobody adds anything.
  private static let retryMilliseconds = 500

  /// How long a batch waits for more, and how often it looks.
  private static let gatherTime = Duration.microseconds(150)
  private static let gatherMicroseconds: UInt32 = 20

  let state: Mutex<State>
  private let signal = DispatchSemaphore(value: 0)
  private let appender: SpoolAppender
  private let log: AcknowledgementLog
  private let lock: OpenFile
  private let folder: String
  private let files: any FileOperations

  init(
    spool: SpoolState, appender: SpoolAppender, log: AcknowledgementLog, lock: OpenFile, folder: String,
    files: any FileOperations
  ) {
    state = Mutex(State(spool: spool))
    self.appender = appender
    self.log = log
    self.lock = lock
    self.folder = folder
    self.files = files
  }

  func start() {
    let thread = Thread { [self] in run() }
    thread.name = "holdfast.spool"
    thread.start()
  }

  /// Changes the state and wakes the thread.
  func submit<Result: Sendable>(_ change: @Sendable (inout State) -> Result) -> Result {
    let (result, isNew) = state.withLock { state in
      let result = change(&state)
      defer { state.isSignalled = true }
      return (result, !state.isSignalled)
    }
    if isNew { signal.signal() }
    return result
  }

  // MARK: - The thread

  private struct Work: Sendable {
    var appends: [Append] = []
    var acknowledgements: [Acknowledgement] = []
    var isLast = false
    var hasFailed = false
  }

  /// Lets those come that the last batch answered, so that they share the next sync.
  ///
  /// A sync takes longer than this, and a lone caller never waits.
  private func gather(_ lastCount: Int) {
    guard lastCount >= 4 else { return }
    let end = ContinuousClock.now + SpoolCore.gatherTime
    while ContinuousClock.now < end {
      let isEnough = state.withLock { state in
        state.isClosing || state.appends.isEmpty || state.appends.count >= lastCount / 4 * 3
      }
      if isEnough { return }
      usleep(SpoolCore.gatherMicroseconds)
    }
  }

  private func run() {
    var hasFailed = false
    var lastCount = 0
    while true {
      if hasFailed {
        _ = signal.wait(timeout: .now() + .milliseconds(SpoolCore.retryMilliseconds))
      } else {
        signal.wait()
      }
      // What was submitted is done batch by batch, until there is none left.
      while true {
        gather(lastCount)
        let work = takeWork()
        if !work.appends.isEmpty { lastCount = work.appends.count }
        hasFailed = work.hasFailed
        if !work.appends.isEmpty {
          commit(work.appends)
        } else if hasFailed, work.acknowledgements.isEmpty, !work.isLast {
          probe()
        }
        if !work.acknowledgements.isEmpty { commit(work.acknowledgements) }
        hasFailed = state.withLock { $0.failure != nil }
        if work.isLast { return finish() }
        if work.appends.isEmpty, work.acknowledgements.isEmpty { break }
      }
    }
  }

  private func takeWork() -> Work {
    state.withLock { state in
      state.isSignalled = false
      var work = Work(hasFailed: state.failure != nil)
      var length = 0
      var count = 0
      while count < state.appends.count,
        count == 0 || length + state.appends[count].content.count <= SpoolCore.batchBytes
      {
        length += state.appends[count].content.count
        count += 1
      }
      work.appends = Array(state.appends.prefix(count))
      state.appends.removeFirst(count)
      swap(&work.acknowledgements, &state.acknowledgements)
      work.isLast = state.isClosing && work.appends.isEmpty && work.acknowledgements.isEmpty
      return work
    }
  }

  private func beginFile() throws {
    let new = try appender.begin()
    state.withLock { state in
      state.spool.endActiveFile()
      state.spool.add(
        SpoolState.File(number: new.number, path: new.path, key: new.key, start: new.start, slots: [], isActive: true))
    }
    removeFinished()
  }

  private func commit(_ appends: [Append]) {
    let length = appends.reduce(Int64(0)) { $0 + Int64(SpoolFormat.diskLength($1.content.count)) }
    do {
      if appender.needsFile { try beginFile() }
      let (number, first, slots) = try appender.append(appends.map(\.content))
      let waiters = state.withLock { state in
        state.spool.confirm(slots, in: number)
        state.appendBytes -= length
        state.failure = nil
        return state.takeWaiters()
      }
      for (index, append) in appends.enumerated() {
        append.continuation.resume(returning: SpoolPosition(major: number, minor: first + UInt64(index)))
      }
      for waiter in waiters { waiter.resume() }
    } catch {
      let failure = failed("nothing can be added to the spool in \(folder)", error)
      state.withLock { state in
        state.spool.endActiveFile()
        state.appendBytes -= length
        state.failure = failure
      }
      removeFinished()
      for append in appends { append.continuation.resume(throwing: failure) }
    }
  }

  /// Finds out whether a disk that failed works again.
  private func probe() {
    do {
      try beginFile()
      state.withLock { $0.failure = nil }
    } catch {
      let failure = failed("nothing can be added to the spool in \(folder)", error)
      state.withLock { $0.failure = failure }
    }
  }

  private func commit(_ acknowledgements: [Acknowledgement]) {
    let positions = acknowledgements.flatMap(\.positions)
    let ranges = state.withLock { $0.spool.ranges(positions) }
    do {
      if !ranges.isEmpty {
        try log.append(ranges) { state.withLock { $0.spool.acknowledged } }
        state.withLock { $0.spool.acknowledge(ranges) }
        removeFinished()
      }
      for acknowledgement in acknowledgements { acknowledgement.continuation.resume() }
    } catch {
      let failure = failed("the spool in \(folder) cannot note what is safe", error)
      for acknowledgement in acknowledgements { acknowledgement.continuation.resume(throwing: failure) }
    }
  }

  private func failed(_ what: String, _ error: any Error) -> SpoolError {
    let remedy = (error as? StorageError)?.remedy ?? ""
    return SpoolError(
      .failed, "\(what): \((error as? StorageError)?.message ?? "\(error)")",
      remedy: remedy.isEmpty ? "check the disk; it is tried again" : remedy, cause: error)
  }

  /// Removes files that hold nothing any more; one that stays behind is found again by the acknowledgements.
  private func removeFinished() {
    let paths = state.withLock { $0.spool.removeFinished() }
    guard !paths.isEmpty else { return }
    for path in paths { try? files.unlink(path) }
    try? files.syncDirectory(folder)
  }

  private func finish() {
    appender.end()
    state.withLock { $0.spool.endActiveFile() }
    removeFinished()
    log.close(isEmpty: state.withLock { $0.spool.files.isEmpty })
    files.close(lock)
    let (closers, waiters) = state.withLock { state in
      state.isClosed = true
      defer { state.closers = [] }
      return (state.closers, state.takeWaiters())
    }
    for closer in closers { closer.resume() }
    for waiter in waiters { waiter.resume() }
  }
}

extension SpoolCore.State {
  mutating func takeWaiters() -> [CheckedContinuation<Void, Never>] {
    guard !waiters.isEmpty else { return [] }
    defer { waiters = [:] }
    return Array(waiters.values)
  }
}
