import Foundation
import Records

/// The wall clock of one IANA zone, its changes looked up once and not for every message.
struct ZoneClock: Sendable {
  /// What a wall-clock reading says about the instant.
  enum Reading: Equatable, Sendable {
    case exact(Instant)
    /// The reading occurs twice, when clocks go back.
    case ambiguous(first: Instant, second: Instant)
    /// Clocks jumped over it; the instant is the one the old offset gives.
    case nonexistent(Instant)
  }

  let name: String
  /// UTC seconds from which an offset holds, ascending; the first holds from the beginning.
  private let changes: [(from: Int64, offset: Int64)]

  /// Creates the clock; nil when the zone is not known.
  init?(name: String, until last: Instant) {
    guard let zone = TimeZone(identifier: name), !name.isEmpty else { return nil }
    self.name = name
    func offset(_ seconds: Int64) -> Int64 {
      Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
    }
    var changes: [(from: Int64, offset: Int64)] = []
    // 2008 to two years after capture, at most to 2100: other dates take the offset at the edge.
    var at: Int64 = 1_199_145_600
    let end = min(max(last.seconds, at), 4_102_444_800 - 63_072_000) + 63_072_000
    var current = offset(at)
    changes.append((Int64.min, current))
    let week: Int64 = 604_800
    while at < end {
      let next = at + week
      let then = offset(next)
      if then != current {
        var low = at
        var high = next
        while high - low > 1 {
          let middle = low + (high - low) / 2
          if offset(middle) == current { low = middle } else { high = middle }
        }
        changes.append((high, then))
        current = then
      }
      at = next
    }
    self.changes = changes
  }

  /// The instant or instants of a wall-clock reading.
  func read(_ time: CivilTime) -> Reading {
    let local = time.instant(offsetSeconds: 0)
    let seconds = local.seconds
    // A change that matters lies within a day of the reading.
    var index = changes.count - 1
    while index > 0, changes[index].from > seconds + 86_400 { index -= 1 }
    var found: [Instant] = []
    var before = changes[index].offset
    var probe = index
    while probe >= 0 {
      let offset = changes[probe].offset
      let utc = seconds - offset
      let until = probe + 1 < changes.count ? changes[probe + 1].from : Int64.max
      if utc >= changes[probe].from, utc < until { found.append(Instant(seconds: utc)) }
      if utc < changes[probe].from { before = probe > 0 ? changes[probe - 1].offset : offset }
      if changes[probe].from < seconds - 172_800 { break }
      probe -= 1
    }
    if found.count >= 2 {
      return .ambiguous(first: min(found[0], found[1]), second: max(found[0], found[1]))
    }
    if let only = found.first { return .exact(only) }
    return .nonexistent(Instant(seconds: seconds - before))
  }
}
