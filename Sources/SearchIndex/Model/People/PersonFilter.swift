import Records

/// Which people to list.
public struct PersonFilter: Sendable, Hashable {
  /// Beginnings of words of any name, a part of a number, an id, a user name (`@ann`), a person's id or a claim's key.
  public var text: String
  /// Only people with a warning.
  public var flaggedOnly: Bool
  /// Only people whom an officer merged.
  public var mergedOnly: Bool
  /// Only people who were seen in this conversation.
  public var conversation: ConversationID?

  /// Creates a filter; without arguments everybody passes.
  public init(
    text: String = "", flaggedOnly: Bool = false, mergedOnly: Bool = false, conversation: ConversationID? = nil
  ) {
    self.text = text
    self.flaggedOnly = flaggedOnly
    self.mergedOnly = mergedOnly
    self.conversation = conversation
  }
}

/// The order of a list of people.
public enum PersonOrder: String, Sendable, Hashable, CaseIterable {
  /// Most messages first.
  case messages
  /// By name, A to Z.
  case name
  /// Seen last first.
  case lastSeen = "last-seen"
}

/// A place in a list of people.
public struct PersonCursor: Sendable, Hashable {
  var order: PersonOrder
  var number: Int64
  var text: String
  var id: PersonID
}

/// One page of a list of people.
public struct PersonPage: Sendable {
  public var people: [PersonLine]
  /// Where the next page begins; nil at the end.
  public var next: PersonCursor?
  /// How many people pass the filter; -1 where that was not counted.
  public var total: Int64
  public var coverage: Coverage

  /// Creates a page.
  public init(people: [PersonLine], next: PersonCursor?, total: Int64, coverage: Coverage) {
    self.people = people
    self.next = next
    self.total = total
    self.coverage = coverage
  }
}
