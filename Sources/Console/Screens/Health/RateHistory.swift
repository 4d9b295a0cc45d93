import Intake
import Records

/// How many deliveries each account took in each of the last seconds, from what the gateway says each time it is looked
/// at.
struct RateHistory: Sendable, Hashable {
  static let seconds = 60

  private var last: (at: Int64, accepted: [String: Int64])?
  private(set) var counts: [String: [Int64]] = [:]

  static func == (left: RateHistory, right: RateHistory) -> Bool {
    left.counts == right.counts && left.last?.at == right.last?.at
  }

  func hash(into hasher: inout Hasher) { hasher.combine(counts) }

  /// Notes what the gateway says now; nothing when it says what it said before.
  mutating func add(_ status: GatewayStatus) {
    let now = status.writtenAt.milliseconds
    let accepted = Dictionary(status.accounts.map { ($0.name, $0.accepted) }, uniquingKeysWith: { first, _ in first })
    defer { last = (now, accepted) }
    guard let last, now > last.at else { return }
    let elapsed = now.subtractingReportingOverflow(last.at)
    let seconds = elapsed.overflow ? Self.seconds : Int(min(60, max(1, (elapsed.partialValue + 500) / 1000)))
    for (name, count) in accepted {
      let before = last.accepted[name] ?? count
      // A gateway that started again counts from nothing.
      let new = count >= before ? count - before : count
      var line = counts[name] ?? []
      for second in 0..<seconds {
        let share = new / Int64(seconds) + (Int64(second) < new % Int64(seconds) ? 1 : 0)
        line.append(share)
      }
      counts[name] = Array(line.suffix(Self.seconds))
    }
    counts = counts.filter { accepted[$0.key] != nil }
  }

  /// The last minute of an account, oldest first.
  func line(_ name: String) -> [Int64] { counts[name] ?? [] }
}
