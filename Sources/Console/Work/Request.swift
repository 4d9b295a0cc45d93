import Casework
import Intake
import Records
import SearchIndex

/// Something that a screen asks of the archive. It runs on a background thread; the answer comes back as an event.
enum Request: Sendable {
  case unlock(passphrase: Passphrase)
  case conversations(filter: String, after: ConversationCursor?)
  case conversation(ConversationID)
  case timeline(ConversationID, TimelineAnchor, before: Int, after: Int)
  /// The nearest held message beyond a timeline's window.
  case nearestHeld(HeldSeek)
  case search(text: String, after: SearchCursor?)
  case count(text: String)
  case message(MessageID)
  case matters
  case acts
  case gaps
  case status
  case health
  case deadLetters
  case deadLetter(DeadLetterID)
  /// File a dead letter after all.
  case retryDeadLetter(DeadLetterID)
  case annotateDeadLetter(DeadLetterID, String)
  case people(PersonFilter, PersonOrder, after: PersonCursor?)
  /// Whoever is meant; `isOpening` when a page about the person appears, which is recorded.
  case person(PersonTarget, isOpening: Bool)
  case conversationsOf(PersonID)
  case previewMerge([PersonID])
  /// What undoing a merge would change.
  case previewUndo(ActID)
  case previewSplit(PersonID, taking: [ClaimKey])
  case mergePeople([PersonID], reason: String)
  case undoMerge(ActID, reason: String)
  case splitPerson(PersonID, taking: [ClaimKey], reason: String)
  /// Who of a conversation has an odd name or number.
  case flaggedPeople(ConversationID)
  /// Who was in a group at an instant.
  case members(ConversationID, at: Instant)
  /// The sealed record that is the evidence of something.
  case record(RecordAddress)
  case openMatter(name: String, title: String)
  case previewHold(HoldTarget, matter: String)
  case placeHold(HoldTarget, matter: String, reason: String)
  case releaseHold(HoldID, reason: String)
  case explain(MessageID)
  case export(matter: String, folder: String)
  case statement(text: String, file: String)
  case importFiles([String])
  case verify

  /// The queue that it runs on: a slow one must not keep a quick one waiting.
  var lane: Lane {
    switch self {
    case .unlock, .export, .importFiles, .verify: return .job
    case .search: return .search
    // A person's messages are counted conversation by conversation, which may take a while.
    case .count, .conversationsOf, .flaggedPeople: return .count
    default: return .view
    }
  }

  /// Which requests replace earlier ones of the same screen that have not been answered.
  enum Lane: Sendable, Hashable, CaseIterable { case view, search, count, job }
}

/// What a hold is to be placed on.
enum HoldTarget: Sendable, Hashable {
  case messages([MessageID])
  case conversation(ConversationID, title: String)
  case query(String)
}
