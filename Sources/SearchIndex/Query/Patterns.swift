import Records

/// Who somebody is, by any claim.
public enum PersonPattern: Sendable, Hashable {
  /// Words of a name, a user name or an export's label, in the tokenizer's folding; all must occur. Or a whole
  /// business-scoped user id.
  case name(String, isPrefix: Bool)
  /// A number or a part of one; or a whole linked id.
  case phone(PhonePattern)
  /// Exactly this claim: `@ann`, `lid:…`, `user:…`.
  case claim(ClaimKey)
  /// Whoever this id finds.
  case person(PersonID)
}

/// A phone number or a part of one, as bare digits.
public enum PhonePattern: Sendable, Hashable {
  /// The whole number with its country code.
  case exact(String)
  /// The first digits, country code included.
  case prefix(String)
  /// The last digits; also a number that was typed without its country code.
  case suffix(String)

  /// Whether a number, given as digits with its country code, fits.
  public func matches(digits: String) -> Bool {
    switch self {
    case .exact(let wanted): return digits == wanted
    case .prefix(let wanted): return digits.utf8.starts(with: wanted.utf8)
    case .suffix(let wanted): return digits.utf8.reversed().starts(with: wanted.utf8.reversed())
    }
  }

  /// The digits asked for.
  public var digits: String {
    switch self {
    case .exact(let digits), .prefix(let digits), .suffix(let digits): return digits
    }
  }
}

/// Which conversation.
public enum ConversationPattern: Sendable, Hashable {
  case id(ConversationID)
  /// Words of any title that the conversation ever had, or of its counterpart's names.
  case title(String, isPrefix: Bool)
}

/// Which hold.
public enum HoldPattern: Sendable, Hashable {
  /// Any hold at all.
  case any
  /// A hold by its id, or every hold of a matter by the matter's name.
  case named(String)
}
