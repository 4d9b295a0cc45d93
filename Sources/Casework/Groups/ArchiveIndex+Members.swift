import Records
import SearchIndex

extension ArchiveIndex {
  /// Who was in a group at a time, and how many changes have no usable time.
  ///
  /// Every change is read from its sealed record.
  public func members(of conversation: ConversationID, at instant: Instant) throws -> (
    members: GroupMembers, undated: Int
  ) {
    let history = try groupHistory(conversation, until: instant)
    var members = GroupMembers()
    for change in history.changes {
      let event = try event(at: change.record).event
      guard let group = event.group else { continue }
      members.add(group, sender: event.sender, at: change.at, record: change.record)
    }
    return (members, history.undated)
  }
}
