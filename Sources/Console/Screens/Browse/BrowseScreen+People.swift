import Records
import SearchIndex
import TerminalKit

/// Who of a conversation has an odd name or number.
struct FlaggedPeople: Sendable, Hashable {
  var conversation: ConversationID
  var people: [PersonLine]
  /// What their messages name them by: numbers, ids, and names where there is nothing else.
  private let keys: Set<ClaimKey>

  /// `keys` are those of all of these people.
  init(conversation: ConversationID, people: [PersonLine], keys: some Sequence<ClaimKey>) {
    self.conversation = conversation
    self.people = people
    self.keys = Set(keys)
  }

  /// Whether a sender is one of them.
  func contains(_ party: Party) -> Bool { party.keys(in: conversation).contains(where: keys.contains) }
}

extension BrowseScreen {
  /// Goes to whoever sent the selected message; in the list, to whom the conversation is with.
  mutating func goToPerson() -> [Effect] {
    if focus == .timeline {
      guard let item = timeline?.selectedItem, let sender = item.sender else { return [] }
      return [.push(PersonScreen(of: sender, in: item.conversation))]
    }
    guard let row = list.selectedRow else { return [] }
    if row.kind == .direct, let party = BrowseScreen.counterpart(row) {
      return [.push(PersonScreen(of: party, in: row.id))]
    }
    return [.push(PeopleScreen(in: row.id, title: BrowseScreen.name(of: row)))]
  }

  /// Goes to who was in the group on the day of the selected item.
  func goToMembers(_ session: SessionState) -> [Effect] {
    guard let summary, let item = timeline?.selectedItem else { return [] }
    let day = session.zone.civil(item.at).date
    return [.push(MembersScreen(summary.id, name: BrowseScreen.name(of: summary), day: day))]
  }

  /// Why there is nobody to go to; nil when there is.
  var refusalOfPerson: String? {
    guard focus == .timeline else { return list.selectedRow == nil ? "There is no conversation yet." : nil }
    guard let item = timeline?.selectedItem else { return "There is nothing to open." }
    return item.sender == nil ? "Nothing says who sent this." : nil
  }

  /// The other side of a direct conversation: as last named, else by its number.
  private static func counterpart(_ row: ConversationSummary) -> Party? {
    if let party = row.counterpart, !party.isEmpty { return party }
    return row.phone.map { Party(phone: $0) }
  }

  /// Asks who of the shown conversation has an odd name or number, where that is not known.
  func askForFlags() -> [Effect] {
    guard let conversation = timeline?.conversation, flagged?.conversation != conversation else { return [] }
    return [.ask(.flaggedPeople(conversation))]
  }

  /// The odd names and numbers of the shown conversation, in words.
  var flags: String? {
    guard let summary, let flagged, flagged.conversation == summary.id, let first = flagged.people.first else {
      return nil
    }
    if summary.kind != .direct, flagged.people.count > 1 {
      return Numerals.count(flagged.people.count, "odd name")
    }
    return first.flags.first.map { FlagWords.short($0.kind) }
  }
}
