import Records

/// What came of an account on one day.
public struct CoverageCounts: Sendable, Hashable {
  public var received: Int64 = 0
  public var stored: Int64 = 0
  public var duplicates: Int64 = 0
  public var messages: Int64 = 0
  public var gaps: Int64 = 0
  public var exceptions: Int64 = 0
  public var deadLetters: Int64 = 0

  /// Nothing.
  public init() {}

  static let members: [(name: String, path: any WritableKeyPath<CoverageCounts, Int64> & Sendable)] = [
    ("dead_letters", \.deadLetters), ("duplicates", \.duplicates), ("exceptions", \.exceptions), ("gaps", \.gaps),
    ("messages", \.messages), ("received", \.received), ("stored", \.stored),
  ]

  mutating func add(_ other: CoverageCounts) {
    for member in CoverageCounts.members {
      self[keyPath: member.path] =
        self[keyPath: member.path].addingReportingOverflow(
          other[keyPath: member.path]
        ).partialValue
    }
  }

  func encode(into json: inout CanonicalJSON) {
    json.object { json in for member in CoverageCounts.members { json.member(member.name, self[keyPath: member.path]) }
    }
  }

  init(_ value: JSONValue?) {
    for member in CoverageCounts.members { self[keyPath: member.path] = value?[member.name]?.integer ?? 0 }
  }
}

/// Whose counts, and of which day (UTC, by the capture time).
struct CoverageDay: Sendable, Hashable, Comparable {
  var endpoint: String
  var scope: CoverageScope
  var day: CivilDate

  static func < (left: CoverageDay, right: CoverageDay) -> Bool {
    (left.day, left.endpoint, left.scope) < (right.day, right.endpoint, right.scope)
  }

  var end: Instant { Instant(seconds: Int64(day.daysSinceEpoch + 1) * 86_400) }
}
