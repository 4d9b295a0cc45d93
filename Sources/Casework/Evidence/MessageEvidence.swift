import Records
import SearchIndex
import Storage

/// What the archive can say about a message besides its words: what was changed, who deleted it, what had been read.
public struct MessageEvidence: Sendable, Hashable {
  public var changes: [VersionChange]
  public var deletions: [Deletion]
  /// What had been read when it was written, edited and deleted; for each moment the other side, then our own where
  /// anything is told of it.
  public var readStates: [ReadState]
  public var earlierReadings: [EarlierReading]

  /// Whether the words are shown struck: deleted for everyone, and surely so.
  public var isStruck: Bool { deletions.contains { $0.scope == .everyone && !$0.isUncertain } }

  /// Evidence without what stands around the message.
  public init(of message: CaseMessage) {
    changes = VersionChange.all(of: message)
    deletions = Deletion.all(of: message)
    readStates = []
    earlierReadings = EarlierReading.all(of: message)
  }

  /// Evidence of a message of the archive, with what had been read around it.
  ///
  /// The questions to the index are bounded: so many messages before each moment, and no more.
  public init(of detail: MessageDetail, in index: ArchiveIndex, cancel: CancellationFlag? = nil) throws {
    guard let message = CaseMessage(detail) else {
      // Only a gap or a deletion of it has come.
      self = MessageEvidence(
        changes: [],
        deletions: Deletion.all(
          detail.revocations.map { CaseMessage.Step($0) }, sender: nil, kind: detail.conversationKind),
        readStates: [], earlierReadings: [])
      return
    }
    self.init(of: message)
    for moment in ReadMoment.all(of: message) {
      let window = try index.receipts(in: message.conversation, until: moment.at, cancel: cancel)
      add(moment, ReadTrail(window, isBackfilled: message.isBackfilled), message)
    }
  }

  private init(
    changes: [VersionChange], deletions: [Deletion], readStates: [ReadState], earlierReadings: [EarlierReading]
  ) {
    self.changes = changes
    self.deletions = deletions
    self.readStates = readStates
    self.earlierReadings = earlierReadings
  }

  mutating func add(_ moment: ReadMoment, _ trail: ReadTrail, _ message: CaseMessage) {
    func state(_ reader: ReadState.Reader) -> ReadState {
      ReadState(
        trail, at: moment, by: reader, kind: message.conversationKind, provider: message.provider,
        excluding: message.id)
    }
    readStates.append(state(.otherSide))
    let own = state(.ourSide)
    if own.isTold { readStates.append(own) }
  }
}

extension ReadState {
  /// Whether any receipt says something about this side.
  var isTold: Bool { read + delivered + undecided > 0 }
}
