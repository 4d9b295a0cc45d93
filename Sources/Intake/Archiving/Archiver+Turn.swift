import Records
import Storage
import Vault

extension Archiver {
  /// So many failed entries are kept for another try before nothing new is taken.
  private static let mostRetries = 1024
  /// So many media are handed over at once.
  static let mostMediaAtOnce = 256

  // MARK: - Taking

  func take(wait: Duration) async throws -> [ArchiveWork] {
    let now = ContinuousClock.now
    let (due, next, isFull) = book.withLock { book in
      let due = book.retries.values.filter { $0.due <= now }.map(\.work).sorted { $0.position < $1.position }
      for work in due { book.retries[work.position] = nil }
      return (
        due, book.retries.values.map(\.due).min(),
        book.retries.count >= Archiver.mostRetries || book.media.count >= options.waitingMedia
      )
    }
    if isFull {
      if due.isEmpty { try await Task.sleep(for: min(wait, .milliseconds(50))) }
      return due
    }
    let patience = due.isEmpty ? min(wait, next.map { max(.zero, $0 - now) } ?? wait) : .zero
    let entries: [SpooledEntry]
    do { entries = try await spool.next(limit: options.batch, wait: patience) } catch {
      for work in due { retry(work, after: .zero) }
      throw error
    }
    return due
      + book.withLock { book in
        entries.map { entry in
          book.newest = max(book.newest ?? entry.position, entry.position)
          book.returned.remove(entry.position)
          return ArchiveWork(entry: entry, failures: book.failures[entry.position] ?? 0)
        }
      }
  }

  private func retry(_ work: ArchiveWork, after pause: Duration) {
    book.withLock { book in
      book.retries[work.position] = (work, .now + pause)
      book.failures[work.position] = work.failures
    }
  }

  // MARK: - Filing

  func file(_ batch: [ArchiveWork]) async throws {
    var rest = batch
    while !rest.isEmpty { rest = try await fileSome(rest) }
  }

  private func fileSome(_ batch: [ArchiveWork]) async throws -> [ArchiveWork] {
    let outcome: ArchiveDesk.Outcome
    do { outcome = try await queue.run { [desk] in try desk.file(batch) } } catch {
      book.withLock { $0.returning += batch.map(\.position) }
      throw error
    }
    book.withLock { book in
      book.media += outcome.media
      book.status.received += Int64(outcome.received)
      book.status.stored += Int64(outcome.stored)
      book.status.duplicates += Int64(outcome.duplicates)
      book.status.messages += Int64(outcome.messages)
      book.status.gaps += Int64(outcome.gaps)
      book.status.exceptions += Int64(outcome.exceptions)
      if let failure = outcome.tailFailure { book.status.tailFailure = failure }
      let failed = Set(outcome.failures.map(\.work.position))
      for work in batch where work.failures > 0 && !failed.contains(work.position) {
        book.failures[work.position] = nil
      }
    }
    for failure in outcome.failures { try await failed(failure) }
    return outcome.rest
  }

  /// Tries an entry again later, or puts it aside.
  private func failed(_ failure: ArchiveDesk.Outcome.Failure) async throws {
    var work = failure.work
    work.failures += 1
    guard failure.isFinal || work.failures >= options.maximumTries else {
      let pause = options.retryMilliseconds << min(10, work.failures - 1)
      return retry(work, after: .milliseconds(pause))
    }
    let tries = work.failures
    let bytes = work.entry.bytes
    let captured = try? CapturedDelivery(decoding: work.entry.bytes)
    do {
      try await queue.run { [deadLetters, desk] in
        try deadLetters.put(
          bytes, endpoint: captured?.endpoint ?? "unknown", reason: failure.reason, error: failure.error,
          tries: tries)
        desk.countLetter(failure)
        try desk.reached(.lettered)
      }
    } catch let error as StepFailed {
      throw error
    } catch {
      // No room for the letter: the entry stays where it is, and is tried once more later.
      work.failures = options.maximumTries - 1
      retry(work, after: .milliseconds(options.longestPauseMilliseconds))
      book.withLock { $0.status.failure = "a dead letter cannot be put aside: \(error)" }
      return
    }
    book.withLock { book in
      book.failures[work.position] = nil
      book.sealed.append(work.position)
      book.status.deadLetters += 1
      book.status.received += 1
    }
  }

