import Foundation
import Records

/// A time zone with its name: the zone in force is always shown.
struct NamedZone: Sendable {
  var name: String
  private var zone: TimeZone

  /// A zone by its IANA name; nil when there is none.
  init?(_ name: String) {
    guard let zone = TimeZone(identifier: name) else { return nil }
    self.name = name
    self.zone = zone
  }

  private init(utc: Void) {
    name = "UTC"
    zone = .gmt
  }

  /// Coordinated Universal Time.
  static let utc = NamedZone(utc: ())

  /// Seconds east of UTC at an instant.
  func offset(at instant: Instant) -> Int {
    zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.seconds)))
  }

  /// `2024-05-14 09:17:02`.
  func text(_ instant: Instant) -> String {
    let time = CivilTime(instant, offsetSeconds: offset(at: instant))
    return "\(time.date) \(time.clock)"
  }
}
