import Records
import SearchIndex

/// Who was in a group at the end of a day, who they are, and what the records cannot tell.
public struct GroupOnDay: Sendable, Hashable {
  /// Somebody of whom a record says that they came, or that they went.
  public struct Entry: Sendable, Hashable {
    public var member: GroupMembers.Member
    /// Who that is, as far as records and officers say.
    public var person: PersonReference?

    /// Creates an entry.
    public init(member: GroupMembers.Member, person: PersonReference?) {
      self.member = member
      self.person = person
    }
  }

  /// Somebody who wrote there, and of whom no record says that they were in the group then.
  public struct Writer: Sendable, Hashable {
    public var party: Party
    public var person: PersonReference?
    public var messages: Int64
    public var lastAt: Instant
    /// The record of what they wrote last.
    public var record: RecordAddress

    /// Creates a writer.
    public init(party: Party, person: PersonReference?, messages: Int64, lastAt: Instant, record: RecordAddress) {
      self.party = party
      self.person = person
      self.messages = messages
      self.lastAt = lastAt
      self.record = record
    }
  }

  public var conversation: ConversationID
  /// The last moment of the day.
  public var at: Instant
  public var members: [Entry]
  /// Those who left or were removed before then.
  public var former: [Entry]
  /// Those who wrote until then, and of whom no record says that they were there.
  public var writers: [Writer]
  /// Whether a list of everybody was seen before then.
  public var isWhole: Bool
  /// Since when changes are known.
  public var knownFrom: Instant?
  /// Changes that name people and whose meaning for membership is not known.
  public var unclear: Int
  /// Changes without a usable time, which are left out.
  public var undated: Int
  /// When records say that the group changed, oldest first: also after that day.
  public var changes: [Instant]

  /// Creates what is known of a group.
  public init(
    conversation: ConversationID, at: Instant, members: [Entry], former: [Entry], writers: [Writer], isWhole: Bool,
    knownFrom: Instant?, unclear: Int, undated: Int, changes: [Instant]
  ) {
    self.conversation = conversation
    self.at = at
    self.members = members
    self.former = former
    self.writers = writers
    self.isWhole = isWhole
    self.knownFrom = knownFrom
    self.unclear = unclear
    self.undated = undated
    self.changes = changes
  }

  /// What the records cannot tell, as sentences; `time` writes an instant.
  public func doubts(_ time: (Instant) -> String) -> [String] {
    var doubts: [String] = []
    switch (isWhole, knownFrom) {
    case (true, _): break
    case (false, nil): doubts.append("The archive has no record of who came or went until then.")
    case (false, let from?):
      doubts.append("No full list: who came before \(time(from)) may be missing.")
    }
    if !writers.isEmpty {
      doubts.append("No record says when \(writers.count) of those who wrote there came.")
    }
    if undated > 0 {
      doubts.append("\(undated == 1 ? "1 change" : "\(undated) changes") without a usable time left out.")
    }
    if unclear == 1 { doubts.append("1 change does not say whether people came or went.") }
    if unclear > 1 { doubts.append("\(unclear) changes do not say whether people came or went.") }
    return doubts
  }
}

extension ArchiveIndex {
  /// Who was in a group at an instant, with who they are, and who wrote there besides.
  public func group(_ conversation: ConversationID, at instant: Instant) throws -> GroupOnDay {
    let (group, undated) = try members(of: conversation, at: instant)
    let all = try groupHistory(conversation, until: Instant(milliseconds: .max))
    func entries(_ list: [GroupMembers.Member]) throws -> [GroupOnDay.Entry] {
      try list.map {
        GroupOnDay.Entry(member: $0, person: try person(of: $0.party, in: conversation)?.reference)
      }
    }
    let members = try entries(group.members)
    let former = try entries(group.former)
    var writers: [GroupOnDay.Writer] = []
    for writer in try self.writers(in: conversation, until: instant) {
      let person = try person(of: writer.party, in: conversation)?.reference
      func isSame(_ entry: GroupOnDay.Entry) -> Bool {
        if let one = entry.person, let other = person { return one.id == other.id }
        return entry.member.party.isSame(as: writer.party) == true
      }
      if members.contains(where: isSame) { continue }
      // Whoever wrote before leaving is among those who left.
      if let left = former.first(where: isSame), left.member.since >= writer.lastAt { continue }
      if let known = writers.firstIndex(where: { $0.person != nil && $0.person?.id == person?.id }) {
        writers[known].messages += writer.messages
        continue
      }
      writers.append(
        GroupOnDay.Writer(
          party: writer.party, person: person, messages: writer.messages, lastAt: writer.lastAt,
          record: writer.lastRecord))
    }
    return GroupOnDay(
      conversation: conversation, at: instant, members: members, former: former, writers: writers,
      isWhole: group.isWhole, knownFrom: group.knownFrom, unclear: group.unclear, undated: undated,
      changes: all.changes.map(\.at))
  }
}
