import Records

/// One thing that a message can be asked for.
public enum QueryTerm: Sendable, Hashable {
  /// Words of any version of the message.
  case text(TextPattern)
  /// Who sent it.
  case from(PersonPattern)
  /// Who it was sent to: a recipient, or the other side or the group of an outbound message.
  case to(PersonPattern)
  /// Anybody who takes part in its conversation.
  case with(PersonPattern)
  /// A number that sent it or that it was sent to.
  case phone(PhonePattern)
  /// When it was sent.
  case date(DateFilter)
  /// The kind of conversation that it is in.
  case conversationKind(ConversationReference.Kind)
  /// The conversation that it is in.
  case conversation(ConversationPattern)
  /// What happened to it or belongs to it.
  case has(Property)
  /// The kind of its content.
  case type(Content.Kind)
  /// A hold that is on it.
  case hold(HoldPattern)
  /// A matter that one of its holds belongs to.
  case matter(String)
  case message(MessageID)
  /// The language, as a lower-case ISO 639 code.
  case language(String)
  case tag(String)

  /// What a message can have: the values of `has:`.
  public enum Property: String, Sendable, Hashable, CaseIterable {
    case edit, deletion, media, link, reply, reaction
  }

  /// The field's name in the language; nil for words.
  public var field: QueryField? {
    switch self {
    case .text: return nil
    case .from: return .from
    case .to: return .to
    case .with: return .with
    case .phone: return .phone
    case .date(let filter): return filter.relation.field
    case .conversationKind: return .in
    case .conversation: return .conv
    case .has: return .has
    case .type: return .type
    case .hold: return .hold
    case .matter: return .matter
    case .message: return .id
    case .language: return .lang
    case .tag: return .tag
    }
  }
}
