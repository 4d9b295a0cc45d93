/// The version and the limits of the query language.
public enum QueryGrammar {
  /// Recorded with each hold and statement, so that a query means the same in later years.
  public static let version = 1
  /// The longest query, in characters; its canonical form has to keep to it as well.
  public static let maximumLength = 8192
  /// The longest query in Unicode scalars, which bounds what one character may hide.
  static let maximumScalars = 4 * maximumLength
  /// How deep conditions may be nested.
  public static let maximumDepth = 32
  /// The deepest nesting of parentheses and negations that is read, redundant ones included.
  static let maximumTextDepth = 64
  /// The greatest number of terms.
  public static let maximumTerms = 512
}

/// The fields of the language.
public enum QueryField: String, Sendable, Hashable, CaseIterable {
  case from, to, with, phone, date, before, after, `in`, conv, has, type, hold, matter, id, lang, tag

  /// What the field asks for, in one line for help texts.
  public var help: String {
    switch self {
    case .from: return "who sent it: a name, a number, or last digits (*0123)"
    case .to: return "who it was sent to"
    case .with: return "anybody in its conversation"
    case .phone: return "a number that sent or received it, in any format, or last digits (*0123)"
    case .date: return "when it was sent: 2024, 2024-05, 2024-05-14, 2024-05-14T09:00, a..b, a.., ..b, today, 7d"
    case .before: return "sent before a date begins"
    case .after: return "sent after a date has ended"
    case .in: return "the kind of conversation: group or direct"
    case .conv: return "a conversation by its id, or by words of its title"
    case .has: return "edit, deletion, media, link, reply or reaction"
    case .type: return "text, image, audio, voice, video, document, sticker, location, contacts…"
    case .hold: return "a hold by its id, the holds of a matter, or any"
    case .matter: return "a matter that holds it"
    case .id: return "a message by its id"
    case .lang: return "the language: en, es, ar…"
    case .tag: return "a tag"
    }
  }

  /// Whether the answer can change by an officer's act, so that a hold may not depend on it.
  public var isOfficersState: Bool { self == .hold || self == .matter || self == .tag }
}
