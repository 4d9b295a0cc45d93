import Records

/// Who was in a group at a time, as far as its sealed history tells.
///
/// No provider says on every day who is in a group: there is a list at most when the group is made or our own number
/// joins it, and changes from then on. What is not known is said.
public struct GroupMembers: Sendable, Hashable {
  /// Somebody, and the record that says that they were there, or that they were no longer.
  public struct Member: Sendable, Hashable {
    public var party: Party
    /// Whether they were an administrator; nil where nothing tells.
    public var isAdmin: Bool?
    /// When the record says that it happened.
    public var since: Instant
    /// What happened, as the provider calls it: `add`, `join`, `create`…
    public var how: String
    public var record: RecordAddress
  }

  public private(set) var members: [Member] = []
  /// Those who left or were removed before then.
  public private(set) var former: [Member] = []
  /// Whether a list of everybody was seen before then.
  public private(set) var isWhole = false
  /// Since when changes are known.
  public private(set) var knownFrom: Instant?
  /// Changes that name people and whose meaning for membership is not known.
  public private(set) var unclear = 0

  /// Creates an empty group, of which nothing is known.
  public init() {}

  private enum Effect { case list, comes, goes, isAdmin(Bool), none }

  /// Takes in the next change; they come oldest first.
  public mutating func add(_ change: GroupChange, sender: Party?, at: Instant, record: RecordAddress) {
    if knownFrom == nil { knownFrom = at }
    var people = change.participants.filter { !$0.isEmpty }
    let actor = change.actor ?? sender
    func member(_ party: Party) -> Member {
      Member(party: party, isAdmin: nil, since: at, how: change.action, record: record)
    }
    switch GroupMembers.effect(change) {
    case .list:
      // One name is the founder alone, more are everybody.
      isWhole = isWhole || people.count > 1
      for party in people + [actor].compactMap({ $0 }).filter({ !$0.isEmpty }) { enter(member(party)) }
    case .comes:
      if people.isEmpty, let actor { people = [actor] }
      for party in people where !party.isEmpty { enter(member(party)) }
    case .goes:
      if people.isEmpty, let actor { people = [actor] }
      for party in people where !party.isEmpty { leave(member(party)) }
    case .isAdmin(let flag):
      for party in people {
        enter(member(party))
        if let place = place(of: party, in: members) { members[place].isAdmin = flag }
      }
    case .none:
      if !people.isEmpty { unclear += 1 }
    }
  }

  /// What the providers' words mean for who is there.
  private static func effect(_ change: GroupChange) -> Effect {
    switch change.action {
    case "create", "lifecycle_create": .list
    // Our own number joins, and everybody is told with it.
    case "join" where change.participants.count > 1: .list
    case "add", "join", "invite", "approve", "linked_group_join": .comes
    case "remove", "leave", "kick": .goes
    case "promote": .isAdmin(true)
    case "demote": .isAdmin(false)
    default: .none
    }
  }

  private mutating func enter(_ member: Member) {
    if let place = place(of: member.party, in: former) { former.remove(at: place) }
    guard let place = place(of: member.party, in: members) else {
      members.append(member)
      return
    }
    // Named again: what is new about them is kept, since when they are there is known already.
    members[place].party = members[place].party.filled(from: member.party)
  }

  private mutating func leave(_ member: Member) {
    var gone = member
    if let place = place(of: member.party, in: members) {
      gone.party = members[place].party.filled(from: member.party)
      gone.isAdmin = members[place].isAdmin
      members.remove(at: place)
    }
    if let place = place(of: member.party, in: former) {
      former[place] = gone
    } else {
      former.append(gone)
    }
  }

  private func place(of party: Party, in list: [Member]) -> Int? {
    list.firstIndex { other in
      if let isSame = other.party.isSame(as: party) { return isSame }
      // An export knows people by name only.
      return other.party.name != nil && other.party.name == party.name
    }
  }
}

extension Party {
  /// These claims, and of another naming of the same person those that are missing here.
  fileprivate func filled(from other: Party) -> Party {
    Party(
      phone: phone ?? other.phone, lid: lid ?? other.lid, userID: userID ?? other.userID,
      username: username ?? other.username, name: name ?? other.name)
  }
}
