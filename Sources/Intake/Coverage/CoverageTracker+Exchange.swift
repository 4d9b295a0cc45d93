import Records
import Sealing

// Several gateways of one queue: an entry goes to one of them, so each sees a part of what happens.
extension CoverageTracker {
  /// Receipts without a message are each gateway's own; every other gap is shared.
  private static let own = "receipts-without-message"
  /// So often is told anew what others overtook.
  private static let tries = 20
  /// More names do not wait to be told.
  static let mostNotes = 65_536

  /// What one gateway knows and the others do not yet.
  struct Untold {
    /// Sent messages that were seen, by name.
    var notes: [String] = []
    /// What bears on gaps, in order.
    var words: [CoverageBoard.Word] = []
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
    guard let exchange, let version = try? await exchange.version() else { return }
    let isNew = inner.withLock { $0.untold.version != version || !$0.untold.words.isEmpty }
    if isNew { try? await telling.take { try await exchangeWords(exchange) } }
  }

  /// Tells the others what it heard, and puts on record what is new to all; without others there is nothing to tell.
  func tell() async throws {
    guard let exchange, inner.withLock({ !$0.untold.words.isEmpty }) else { return }
    try await telling.take { try await exchangeWords(exchange) }
  }

  /// Two that hear of one outage at the same time may not both open a gap: who comes second finds that of the first.
  private func exchangeWords(_ exchange: any CoverageExchange) async throws {
    let words = inner.withLock { $0.untold.words }
    for _ in 0..<CoverageTracker.tries {
      let version = try await exchange.version()
      var board = CoverageBoard(keepsEnded: true)
      for value in try await exchange.values().values {
        if let state = file.open(value) { board.gaps.merge(state.open) { $0 + $1 } }
      }
      let before = board.gaps
      // The first one brings what it remembers, and so does one that finds the server emptied.
      if version == 0 { board.gaps.merge(shared) { known, _ in known } }
      board.forget(before: vault.environment.clock.now())
      var entries: [CoverageBoard.Entry] = []
      for word in words { entries += board.apply(word) { name(word.scope, $0, $1) } }
      var changes: [String: [UInt8]?] = [:]
      for scope in Set(before.keys).union(board.gaps.keys) where before[scope] != board.gaps[scope] {
        var state = CoverageState()
        state.open[scope] = board.gaps[scope]
        changes[name(of: scope)] = .some(state.open.isEmpty ? nil : try file.seal(state))
      }
      if changes.isEmpty {
        take(board, entries, words.count, version)
        return
      }
      if try await exchange.put(changes, ifVersion: version) {
        take(board, entries, words.count, version + 1)
        return
      }
    }
    throw IntakeError(
      .busy, "other gateways tell of gaps all the while", remedy: "it is tried again with the next deliveries")
  }

  private var shared: [CoverageScope: [CoverageState.Open]] {
    inner.withLock { inner in
      inner.state.open.mapValues { $0.filter { $0.reason != CoverageTracker.own } }.filter { !$0.value.isEmpty }
    }
  }

  /// Takes over what all know now.
  private func take(_ board: CoverageBoard, _ entries: [CoverageBoard.Entry], _ told: Int, _ version: Int64) {
    inner.withLock { inner in
      say(entries, &inner)
      inner.untold.words.removeFirst(told)
      inner.untold.version = version
      noteObserved(&inner)
      for scope in Set(inner.state.open.keys).union(board.gaps.keys) {
        let own = inner.state.open[scope]?.filter { $0.reason == CoverageTracker.own } ?? []
        let all = own + (board.gaps[scope] ?? []).filter { $0.until == nil }
        guard all != inner.state.open[scope] ?? [] else { continue }
        inner.state.open[scope] = all.isEmpty ? nil : all
        inner.isChanged = true
      }
      // What is told need not be found again by the next start.
      if inner.untold.words.isEmpty, inner.state.troubles != inner.troubles {
        inner.state.troubles = inner.troubles
        inner.isChanged = true
      }
    }
  }
}
