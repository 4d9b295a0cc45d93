import Records

/// Whether what a message said before had been read when it was edited or deleted.
public struct EarlierReading: Sendable, Hashable {
  /// The short answer.
  public enum Answer: String, Sendable, Hashable {
    /// The version that stood before was reported read.
    case read
    /// An earlier version was reported read; of the one that stood before nothing more is told.
    case earlierVersionRead = "earlier_version_read"
    /// Reported read in the very second.
    case sameMoment = "same_moment"
    /// Reading was reported only after.
    case readAfter = "read_after"
    /// Reported delivered before, and never read.
    case deliveredOnly = "delivered_only"
    /// Nothing is told.
    case unknown
  }

  /// The edit or deletion.
  public var moment: ReadMoment
  public var reader: ReadState.Reader
  /// The version that stood before; nil where it never reached the archive.
  public var version: Int?
  public var answer: Answer
  /// Who was reported to have read it before, earliest first.
  public var readBy: [ReadState.Sighting]
  /// The version that stood when the first of them read it.
  public var versionRead: Int?
  /// The first delivery before.
  public var delivered: ReadState.Sighting?
  /// The first reading after.
  public var readAfter: ReadState.Sighting?
  /// Reactions put before: whoever put one had seen it.
  public var reactions: [CaseMessage.Step]
  /// When the archive had captured the version that stood before, where that was before the act.
  public var archivedAt: Instant?
  public var doubts: [ReadDoubt]

  /// The answers for each edit of a message, and for its deletion for everyone.
  public static func all(of message: CaseMessage) -> [EarlierReading] {
    ReadMoment.all(of: message).compactMap { moment in
      moment.act == .written ? nil : EarlierReading(message, at: moment)
    }
  }

  private init(_ message: CaseMessage, at moment: ReadMoment) {
    self.moment = moment
    reader = message.direction == .outbound ? .otherSide : .ourSide
    let standing = Self.wordings(of: message).filter { wording in
      if case .edit(let number) = moment.act { return wording.number < number }
      return wording.from <= moment.at
    }
    version = standing.last?.number
    archivedAt = standing.last.flatMap { $0.capturedAt < moment.at ? $0.capturedAt : nil }
    readBy = []
    reactions = message.reactions.filter { step in !step.what.isEmpty && (step.at.map { $0 < moment.at } ?? false) }
    doubts = []
    var (same, undated, late, longest) = (0, 0, 0, Int64(0))
    var isTold = false
    let isBackfilled = message.isBackfilled
    let entry = ReadTrail.Entry(message)
    for step in message.receipts {
      let isReading = step.what == "read" || step.what == "played"
      guard isReading || step.what == "delivered", let at = step.at ?? step.capturedAt else { continue }
      isTold = true
      let sighting = ReadState.Sighting(step, of: entry, at: at, isBackfilled: isBackfilled)
      let order = moment.order(of: step)
      if !isReading {
        if order == .before, delivered.map({ at < $0.at }) ?? true { delivered = sighting }
        continue
      }
      if sighting.isLate { (late, longest) = (late + 1, max(longest, step.lag)) }
      switch order {
      case .before:
        // Played comes on top of read: the first of each person counts.
        if let known = readBy.firstIndex(where: { $0.by == sighting.by }) {
          if at < readBy[known].at { readBy[known] = sighting }
        } else {
          readBy.append(sighting)
        }
      case .same: same += 1
      case .after: if readAfter.map({ at < $0.at }) ?? true { readAfter = sighting }
      case .unknown: undated += 1
      }
    }
    readBy.sort { ($0.at, $0.by?.key ?? "") < ($1.at, $1.by?.key ?? "") }
    versionRead = readBy.first.flatMap { first in
      standing.last { $0.from <= first.at }?.number ?? standing.first?.number
    }
    if let last = readBy.last {
      let newest = standing.last { $0.from <= last.at }?.number ?? standing.first?.number
      answer = newest == version || version == nil ? .read : .earlierVersionRead
      if answer == .earlierVersionRead, let version { doubts.append(.toldOnce(version: version)) }
    } else if same > 0 {
      answer = .sameMoment
    } else if readAfter != nil {
      answer = .readAfter
    } else if delivered != nil {
      answer = .deliveredOnly
    } else {
      answer = .unknown
    }
    if !isTold {
      if message.provider == .chatExport {
        doubts.append(.exportHasNone)
      } else {
        doubts.append(reader == .ourSide ? .ownSideNotTold : .noReceipts(messages: 1))
      }
    }
    if same > 0 { doubts.append(.sameMoment(receipts: same, isMinute: moment.precision == .minute)) }
    if undated > 0 { doubts.append(.undated(receipts: undated)) }
    if late > 0 { doubts.append(.late(receipts: late, longest: longest)) }
    if !moment.isDated { doubts.append(.momentOfCapture) }
    if message.conversationKind == .group, isTold {
      let named = Set(message.receipts.compactMap(\.party).filter { !$0.isEmpty }).count
      doubts.append(named == 0 ? .groupUnnamed : .groupNames(people: named))
    }
  }

  private struct Wording {
    var number: Int
    var from: Instant
    var capturedAt: Instant
  }

  /// The original and its edits, with the time from which each stood.
  private static func wordings(of message: CaseMessage) -> [Wording] {
    message.versions.filter { $0.origin != "conflict" }.map {
      Wording(number: $0.number, from: $0.sentAt ?? $0.capturedAt, capturedAt: $0.capturedAt)
    }
  }
}
