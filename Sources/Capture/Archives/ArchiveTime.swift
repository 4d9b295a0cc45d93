import Records

/// Reads the timestamps of archives: seconds, milliseconds, ISO 8601 with a zone or without.
struct ArchiveTime {
  enum Reading {
    case time(Instant, MessageEvent.Precision, note: String?)
    /// A wall-clock reading without a zone, and nobody said which.
    case zoneless
    case unusable
  }

  private let clock: ZoneClock?

  /// Takes the zone of times that carry none.
  init(zone: String?, until last: Instant) { clock = zone.flatMap { ZoneClock(name: $0, until: last) } }

  /// Reads a time.
  func read(_ value: JSONValue?) -> Reading {
    // As databases write dates out: {"$date": …}.
    let value = value?["$date"] ?? value
    if let time = ProviderTime(value) { return .time(time.instant, time.precision, note: nil) }
    guard let text = value?.string, text.utf8.count <= 64 else { return .unusable }
    var bytes = Array(text.utf8)
    while bytes.last == 0x20 { bytes.removeLast() }
    if bytes.count > 3, bytes.suffix(3).elementsEqual("UTC".utf8) {
      bytes.removeLast(3)
      while bytes.last == 0x20 { bytes.removeLast() }
      bytes.append(0x5A)
    }
    guard bytes.count >= 19 else { return .unusable }
    // ±hhmm and ±hh, which RFC 3339 does not know.
    if let sign = bytes[19...].lastIndex(where: { $0 == 0x2B || $0 == 0x2D }), !bytes[sign...].contains(0x3A) {
      if bytes.count - sign == 5 { bytes.insert(0x3A, at: sign + 3) }
      if bytes.count - sign == 3 { bytes += Array(":00".utf8) }
    }
    if let time = ProviderTime(.string(String(decoding: bytes, as: UTF8.self))) {
      return .time(time.instant, time.precision, note: nil)
    }
    return zoneless(bytes)
  }

  /// A wall-clock reading, turned into an instant by the zone that whoever imports named.
  private func zoneless(_ bytes: [UInt8]) -> Reading {
    guard let wall = Instant(rfc3339: String(decoding: bytes, as: UTF8.self) + "Z") else { return .unusable }
    guard let clock else { return .zoneless }
    let precision: MessageEvent.Precision = wall.milliseconds % 1000 == 0 ? .second : .millisecond
    let found: Instant
    var note: String?
    switch clock.read(CivilTime(wall)) {
    case .exact(let instant): found = instant
    case .ambiguous(let first, _):
      found = first
      note = "the time stands twice on that day, as clocks went back; the first is taken"
    case .nonexistent(let instant):
      found = instant
      note = "clocks jumped over the time on that day"
    }
    // Zones count in whole seconds.
    let instant = Instant(milliseconds: found.milliseconds + wall.milliseconds.flooredRemainder(by: 1000))
    guard instant.milliseconds > 0 else { return .unusable }
    return .time(instant, precision, note: note)
  }
}
