import Dispatch
import Records
import Synchronization
import Vault

extension ArchiveDesk {
  /// Files a batch in order; throws ``VaultLost`` when the vault fails.
  func file(_ batch: [ArchiveWork]) throws -> Outcome {
    var outcome = Outcome()
    try reached(.taken)
    if let suspicion, batch.contains(where: { suspicion.contains($0.position) }) {
      try fileCarefully(batch, suspicion, &outcome)
    } else if let first = batch.map(\.position).min(), let last = batch.map(\.position).max() {
      try? marker?.begin(CrashMarker.Suspicion(first: first, last: last, crashes: 1))
      try fileTogether(batch, &outcome)
    }
    try? marker?.end()
    if let last = suspicion?.last, batch.contains(where: { $0.position >= last }) { suspicion = nil }
    try reached(.filed)
    return outcome
  }

  /// After a crash: one at a time, so that the entry that ends the process is known by name.
  private func fileCarefully(
    _ batch: [ArchiveWork], _ suspicion: CrashMarker.Suspicion, _ outcome: inout Outcome
  ) throws {
    for (index, work) in batch.enumerated() {
      if suspicion.contains(work.position) {
        if suspicion.isOne, suspicion.crashes >= options.maximumTries {
          outcome.failures.append(
            Outcome.Failure(
              work: work, reason: .crashed, error: "the process ended \(suspicion.crashes) times while it read this",
              isFinal: true))
          // It is put aside before anything else may end the process again.
          outcome.rest = Array(batch[(index + 1)...])
          self.suspicion = nil
          return
        }
        try? marker?.begin(
          CrashMarker.Suspicion(first: work.position, last: work.position, crashes: suspicion.crashes + 1))
      }
      try fileTogether([work], &outcome)
    }
  }

  private func fileTogether(_ batch: [ArchiveWork], _ outcome: inout Outcome) throws {
    let filings = readAll(batch)
    try reached(.read)
    for (work, filing) in zip(batch, filings) {
      switch filing {
      case .success(let filing):
        do { try file(filing, work, &outcome) } catch let error as VaultError where error.code == .usage {
          outcome.failures.append(failure(work, error))
        }
      case .failure(let error): outcome.failures.append(failure(work, error))
      }
    }
  }

  private func failure(_ work: ArchiveWork, _ error: any Error) -> Outcome.Failure {
    Outcome.Failure(work: work, reason: .unreadable, error: "\(error)", isFinal: false)
  }

  /// Reads on several threads; the results are in order.
  private func readAll(_ batch: [ArchiveWork]) -> [Result<Filing, any Error>] {
    let filer = filer
    @Sendable func read(_ work: ArchiveWork) -> Result<Filing, any Error> {
      Result { try filer.filing(CapturedDelivery(decoding: work.entry.bytes)) }
    }
    let parts = min(readers.count + 1, batch.count / 8)
    guard parts > 1 else { return batch.map(read) }
    let share = (batch.count + parts - 1) / parts
    @Sendable func part(_ index: Int) -> [Result<Filing, any Error>] {
      let from = min(batch.count, index * share)
      return batch[from..<min(batch.count, from + share)].map(read)
    }
    let others = Mutex([Int: [Result<Filing, any Error>]]())
    let group = DispatchGroup()
    for index in 1..<parts {
      group.enter()
      readers[index - 1].start {
        let done = part(index)
        others.withLock { $0[index] = done }
        group.leave()
      }
    }
    let first = part(0)
    group.wait()
    return others.withLock { others in first + (1..<parts).flatMap { others[$0] ?? [] } }
  }

  private func file(_ filing: Filing, _ work: ArchiveWork, _ outcome: inout Outcome) throws {
    let isRepeated = filing.delivery.map { recent.contains($0) } ?? false
    if !isRepeated {
      try append(filing, &outcome)
      if let id = filing.delivery { recent.insert(id) }
      outcome.media += MediaJob.jobs(in: filing.events, endpoint: filing.endpoint).map {
        WaitingMedium(position: work.position, job: $0)
      }
    }
    coverage?.observe(filing, at: work.position, isRetry: work.failures > 0 || work.entry.isClaimed)
    filed.append(work.position)
    if filedSince == nil { filedSince = .now }
    guard !filing.isOwnWord else { return }
    filedDeliveries += 1
    var count = CoverageCounts()
    count.received = 1
    outcome.received += 1
    if isRepeated {
      count.duplicates = 1
      outcome.duplicates += 1
    } else {
      (count.stored, count.messages, count.gaps, count.exceptions) = (
        1, Int64(filing.messages), Int64(filing.gaps), Int64(filing.exceptions)
      )
      outcome.stored += 1
      outcome.messages += filing.messages
      outcome.gaps += filing.gaps
      outcome.exceptions += filing.exceptions
    }
    if let coverage, work.entry.isClaimed || !coverage.isCounted(work.position) {
      let day = CoverageDay(
        endpoint: filing.endpoint, scope: filing.scope, day: CivilTime(filing.capturedAt).date)
      counts[day, default: CoverageCounts()].add(count)
    }
  }

  /// Files events whose files were fetched, past the spool; returns those that the vault does not take.
  func file(completed: [CapturedDelivery]) throws -> [(captured: CapturedDelivery, error: any Error)] {
    var outcome = Outcome()
    var refused: [(captured: CapturedDelivery, error: any Error)] = []
    for captured in completed {
      do { try append(filer.filing(captured), &outcome) } catch let error as VaultLost {
        throw error
      } catch let error as StepFailed {
        throw error
      } catch { refused.append((captured, error)) }
    }
    return refused
  }

  private func append(_ filing: Filing, _ outcome: inout Outcome) throws {
    guard let writer else { throw VaultLost(cause: Archiver.noWriter) }
    for item in filing.items {
      let address: RecordAddress
      do {
        address = try writer.append(encoded: item.bytes, period: item.period, recordDate: item.date)
      } catch let error as VaultError where error.code == .usage {
        throw error
      } catch { throw VaultLost(cause: error) }
      filedBytes += item.bytes.count
      filedRecords += 1
      do { try tail?.append(address, item.period, item.bytes) } catch { outcome.tailFailure = "\(error)" }
      try reached(item.isDelivery ? .filedDelivery : .filedEvent)
    }
  }
}
