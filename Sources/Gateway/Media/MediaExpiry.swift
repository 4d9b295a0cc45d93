import Records

/// Until when a medium can be had.
enum MediaExpiry {
  private static let day: Int64 = 86_400_000
  /// Meta keeps what a webhook named for 30 days, what a history names for 14.
  static let metaDays: Int64 = 30
  static let metaHistoryDays: Int64 = 14
  /// WhatsApp's own hosts keep an upload for about 14 days.
  static let networkDays: Int64 = 14

  static func deadline(of record: EventRecord) -> Instant {
    let media = record.event.content?.media
    let captured = record.capturedAt.milliseconds
    guard media?.remote?.form == .encrypted else {
      let isHistory = record.event.attributes["history_phase"] != nil
      return Instant(milliseconds: captured + (isHistory ? metaHistoryDays : metaDays) * day)
    }
    let remote = media?.remote
    let told = [remote?.url, remote?.directPath].compactMap { $0.flatMap(expiry(in:)) }
    if let latest = told.max(), latest.milliseconds > captured { return latest }
    let since = min(remote?.since?.milliseconds ?? captured, captured)
    return Instant(milliseconds: max(since, captured - networkDays * day) + networkDays * day)
  }

  /// The `oe=` of a link: its last second, in hexadecimal.
  static func expiry(in url: String) -> Instant? {
    guard let query = url.split(separator: "?", maxSplits: 1).dropFirst().first else { return nil }
    for part in query.split(separator: "&") where part.hasPrefix("oe=") {
      guard let seconds = Int64(part.dropFirst(3), radix: 16), (1..<253_402_300_800).contains(seconds) else { continue }
      return Instant(seconds: seconds)
    }
    return nil
  }
}
