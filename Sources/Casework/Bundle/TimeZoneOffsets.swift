import Foundation
import Records
import SearchIndex

/// The offsets of a named zone, from the system's zone tables.
public enum TimeZoneOffsets {
  /// Seconds east of UTC at an instant; throws for a zone that the system does not know.
  public static func provider(_ name: String) throws -> @Sendable (Instant) -> Int {
    if name == "UTC" { return { _ in 0 } }
    guard let zone = TimeZone(identifier: name) else {
      throw CaseworkError(
        .badPredicate, "the time zone ‘\(name)’ is not known here", remedy: "use an IANA name such as Europe/Madrid")
    }
    return { instant in
      zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.milliseconds) / 1000))
    }
  }
}
