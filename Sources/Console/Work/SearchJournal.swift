import Dispatch
import Records
import Synchronization
import Vault

/// Journals live searches: what an officer typed is recorded once it has stood for a second, not each letter of it.
final class SearchJournal: Sendable {
  struct Entry: Sendable, Equatable {
    var text: String
    var zone: String
    var hits: [MessageID]
  }

  private let pending = Mutex<Entry?>(nil)

  /// Notes the search that is shown now.
  func note(_ entry: Entry, acts: ActRecorder) {
    let previous = pending.withLock { pending in
      let old = pending
      pending = entry
      return old
    }
    // A search that the new one only continues was a step of typing it.
    if let previous, !entry.text.hasPrefix(previous.text), !previous.text.hasPrefix(entry.text) {
      SearchJournal.write(previous, acts)
    }
    DispatchQueue.global(qos: .utility).asyncAfter(deadline: .now() + .milliseconds(900)) { [weak acts] in
      let due = self.pending.withLock { pending -> Entry? in
        guard pending == entry else { return nil }
        pending = nil
        return entry
      }
      if let due, let acts { SearchJournal.write(due, acts) }
    }
  }

  /// Journals what still waits.
  func flush(to acts: ActRecorder) {
    if let entry = pending.withLock({ $0.take() }) { SearchJournal.write(entry, acts) }
  }

  private static func write(_ entry: Entry, _ acts: ActRecorder) {
    _ = try? acts.record(
      .search,
      details: JSONObject([
        .init(name: "messages", value: .array(entry.hits.map { .string($0.text) })),
        .init(name: "query", value: .string(entry.text)),
        .init(name: "time_zone", value: .string(entry.zone)),
      ]))
  }
}