  /// Gives media to those who fetch them; an entry is not acknowledged before they have its media.
  ///
  /// Sealing goes on while they take nothing. What fails may have been taken in part, and all of it is offered again: so
  /// after a failure one is offered alone, then more, or a queue with little room would fill with the same few.
  func handOver() async throws {
    while true {
      let jobs = book.withLock { $0.media.prefix($0.mediaStep).map(\.job) }
      guard !jobs.isEmpty else { return }
      do { try await onMedia(jobs) } catch {
        let isAlone = book.withLock { book in
          defer { book.mediaStep = 1 }
          book.status.mediaFailure = "\(error)"
          return jobs.count == 1
        }
        if isAlone { return }
        continue
      }
      book.withLock { book in
        book.mediaStep = min(Archiver.mostMediaAtOnce, book.mediaStep * 2)
        book.media.removeFirst(jobs.count)
        book.sealedMedia = max(0, book.sealedMedia - jobs.count)
        book.status.mediaFailure = nil
      }
      try desk.reached(.handedOver)
    }
  }

  // MARK: - Sealing

  func seal() async throws {
    guard let sealed = try await queue.run({ [desk] in try desk.seal() }) else { return }
    let now = clock.now()
    let except = book.withLock { book -> Set<SpoolPosition> in
      book.sealed += sealed.positions
      book.sealedMedia = book.media.count
      book.status.sealedAt = now
      book.status.sealedRecords += Int64(sealed.records)
      book.status.archived += Int64(sealed.deliveries)
      book.status.tailFailure = sealed.tailFailure
      (book.status.unsealed, book.status.unsealedBytes, book.since) = (0, 0, nil)
      return Set(book.retries.keys).union(book.returned).union(book.returning)
    }
    if let coverage, let newest = book.withLock({ $0.newest }) {
      coverage.settle(sealed.counts, through: newest, except: except)
    }
    // The records are in the ledger: who follows finds them there.
    sealed.removeTail()
    try desk.reached(.tailRemoved)
  }

  /// Acknowledges what is sealed, once its media and the coverage are safe too.
  func settle() async throws {
    try await settling.take {
      let (positions, waiting) = book.withLock { $0.settled }
      guard !positions.isEmpty else { return }
      if let coverage {
        try await coverage.tell()
        try await queue.run { try coverage.keep() }
      }
      try desk.reached(.counted)
      try await spool.acknowledge(positions)
      book.withLock { $0.sealed.replaceSubrange(..<(positions.count + waiting.count), with: waiting) }
      try desk.reached(.acknowledged)
    }
  }

  func noteUnsealed(_ unsealed: (entries: Int, bytes: Int, since: ContinuousClock.Instant?)) {
    book.withLock { book in
      book.status.unsealed = Int64(unsealed.entries)
      book.status.unsealedBytes = Int64(unsealed.bytes)
      book.since = unsealed.since
    }
  }

  // MARK: - Failures

  /// After a failure: says so, and hands back what a failed vault did not seal.
  func recover(from error: any Error) async {
    if let lost = error as? VaultLost {
      let unsealed = (try? await queue.run { [desk] in desk.loseWriter() }) ?? []
      book.withLock { book in
        book.status.failure = "the vault: \(lost.cause)"
        book.returning += unsealed
        book.returning += book.retries.keys.sorted()
        book.retries = [:]
        // They come again with their deliveries; those of sealed deliveries do not.
        book.media.removeSubrange(book.sealedMedia...)
        (book.status.unsealed, book.status.unsealedBytes, book.since) = (0, 0, nil)
      }
    } else {
      book.withLock { $0.status.failure = "\(error)" }
    }
    try? await giveBack()
  }

  /// Hands back what is to be filed again.
  func giveBack() async throws {
    let positions = book.withLock { Array(Set($0.returning)).sorted() }
    guard !positions.isEmpty else { return }
    try await spool.giveBack(positions)
    book.withLock { book in
      book.returning = []
      book.returned.formUnion(positions)
    }
  }
}
