import Records
import Synchronization

/// Everything the gateway counts, for metrics, status and `--check`.
public final class GatewayCounters: Sendable {
  private struct State: Sendable {
    var accounts: [String: AccountCounters] = [:]
    var earlier: [String: [String: KindCounters.Entry]] = [:]
    var answers: [Int: Int64] = [:]
    var acknowledged = Histogram()
  }

  private let state = Mutex(State())

  /// Starts at zero.
  public init() {}

  /// The counters of an account, which outlive a reload.
  func account(_ name: String) -> AccountCounters {
    state.withLock { state in
      if let counters = state.accounts[name] { return counters }
      let counters = AccountCounters(name: name)
      if let earlier = state.earlier[name] { counters.kinds.restore(earlier) }
      state.accounts[name] = counters
      return counters
    }
  }

  /// Counts an answer of the webhook listener.
  func observe(_ status: Int, _ nanoseconds: Int64) {
    state.withLock { state in
      state.answers[status, default: 0] &+= 1
      if status == 200, nanoseconds > 0 { state.acknowledged.add(nanoseconds / 1000) }
    }
  }

  /// Answers by status.
  var answers: [Int: Int64] { state.withLock { $0.answers } }

  /// How long the 200s took.
  var acknowledged: Histogram { state.withLock { $0.acknowledged } }

  var accounts: [AccountCounters] { state.withLock { $0.accounts.values.sorted { $0.name < $1.name } } }

  /// The kinds by account.
  var kinds: [String: [String: KindCounters.Entry]] {
    state.withLock { state in
      state.earlier.merging(state.accounts.mapValues { $0.kinds.snapshot }) { _, new in new }
    }
  }

  /// Takes up what an earlier run counted; before any account is asked for.
  func restore(kinds: [String: [String: KindCounters.Entry]]) { state.withLock { $0.earlier = kinds } }
}
