import Intake
import Records

// What was given up stays parked, until a person has it tried again or it is too old.
extension MediaFetcher {
  /// Tries again what was given up for a message; says whether there was anything.
  public func retry(_ message: MessageID) async throws -> Bool {
    try await unpark { $0.record.event.messageID == message } > 0
  }

  /// Tries again everything that was given up; returns how many media that are.
  public func retryAll() async throws -> Int { try await unpark { _ in true } }

  private func unpark(_ isWanted: @Sendable (MediaJob) -> Bool) async throws -> Int {
    guard let parked else { return 0 }
    // One at a time: a second pass would find what the first has in its hands gone.
    while isUnparking { try await Task.sleep(for: .milliseconds(20)) }
    isUnparking = true
    defer { isUnparking = false }
    let earliest = earliestKept
    return try await parked.take { job in
      if isWanted(job) { return .take }
      return job.record.capturedAt < earliest ? .drop : .keep
    } into: {
      try await self.enqueue([$0])
    }
  }

  /// Looks for what people asked to be tried again.
  func answerRequests() async {
    guard parked != nil else { return }
    // What is too old to be had is forgotten once per start.
    _ = try? await unpark { _ in false }
    guard let requests else { return }
    while !Task.isCancelled {
      if let pending = try? requests.pending(), !pending.isEmpty {
        var wanted: Set<MessageID> = []
        for case .message(let id) in pending { wanted.insert(id) }
        let isAll = pending.contains(.all)
        do {
          _ = try await unpark { [wanted] job in isAll || job.record.event.messageID.map(wanted.contains) == true }
          try requests.remove(pending)
        } catch { counters.failure = "a retry by hand failed: \(error)" }
      }
      do { try await Task.sleep(for: options.requestPause) } catch { return }
    }
  }

  private var earliestKept: Instant {
    Instant(milliseconds: clock.now().milliseconds - options.parkedTime.components.seconds * 1000)
  }
}
