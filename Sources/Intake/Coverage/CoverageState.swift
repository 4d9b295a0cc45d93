import Records
import Sealing

/// What a gateway remembers about its coverage between runs.
struct CoverageState: Sendable, Hashable {
  struct Open: Sendable, Hashable {
    var id: String
    var reason: String
    var detail: String
    var from: Instant
    /// When it ended; it stays for a while where several gateways share what they know.
    var until: Instant?
    /// Unseen messages: how many, and the last.
    var count: Int64 = 0
    var last: Instant?
  }

  /// Everything up to here was looked at.
  var observed: SpoolPosition?
  /// Everything up to here is counted, but for `uncounted`.
  var counted: SpoolPosition?
  var uncounted: Set<SpoolPosition> = []
  var open: [CoverageScope: [Open]] = [:]
  var days: [CoverageDay: CoverageCounts] = [:]
  /// How many reconciliations of a day were given.
  var given: [CoverageDay: Int64] = [:]
  /// Since when the spool does not take deliveries, by reason.
  var troubles: [String: Instant] = [:]
  /// To be put into the spool, in order.
  var waiting: [CapturedDelivery] = []

  // A hostile sender cannot make these grow without end.
  static let mostScopes = 10_000
  static let mostDays = 50_000

  var encoded: [UInt8] {
    var json = CanonicalJSON()
    json.object { json in
      json.member("counted", counted?.description)
      json.name("days")
      json.array { json in
        for (day, counts) in days.sorted(by: { $0.key < $1.key }) {
          json.object { json in
            json.name("counts")
            counts.encode(into: &json)
            CoverageState.encode(day, into: &json)
          }
        }
      }
      json.name("given")
      json.array { json in
        for (day, number) in given.sorted(by: { $0.key < $1.key }) {
          json.object { json in
            json.member("count", number)
            CoverageState.encode(day, into: &json)
          }
        }
      }
      json.member("observed", observed?.description)
      json.name("open")
      json.array { json in
        for (scope, gaps) in open.sorted(by: { $0.key < $1.key }) {
          for gap in gaps {
            json.object { json in
              json.member("account", scope.account)
              json.member("count", gap.count)
              json.member("detail", gap.detail)
              json.member("from", gap.from.milliseconds)
              json.member("id", gap.id)
              json.member("last", gap.last?.milliseconds)
              json.member("provider", scope.provider.rawValue)
              json.member("reason", gap.reason)
              json.member("session", scope.session)
              json.member("until", gap.until?.milliseconds)
            }
          }
        }
      }
      json.name("troubles")
      json.object { json in
        for (reason, since) in troubles.sorted(by: { $0.key < $1.key }) { json.member(reason, since.milliseconds) }
      }
      json.member("uncounted", uncounted.sorted().map(\.description))
      json.member("v", 1)
      json.member("waiting", waiting.map { Base64.encode($0.encoded()) })
    }
    return json.bytes
  }

  private static func encode(_ day: CoverageDay, into json: inout CanonicalJSON) {
    json.member("day", Int64(day.day.daysSinceEpoch))
    json.member("endpoint", day.endpoint)
    json.member("of", day.scope.account)
    json.member("provider", day.scope.provider.rawValue)
    json.member("session", day.scope.session)
  }

  init() {}

  init?(decoding bytes: [UInt8]) {
    guard let value = try? JSONReader.parse(bytes), value["v"]?.integer == 1 else { return nil }
    counted = SpoolPosition(value["counted"]?.string)
    observed = SpoolPosition(value["observed"]?.string)
    uncounted = Set((value["uncounted"]?.array ?? []).compactMap { SpoolPosition($0.string) })
    for entry in value["days"]?.array ?? [] {
      if let day = CoverageState.day(entry) { days[day] = CoverageCounts(entry["counts"]) }
    }
    for entry in value["given"]?.array ?? [] {
      if let day = CoverageState.day(entry) { given[day] = entry["count"]?.integer ?? 1 }
    }
    for entry in value["open"]?.array ?? [] {
      guard let id = entry["id"]?.string, let from = entry["from"]?.integer else { continue }
      let scope = CoverageScope(
        provider: Provider(rawValue: entry["provider"]?.string ?? ""), account: entry["account"]?.string ?? "",
        session: entry["session"]?.string)
      open[scope, default: []].append(
        Open(
          id: id, reason: entry["reason"]?.string ?? "", detail: entry["detail"]?.string ?? "",
          from: Instant(milliseconds: from),
          until: entry["until"]?.integer.map(Instant.init(milliseconds:)), count: entry["count"]?.integer ?? 0,
          last: entry["last"]?.integer.map(Instant.init(milliseconds:))))
    }
    waiting = (value["waiting"]?.array ?? []).compactMap { entry in
      entry.string.flatMap { Base64.decode($0) }.flatMap { try? CapturedDelivery(decoding: $0) }
    }
    for member in value["troubles"]?.object?.members ?? [] {
      troubles[member.name] = member.value.integer.map(Instant.init(milliseconds:))
    }
  }

  private static func day(_ entry: JSONValue) -> CoverageDay? {
    guard let number = entry["day"]?.integer, number.magnitude < 3_000_000 else { return nil }
    return CoverageDay(
      endpoint: entry["endpoint"]?.string ?? "",
      scope: CoverageScope(
        provider: Provider(rawValue: entry["provider"]?.string ?? ""), account: entry["of"]?.string ?? "",
        session: entry["session"]?.string),
      day: CivilDate(daysSinceEpoch: Int(number)))
  }
}

extension SpoolPosition {
  /// Reads `major-minor`.
  init?(_ text: String?) {
    let parts = (text ?? "").split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let major = UInt64(parts[0]), let minor = UInt64(parts[1]) else { return nil }
    self.init(major: major, minor: minor)
  }
}
