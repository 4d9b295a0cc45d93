import Records

/// What a gateway says about its coverage: the body of a delivery of the route `coverage`, and the event read from it.
struct CoverageObservation: Sendable, Hashable {
  static let reader = "coverage/1"

  enum What: Sendable, Hashable {
    /// A gap: open without `until`; a second reading with the same id closes it.
    case gap(id: String, Gap)
    /// The counts of a day; a later one for the same day holds what came after the one before.
    case reconciliation(day: CivilDate, endpoint: String, revision: Int64, CoverageCounts)
  }

  var scope: CoverageScope
  var what: What

  /// Canonical JSON: what is the same has the same bytes, and so the same delivery.
  var encoded: [UInt8] {
    var json = CanonicalJSON()
    json.object { json in
      json.member("account", scope.account)
      switch what {
      case .gap(let id, let gap):
        json.member("detail", gap.detail)
        json.member("from", gap.from?.rfc3339)
        json.member("gap", id)
        json.member("kind", "gap")
        json.member("provider", scope.provider.rawValue)
        json.member("reason", gap.reason)
        json.member("session", scope.session)
        json.member("until", gap.until?.rfc3339)
      case .reconciliation(let day, let endpoint, let revision, let counts):
        json.name("counts")
        counts.encode(into: &json)
        json.member("day", day.description)
        json.member("endpoint", endpoint)
        json.member("kind", "reconciliation")
        json.member("provider", scope.provider.rawValue)
        json.member("revision", revision)
        json.member("session", scope.session)
      }
      json.member("v", 1)
    }
    return json.bytes
  }

  init(_ scope: CoverageScope, _ what: What) {
    self.scope = scope
    self.what = what
  }

  init(decoding bytes: [UInt8]) throws {
    let problem = IntakeError(
      .damaged, "an observation of the gateway cannot be read", remedy: "it goes to the dead letters")
    guard let value = try? JSONReader.parse(bytes), value["v"]?.integer == 1, let account = value["account"]?.string,
      let provider = value["provider"]?.string
    else { throw problem }
    scope = CoverageScope(
      provider: Provider(rawValue: provider), account: account, session: value["session"]?.string)
    switch value["kind"]?.string {
    case "gap":
      guard let id = value["gap"]?.string, let reason = value["reason"]?.string, let detail = value["detail"]?.string
      else { throw problem }
      what = .gap(
        id: id,
        Gap(
          reason: reason, detail: detail, from: value["from"]?.string.flatMap { Instant(rfc3339: $0) },
          until: value["until"]?.string.flatMap { Instant(rfc3339: $0) }))
    case "reconciliation":
      guard let day = value["day"]?.string.flatMap({ Instant(rfc3339: $0 + "T00:00:00Z") }) else { throw problem }
      what = .reconciliation(
        day: CivilTime(day).date, endpoint: value["endpoint"]?.string ?? "",
        revision: value["revision"]?.integer ?? 1, CoverageCounts(value["counts"]))
    default: throw problem
    }
  }

  /// The event that is filed.
  var event: MessageEvent {
    switch what {
    case .gap(let id, let gap):
      return MessageEvent(
        .gap, provider: scope.provider, account: scope.account, session: scope.session, sentAt: gap.from,
        precision: .millisecond, gap: gap, attributes: ["gap_id": id])
    case .reconciliation(let day, let endpoint, let revision, let counts):
      var attributes = ["endpoint": endpoint, "operation": "reconciliation", "day": day.description]
      attributes["revision"] = String(revision)
      for member in CoverageCounts.members { attributes[member.name] = String(counts[keyPath: member.path]) }
      return MessageEvent(
        .operations, provider: scope.provider, account: scope.account,
        providerMessageID: "reconciliation:\(endpoint):\(day):\(revision)",
        content: Content(
          .text,
          text:
            "\(day): \(counts.received) deliveries received, \(counts.stored) stored, \(counts.duplicates) repeated, "
            + "\(counts.messages) messages, \(counts.gaps) gaps, \(counts.exceptions) exceptions, "
            + "\(counts.deadLetters) dead letters"),
        attributes: attributes)
    }
  }
}
