import Records

/// An officer's word about people that is not sealed yet: what it would do is asked before.
public enum SupposedAct: Sendable, Hashable {
  /// These people are one, each by their claims.
  case merge([[ClaimKey]])
  /// These claims are several people's.
  case split([[ClaimKey]])
  /// A merge is undone that brought these together.
  case undo(ActID, [[ClaimKey]])

  var isMerge: Bool {
    if case .merge = self { return true }
    return false
  }

  var groups: [[ClaimKey]] {
    switch self {
    case .merge(let groups), .split(let groups), .undo(_, let groups): return groups
    }
  }

  var undoes: ActID? {
    if case .undo(let act, _) = self { return act }
    return nil
  }
}

/// A hold in force that selects by some people, and what it holds through them.
///
/// The same figures before and after an act: what an act would bring is counted as the indexer counts it.
public struct HoldReach: Sendable, Hashable, Identifiable {
  public var id: HoldID { hold.id }
  /// The hold as it is now.
  public var hold: HoldSummary
  /// Of the messages that it holds now, those that its conditions on these people find.
  public var through: Int64
  /// The messages that it holds after the act: never fewer than now.
  public var messagesAfter: Int64
  /// Of these, those through the people.
  public var throughAfter: Int64
  /// Whether it covers more of these people after the act, so that what arrives later may be held too.
  public var widens: Bool

  /// Creates figures.
  public init(hold: HoldSummary, through: Int64, messagesAfter: Int64, throughAfter: Int64, widens: Bool) {
    self.hold = hold
    self.through = through
    self.messagesAfter = messagesAfter
    self.throughAfter = throughAfter
    self.widens = widens
  }

  /// How many messages more it holds after the act.
  public var gained: Int64 { messagesAfter - hold.messages }
}
