import Records

/// The gaps that last, by what they are about: values and decisions, no input or output.
///
/// Gateways that share a queue have one board between them, so that one outage is one gap whoever hears of it. There a
/// gap that ended stays for a while: what is heard of it late, or again after a crash, adds nothing.
struct CoverageBoard: Sendable, Hashable {
  /// Something that bears on gaps.
  struct Word: Sendable, Hashable {
    enum What: Sendable, Hashable {
      /// Nothing comes from here on.
      case opens(reason: String, detail: String)
      /// It comes again.
      case closes(Set<String>)
      /// Nothing came from then until here.
      case was(reason: String, detail: String, from: Instant)
    }

    var what: What
    var scope: CoverageScope
    var at: Instant
    var endpoint: String
    var capturedAt: Instant
  }

  /// A gap as it goes on record.
  struct Entry: Sendable, Hashable {
    var word: Word
    var id: String
    var gap: Gap
  }

  /// How long a gap that ended stays.
  static let kept: Int64 = 86_400_000

  var gaps: [CoverageScope: [CoverageState.Open]] = [:]
  /// Whether gaps that ended stay.
  var keepsEnded = false

  /// Takes up a word; returns what goes on record.
  mutating func apply(_ word: Word, name: (_ reason: String, _ from: Instant) -> String) -> [Entry] {
    var known = gaps[word.scope] ?? []
    guard !known.isEmpty || gaps.count < CoverageState.mostScopes else { return [] }
    let changed: [CoverageState.Open]
    switch word.what {
    case .opens(let reason, let detail): changed = CoverageBoard.open(reason, detail, word.at, name, &known)
    case .closes(let reasons): changed = CoverageBoard.close(reasons, word.at, &known)
    case .was(let reason, let detail, let from):
      changed = CoverageBoard.note(reason, detail, from, word.at, name, &known)
    }
    if !keepsEnded { known.removeAll { $0.until != nil } }
    gaps[word.scope] = known.isEmpty ? nil : known
    return changed.map { gap in
      Entry(
        word: word, id: gap.id, gap: Gap(reason: gap.reason, detail: gap.detail, from: gap.from, until: gap.until))
    }
  }

  private static func open(
    _ reason: String, _ detail: String, _ at: Instant, _ name: (String, Instant) -> String,
    _ known: inout [CoverageState.Open]
  ) -> [CoverageState.Open] {
    let id = name(reason, at)
    if let standing = known.first(where: { $0.reason == reason && $0.from <= at && at < ($0.until ?? .distantFuture) })
      ?? known.first(where: { $0.reason == reason && $0.until == nil })
    {
      // The word that began it, heard again: it may not be on record yet.
      return standing.id == id ? [standing] : []
    }
    let gap = CoverageState.Open(id: id, reason: reason, detail: detail, from: at)
    known.append(gap)
    return [gap]
  }

  private static func close(
    _ reasons: Set<String>, _ at: Instant, _ known: inout [CoverageState.Open]
  ) -> [CoverageState.Open] {
    var ended: [CoverageState.Open] = []
    for index in known.indices where reasons.contains(known[index].reason) {
      // What happened before the gap began does not end it, whatever the order in which it comes.
      guard known[index].from <= at, known[index].until == nil || known[index].until == at else { continue }
      known[index].until = at
      ended.append(known[index])
    }
    for gap in ended { forgetOlder(gap, &known) }
    return ended
  }

  /// Several see the same outage from their sides, each from when it asked to when it asked again: what overlaps is one.
  private static func note(
    _ reason: String, _ detail: String, _ from: Instant, _ until: Instant, _ name: (String, Instant) -> String,
    _ known: inout [CoverageState.Open]
  ) -> [CoverageState.Open] {
    let same = known.firstIndex {
      $0.reason == reason && $0.from <= until && from <= ($0.until ?? .distantFuture)
    }
    if let same {
      known[same].from = min(known[same].from, from)
      known[same].until = max(known[same].until ?? until, until)
      return [known[same]]
    }
    let gap = CoverageState.Open(id: name(reason, from), reason: reason, detail: detail, from: from, until: until)
    known.append(gap)
    forgetOlder(gap, &known)
    return [gap]
  }

  /// Of gaps that ended the last one of each reason stays.
  private static func forgetOlder(_ gap: CoverageState.Open, _ known: inout [CoverageState.Open]) {
    known.removeAll { other in
      guard let until = other.until, let last = gap.until else { return false }
      return other.reason == gap.reason && other.id != gap.id && until <= last
    }
  }

  /// Forgets what ended long ago.
  mutating func forget(before now: Instant) {
    for (scope, known) in gaps {
      let rest = known.filter { ($0.until ?? now).milliseconds > now.milliseconds - CoverageBoard.kept }
      if rest.count < known.count { gaps[scope] = rest.isEmpty ? nil : rest }
    }
  }
}

extension Instant {
  fileprivate static let distantFuture = Instant(milliseconds: .max)
}
