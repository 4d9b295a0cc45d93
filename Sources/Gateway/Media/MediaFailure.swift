/// Why a medium could not be had this time, and what that means for the next.
struct MediaFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// What the failure calls for.
  enum Nature: Sendable, Hashable {
    /// It may pass: tried again until the medium is gone.
    case passing
    /// Somebody must change something: tried again, slowly.
    case refused
    /// The bytes were not those that were promised: tried again a few times.
    case damaged
    /// It will not change.
    case lasting
  }

  var nature: Nature
  /// The reason that the record gets: `media-expired`.
  var reason: String
  /// What an officer reads; without personal data.
  var detail: String
  /// How long the server asked to wait.
  var retryAfter: Duration?

  init(_ nature: Nature, _ reason: String, _ detail: String, retryAfter: Duration? = nil) {
    self.nature = nature
    self.reason = reason
    self.detail = detail
    self.retryAfter = retryAfter
  }

  static let expired = "media-expired"
  static let notPermitted = "media-not-permitted"
  static let damagedReason = "media-damaged"
  static let tooLarge = "media-too-large"
  static let unavailable = "media-unavailable"
  static let unreachable = "media-unreachable"
  static let notStored = "media-not-stored"

  static func damaged(_ detail: String) -> MediaFailure { MediaFailure(.damaged, damagedReason, detail) }
  static func unreachable(_ detail: String) -> MediaFailure { MediaFailure(.passing, unreachable, detail) }

  /// What an HTTP status means where a medium, or the way to it, was asked for.
  static func status(_ code: UInt, retryAfter: String?, host: String) -> MediaFailure {
    let wait = retryAfter.flatMap { Int64($0) }.map { Duration.seconds(max(0, min($0, 3600))) }
    switch code {
    case 404, 410: return MediaFailure(.lasting, expired, "\(host) no longer has the medium (HTTP \(code))")
    case 401, 403:
      return MediaFailure(.refused, notPermitted, "\(host) refused the medium (HTTP \(code))", retryAfter: wait)
    case 408, 425, 429, 500...:
      return MediaFailure(.passing, unreachable, "\(host) answered HTTP \(code)", retryAfter: wait)
    default: return MediaFailure(.passing, unreachable, "\(host) answered HTTP \(code)")
    }
  }

  var description: String { "\(reason): \(detail)" }
}
