import Records

/// One person on one line: who it is, as far as records and officers say.
public struct PersonLine: Sendable, Hashable {
  public var id: PersonID
  /// The best name, as it was written; else the number, user name or id. Not safe to show unescaped.
  public var name: String
  /// The digits of the number that was seen last; nil where none is known.
  public var phone: String?
  /// How many numbers the person has.
  public var numbers: Int64
  /// How many different claims are made of the person.
  public var claims: Int64
  /// Messages that the person sent.
  public var messages: Int64
  public var conversations: Int64
  public var firstAt: Instant?
  public var lastAt: Instant?
  /// Whether an officer's merge that stands brought claims together.
  public var isMerged: Bool
  /// Whether it is our own side: it wrote what went out, or was sent what came in to one alone.
  public var isOurs: Bool
  /// What is odd about the person's names and numbers.
  public var flags: [PersonFlag]

  /// Creates a line.
  public init(
    id: PersonID, name: String, phone: String? = nil, numbers: Int64 = 0, claims: Int64 = 0, messages: Int64 = 0,
    conversations: Int64 = 0, firstAt: Instant? = nil, lastAt: Instant? = nil, isMerged: Bool = false,
    isOurs: Bool = false, flags: [PersonFlag] = []
  ) {
    self.id = id
    self.name = name
    self.phone = phone
    self.numbers = numbers
    self.claims = claims
    self.messages = messages
    self.conversations = conversations
    self.firstAt = firstAt
    self.lastAt = lastAt
    self.isMerged = isMerged
    self.isOurs = isOurs
    self.flags = flags
  }

  /// The person as others refer to it.
  public var reference: PersonReference { PersonReference(id: id, name: name, phone: phone, isOurs: isOurs) }

  /// Whether no name is known, so that the number stands for it.
  public var isUnnamed: Bool { reference.isUnnamed }
}

/// A person as another one refers to it.
public struct PersonReference: Sendable, Hashable {
  public var id: PersonID
  public var name: String
  public var phone: String?
  /// Whether it is our own side.
  public var isOurs: Bool

  /// Creates a reference.
  public init(id: PersonID, name: String, phone: String?, isOurs: Bool = false) {
    self.id = id
    self.name = name
    self.phone = phone
    self.isOurs = isOurs
  }

  /// Whether no name is known, so that the number stands for it.
  public var isUnnamed: Bool {
    guard let phone else { return name.isEmpty }
    return name.isEmpty || name == phone || name == "+" + phone
  }
}

/// Something about a name or a number that may mislead whoever reads it.
public struct PersonFlag: Sendable, Hashable {
  /// What kind of oddity.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Invisible characters that change the direction of what is shown.
    case bidiControl = "bidi-control"
    case invisible = "invisible-characters"
    /// One word is written with the letters of several scripts.
    case mixedScripts = "mixed-scripts"
    /// It looks like another person's name and is written with other characters.
    case lookalike = "lookalike-name"
    /// It is another person's name, who has a different number or id.
    case sameName = "same-name"
    /// The name is somebody else's number.
    case namedAsNumber = "name-is-number"
    /// Records give the number to several people.
    case sharedNumber = "shared-number"
    /// The number was given up in a number change and was seen again later.
    case reusedNumber = "number-seen-after-change"
  }

  public var kind: Kind
  /// The name or number in question, as it was written.
  public var value: String
  /// What is odd, in one sentence.
  public var reason: String
  /// Whom it resembles.
  public var other: PersonReference?

  /// Creates a flag.
  public init(kind: Kind, value: String, reason: String, other: PersonReference? = nil) {
    self.kind = kind
    self.value = value
    self.reason = reason
    self.other = other
  }
}
