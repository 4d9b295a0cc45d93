import Records

/// What one entry says: who wrote it, and what it is.
struct ChatLine: Sendable {
  /// What an entry is, before it becomes an event.
  enum Meaning: Hashable, Sendable {
    case text
    /// Words, without the mark of an edit.
    case edited
    /// A file: its name where the line tells it, its kind where that is known.
    case media(fileName: String?, kind: String?)
    case deleted(byOwner: Bool)
    case viewOnce
    case empty
    case call(String)
    case location
    case liveLocation
    case poll
    case waiting
    case group(String)
    /// A notice: `encryption`, `security-code` …, or `unclassified`.
    case system(String)
    /// Written by the app, says the mark, but in words that are not known.
    case unknownAppText
  }

  /// The author's label as written; nil for a notice without one.
  var label: Range<Int>?
  /// The words of the person, the caption, or the notice.
  var text: Range<Int>
  var meaning: Meaning
  /// Whether the words are the app's by its mark, so that nobody can have typed them.
  var isMarked: Bool
  /// Whether a person typed words that are the app's, where the app marks its own.
  var imitatesApp = false
}
