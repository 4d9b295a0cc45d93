import Records
import Synchronization

/// How often each kind of event arrived for one account; counts and times, nothing of what was said.
final class KindCounters: Sendable {
  /// One kind.
  struct Entry: Sendable, Hashable {
    var count: Int64 = 0
    var bytes: Int64 = 0
    var lastAt: Instant?
  }

  /// The kinds one account may have; what a sender invents beyond that is counted together.
  static let limit = 128
  static let other = "other"

  /// Whether a text may be a kind's name, and not a number or an address that somebody put there: it is kept in clear.
  ///
  /// Letters, `._-`, and no more than two digits, as in `group.v2.join`.
  static func isName(_ text: some Collection<UInt8>) -> Bool {
    var digits = 0
    for byte in text {
      switch byte {
      case 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: break
      case 0x30...0x39: digits += 1
      default: return false
      }
    }
    return digits <= 2 && digits < text.count && text.count <= 64
  }

  private let entries = Mutex<[String: Entry]>([:])

  func add(_ kinds: [String], bytes: Int64, at instant: Instant) {
    entries.withLock { entries in
      for kind in kinds {
        let name = entries[kind] != nil || entries.count < KindCounters.limit ? kind : KindCounters.other
        var entry = entries[name] ?? Entry()
        entry.count &+= 1
        entry.bytes &+= bytes
        entry.lastAt = instant
        entries[name] = entry
      }
    }
  }

  /// Adds what an earlier run counted.
  func restore(_ earlier: [String: Entry]) {
    entries.withLock { entries in
      for (kind, entry) in earlier where entries.count < KindCounters.limit {
        var sum = entries[kind] ?? Entry()
        sum.count &+= entry.count
        sum.bytes &+= entry.bytes
        sum.lastAt = sum.lastAt ?? entry.lastAt
        entries[kind] = sum
      }
    }
  }

  var snapshot: [String: Entry] { entries.withLock { $0 } }
}
