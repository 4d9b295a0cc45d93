import Records
import SearchIndex

/// A window of a timeline that was asked for, and what for.
struct TimelineLoad: Sendable, Hashable {
  /// What to do with the answer.
  enum Purpose: Sendable, Hashable {
    /// Show it, and select the item at the anchor.
    case open
    /// Show it, and select the first item of the day or after it.
    case date(CivilDate)
    /// Show it, and go to the last day before this one.
    case dayBefore(CivilDate)
    /// Show it, and keep the selection where it is.
    case reload
    /// Add what is older, or newer, to what is shown.
    case older, newer
    /// Look whether what is shown has changed, and whether something was added.
    case check
  }

  var conversation: ConversationID
  var anchor: TimelineAnchor
  var before: Int
  var after: Int
  var purpose: Purpose

  /// What is asked of the archive.
  var request: Request { .timeline(conversation, anchor, before: before, after: after) }

  /// Whether a request is this one.
  func isAsked(by request: Request) -> Bool {
    guard case .timeline(let id, let anchor, let before, let after) = request else { return false }
    return id == conversation && anchor == self.anchor && before == self.before && after == self.after
  }
}
