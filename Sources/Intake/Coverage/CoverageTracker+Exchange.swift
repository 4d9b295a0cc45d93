import Records
import Sealing

// Several gateways of one queue: an entry goes to one of them, so each sees a part of what happens.
extension CoverageTracker {
  /// What is shared of a gap that lasts; receipts without a message are each gateway's own.
  private static let shared: Set<String> = ["session-down", "standby"]
  /// More names do not wait to be told.
  static let mostNotes = 65_536

  /// What one gateway knows and the others do not yet.
  struct Untold {
    /// Sent messages that were seen, by name.
    var notes: [String] = []
    var scopes: Set<CoverageScope> = []
    var closed: Set<String> = []
    /// The version of what all know, as it was read last.
    var version: Int64?
  }

  func name(of id: String, _ scope: CoverageScope) -> String {
    name(["message", scope.provider.rawValue, scope.account, id])
  }

  private func name(of scope: CoverageScope) -> String {
    name(["scope", scope.provider.rawValue, scope.account, scope.session ?? ""])
  }

  private func name(_ parts: [String]) -> String {
    var value: [UInt8] = []
    for part in parts { value += Array(part.utf8) + [0] }
    return Derivation.keyedFingerprint(key: nameKey, label: .gapIdentifier, value: value)
  }

  /// Tells which sent messages were seen.
  func tellNotes() async throws {
    guard let exchange else { return }
    let notes = inner.withLock { inner in
      defer { inner.untold.notes = [] }
      return inner.untold.notes
    }
    guard !notes.isEmpty else { return }
    do { try await exchange.note(notes) } catch {
      inner.withLock { $0.untold.notes = Array((notes + $0.untold.notes).suffix(CoverageTracker.mostNotes)) }
      throw error
    }
  }

  /// Of receipts that waited long enough, those whose message no gateway saw; nil when nobody can say now.
  func missing(among due: [(scope: CoverageScope, id: String, at: Instant)]) async -> [(
    scope: CoverageScope, id: String, at: Instant
  )]? {
    guard let exchange, !due.isEmpty else { return due }
    let names = due.map { name(of: $0.id, $0.scope) }
    guard let noted = try? await exchange.noted(names) else { return nil }
    return zip(due, names).filter { !noted.contains($0.1) }.map(\.0)
  }

  /// Learns of gaps that others opened or closed, and tells of its own; to be called before entries are looked at.
  func share() async {
    guard let exchange else { return }
    let untold = inner.withLock { inner in
      defer { (inner.untold.scopes, inner.untold.closed) = ([], []) }
      return inner.untold
    }
    do {
      let version = try await exchange.version()
      guard version != untold.version || !untold.scopes.isEmpty else { return }
      let remote = try await exchange.values().values.reduce(into: [CoverageScope: [CoverageState.Open]]()) {
        guard let state = file.open($1) else { return }
        $0.merge(state.open) { $0 + $1 }
      }
      var telling = untold.scopes
      // The first gateway that shares brings what it remembers; where others have shared, theirs is newer.
      if untold.version == nil, version == 0 { telling.formUnion(inner.withLock { Array($0.state.open.keys) }) }
      var known = remote
      for scope in telling {
        let own = inner.withLock { $0.state.open[scope] ?? [] }.filter { CoverageTracker.shared.contains($0.reason) }
        let others = (remote[scope] ?? []).filter { gap in
          !untold.closed.contains(gap.id) && !own.contains { $0.id == gap.id }
        }
        let gaps = (others + own).sorted { $0.from < $1.from }
        known[scope] = gaps.isEmpty ? nil : gaps
        var state = CoverageState()
        state.open[scope] = gaps
        try await exchange.put(gaps.isEmpty ? nil : file.seal(state), under: name(of: scope))
      }
      take(known, telling.isEmpty ? version : nil)
    } catch {
      inner.withLock { inner in
        inner.untold.scopes.formUnion(untold.scopes)
        inner.untold.closed.formUnion(untold.closed)
      }
    }
  }

  /// Takes over what all know; what changed here meanwhile stays until it was told.
  private func take(_ known: [CoverageScope: [CoverageState.Open]], _ version: Int64?) {
    inner.withLock { inner in
      for scope in Set(inner.state.open.keys).union(known.keys) where !inner.untold.scopes.contains(scope) {
        let old = inner.state.open[scope] ?? []
        let new = old.filter { !CoverageTracker.shared.contains($0.reason) } + (known[scope] ?? [])
        guard new != old else { continue }
        inner.state.open[scope] = new.isEmpty ? nil : new
        inner.isChanged = true
      }
      // After telling, the version is read with the next turn: somebody else may have told something, too.
      if let version { inner.untold.version = version } else { inner.untold.version = inner.untold.version ?? -1 }
    }
  }
}
