import Records
import SearchIndex

/// What a merge would bring together.
public struct MergePreview: Sendable {
  public var people: [PersonLine]
  public var messages: Int64
  /// Conversations of either; one that several of them are in counts once for each.
  public var conversations: Int64
  /// Holds in force that select by any of these people, and what they would hold.
  public var holds: [HoldReach]

  /// Creates a preview.
  public init(people: [PersonLine], messages: Int64, conversations: Int64, holds: [HoldReach]) {
    self.people = people
    self.messages = messages
    self.conversations = conversations
    self.holds = holds
  }
}

/// What a split would leave.
public struct SplitPreview: Sendable {
  /// Who has these claims now: one person, as a rule.
  public var people: [PersonLine]
  /// The claims of each person that it would make.
  public var groups: [[ClaimKey]]
  /// Holds in force that select by any of these people: what they cover stays covered.
  public var holds: [HoldReach]

  /// Creates a preview.
  public init(people: [PersonLine], groups: [[ClaimKey]], holds: [HoldReach]) {
    self.people = people
    self.groups = groups
    self.holds = holds
  }
}
