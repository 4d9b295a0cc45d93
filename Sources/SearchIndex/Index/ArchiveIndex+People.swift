import Records

extension ArchiveIndex {
  /// People in an order, from a place on.
  public func people(
    filter: PersonFilter, order: PersonOrder = .messages, after: PersonCursor? = nil, limit: Int = 200
  ) throws -> PersonPage {
    PersonPage(people: [], next: nil, total: 0, coverage: try coverage())
  }

  /// One person by any of its ids; nil when there is none.
  public func person(_ id: PersonID) throws -> PersonDetail? { nil }

  /// People by an id, a claim's key, a number, a user name, or words of a name.
  public func people(named text: String, limit: Int = 20) throws -> [PersonLine] { [] }

  /// Whom a party in a conversation belongs to; nil when it was never seen.
  public func person(of party: Party, in conversation: ConversationID?) throws -> PersonLine? { nil }

  /// The conversations of a person, with what the person sent in each; most messages first.
  public func conversations(of person: PersonID) throws -> [PersonConversation] { [] }
}
