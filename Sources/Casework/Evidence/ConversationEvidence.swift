import Records

/// The evidence of the messages of a conversation that is handed over, from what is handed over and nothing else.
///
/// A bundle must not tell of messages that are not in its scope: not even that they were read.
struct ConversationEvidence {
  private let entries: [ReadTrail.Entry]
  private let hasReceipts: Bool
  private let provider: Provider
  /// The messages before each moment that are looked at.
  static let window = 100

  init(_ conversation: CaseConversation) {
    entries = conversation.messages.map { ReadTrail.Entry($0) }.sorted {
      ($0.at, $0.message) < ($1.at, $1.message)
    }
    hasReceipts = entries.contains { entry in entry.receipts.contains { Self.tells($0) } }
    provider = conversation.provider
  }

  private static func tells(_ step: CaseMessage.Step) -> Bool {
    Receipt.rank(of: step.what) >= 3 && step.what != "failed"
  }

  /// Everything about one of the messages.
  func evidence(of message: CaseMessage) -> MessageEvidence {
    var evidence = MessageEvidence(of: message)
    guard hasReceipts else { return evidence }
    for moment in ReadMoment.all(of: message) {
      var (low, high) = (0, entries.count)
      while low < high {
        let middle = (low + high) / 2
        if entries[middle].at <= moment.at { low = middle + 1 } else { high = middle }
      }
      let first = max(0, low - Self.window)
      evidence.add(
        moment,
        ReadTrail(
          entries: Array(entries[first..<low]), bound: first > 0 ? .recent : .bundle,
          isBackfilled: message.isBackfilled), message)
    }
    return evidence
  }

  /// What the head of a transcript says of receipts, and of deletions that may not have been told.
  var notes: [(name: String, value: String)] {
    var notes: [(String, String)] = []
    if !hasReceipts {
      notes.append(
        (
          "Reading",
          provider == .chatExport
            ? "an exported chat carries no receipts: what had been read cannot be known from it"
            : "no receipt of delivery or reading is in this bundle: what had been read cannot be known from it"
        ))
    } else {
      notes.append(
        (
          "Reading",
          "from receipts, of the messages in this bundle; a receipt says that a device showed the message, and that none "
            + "came says nothing"
        ))
    }
    if let words = DeletionCoverage.words(provider) { notes.append(("Deletions", words)) }
    return notes
  }
}
