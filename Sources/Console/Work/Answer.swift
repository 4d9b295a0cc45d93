import Casework
import Intake
import Records
import SearchIndex
import Vault

/// What a request came to.
enum Answer: Sendable {
  case unlocked(officer: String, title: String, coverage: Coverage)
  case conversations(ConversationPage)
  case conversation(ConversationSummary?)
  case timeline(TimelinePage)
  case nearestHeld(MessageID?)
  case search(SearchPage)
  case count(SearchCount)
  case message(OpenedMessage)
  case matters([MatterSummary], names: Names = Names())
  case acts([ActEntry], names: Names = Names())
  case gaps([GapSummary])
  case status(ArchiveStatistics)
  case health(HealthReport)
  case deadLetters([DeadLetter])
  case deadLetter(OpenDeadLetter)
  /// A dead letter was filed; what became of it, in words.
  case filed(String)
  case people(PersonPage)
  case person(PersonDetail?)
  case conversationsOf([PersonConversation])
  case mergePreview(MergePreview)
  case splitPreview(SplitPreview)
  case merged(PersonDetail)
  /// The people that a split left.
  case parted([PersonDetail])
  case flaggedPeople(FlaggedPeople)
  /// Who was in a group.
  case members(GroupOnDay)
  case record(OpenedRecord)
  case preview(HoldPreview)
  case held(HoldID)
  case explained([String])
  case exported(ExportReport, folder: String)
  case stated(file: String)
  case imported(summary: [String])
  case verified(VerifyReport)
  case done
}

/// A message with what was found when its sealed records were opened.
struct OpenedMessage: Sendable {
  /// One sealed record behind the message, and every check that was made on it.
  struct Check: Sendable, Hashable {
    var record: RecordAddress
    var role: String
    /// The record was opened, and its commitment is in the segment's tree.
    var isCommitted: Bool
    /// The index says the same as the record; nil where there is nothing to compare.
    var equalsIndex: Bool?
    /// The segment's leaf is in the writer's log, whose checkpoint is signed.
    var isLogged: Bool
    var leaf: UInt64
    var logSize: UInt64
    var writer: String
    /// What does not hold, in words.
    var problem: String?
    /// Why no ledger lists the record yet.
    var pending: PendingRecord?
  }

  var detail: MessageDetail
  /// Who sent it, as far as records and officers say.
  var sender: PersonLine?
  var checks: [Check]
  /// The raw delivery's bytes as text, at most 64 KiB, and its whole length.
  var raw: String
  var rawLength: Int
  var explanation: [String]
  /// What can be said of its changes, its deletion, and of what had been read; nil where the index could not tell.
  var evidence: MessageEvidence? = nil
}
