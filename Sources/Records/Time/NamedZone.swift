import Foundation

/// A time zone with its name, which stands beside every set of times: UTC, or the one that the vault or the officer names.
public struct NamedZone: Sendable, Hashable {
  /// Its IANA name, or `UTC`.
  public let name: String
  private let zone: TimeZone

  /// A zone by its IANA name; nil when there is none.
  public init?(_ name: String) {
    guard let zone = TimeZone(identifier: name) else { return nil }
    self.name = name
    self.zone = zone
  }

  private init(utc: Void) {
    name = "UTC"
    zone = .gmt
  }

  /// Coordinated Universal Time.
  public static let utc = NamedZone(utc: ())

  /// Seconds east of UTC at an instant.
  public func offset(at instant: Instant) -> Int {
    zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.seconds)))
  }

  /// The wall clock at an instant.
  public func civil(_ instant: Instant) -> CivilTime { CivilTime(instant, offsetSeconds: offset(at: instant)) }

  /// `2024-05-14 09:17:02`.
  public func text(_ instant: Instant) -> String {
    let time = civil(instant)
    return "\(time.date) \(time.clock)"
  }

  /// `London (UTC+1)`, as of an instant.
  public func label(at instant: Instant) -> String {
    let minutes = offset(at: instant) / 60
    if name == "UTC" { return "UTC" }
    let city = name.split(separator: "/").last.map { $0.replacingOccurrences(of: "_", with: " ") } ?? name
    let hours = abs(minutes) / 60
    let rest = abs(minutes) % 60
    let sign = minutes < 0 ? "−" : "+"
    return "\(city) (UTC\(minutes == 0 ? "" : "\(sign)\(hours)\(rest == 0 ? "" : ":\(rest)")"))"
  }

  /// The instant at which a day begins on this clock.
  public func start(of date: CivilDate) -> Instant {
    let naive = Instant(seconds: Int64(date.daysSinceEpoch) * 86_400)
    let guess = Instant(seconds: naive.seconds - Int64(offset(at: naive)))
    return Instant(seconds: naive.seconds - Int64(offset(at: guess)))
  }
}
