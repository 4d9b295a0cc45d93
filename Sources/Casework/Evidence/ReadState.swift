import Records

/// What one side of a conversation was reported to have read at a moment: what receipts say, and what they cannot.
///
/// A receipt says that a device showed the message, not that a person took it in; that none came says nothing.
public struct ReadState: Sendable, Hashable {
  /// Whose reading it is about.
  public enum Reader: String, Sendable, Hashable {
    /// Whoever our side wrote to.
    case otherSide = "other_side"
    case ourSide = "our_side"
  }

  /// A message that was reported read, or only delivered.
  public struct Sighting: Sendable, Hashable {
    public var message: MessageID
    public var words: String
    public var sentAt: Instant
    /// `read`, `played` or `delivered`.
    public var status: String
    /// When it was read; where the provider gave no time, when the receipt was captured.
    public var at: Instant
    public var isDated: Bool
    public var capturedAt: Instant?
    /// Whether the receipt was captured long after the time it tells, and not because all was.
    public var isLate: Bool
    public var by: Party?

    init(_ step: CaseMessage.Step, of entry: ReadTrail.Entry, at: Instant, isBackfilled: Bool) {
      message = entry.message
      words = entry.words
      sentAt = entry.at
      status = step.what
      self.at = at
      isDated = step.isDated
      capturedAt = step.capturedAt
      isLate = !isBackfilled && step.lag > ReadState.lateness
      by = step.party
    }
  }

  /// How far one member of a group was reported to have read.
  public struct Person: Sendable, Hashable {
    public var party: Party
    /// How many of the messages were reported read by them.
    public var read: Int
    /// The newest of them.
    public var last: Sighting
  }

  public var moment: ReadMoment
  public var reader: Reader
  /// Messages to that side before the moment.
  public var looked: Int
  /// Of these: reported read by then; in a group by at least one member.
  public var read: Int
  /// Reported delivered by then, and not read.
  public var delivered: Int
  /// Reported as failed.
  public var failed: Int
  /// Read, but whether before or after the moment is not told.
  public var undecided: Int
  /// Without a receipt of delivery or reading by then.
  public var silent: Int
  /// The newest message reported read by then.
  public var lastRead: Sighting?
  /// The messages after that one: not reported read by then.
  public var unreadSince: Int
  /// In a group, how far each was who is named by a receipt, furthest first.
  public var people: [Person]
  public var doubts: [ReadDoubt]

  /// People that are listed at most.
  public static let mostPeople = 24

  /// Looks at a trail from a moment.
  /// - Parameter message: The message that it is asked about: it says nothing of what was read before it.
  public init(
    _ trail: ReadTrail, at moment: ReadMoment, by reader: Reader, kind: ConversationReference.Kind,
    provider: Provider, excluding message: MessageID?
  ) {
    self.moment = moment
    self.reader = reader
    (looked, read, delivered, failed, undecided, silent, unreadSince) = (0, 0, 0, 0, 0, 0, 0)
    people = []
    doubts = []
    var counts = Counts()
    var found: [Party: Person] = [:]
    for entry in trail.entries where entry.isOurs == (reader == .otherSide) && entry.message != message {
      guard entry.at <= moment.at else { continue }
      looked += 1
      let sightings = look(at: entry, &counts, isBackfilled: trail.isBackfilled)
      if kind == .group || kind == .broadcast {
        for sighting in sightings {
          guard let party = sighting.by, !party.isEmpty else { continue }
          found[party, default: Person(party: party, read: 0, last: sighting)].read += 1
          found[party]?.last = sighting
        }
      }
    }
    people = found.values.sorted {
      ($1.last.sentAt.milliseconds, $1.last.at.milliseconds, $0.party.key ?? "")
        < ($0.last.sentAt.milliseconds, $0.last.at.milliseconds, $1.party.key ?? "")
    }
    doubts = makeDoubts(counts, trail.bound, kind: kind, provider: provider)
    if people.count > Self.mostPeople { people.removeLast(people.count - Self.mostPeople) }
  }

  private struct Counts {
    var tellsDelivery = 0
    var tellsReading = 0
    var named: Set<Party> = []
    var unnamed = 0
    var undated = 0
    var late = 0
    var longest: Int64 = 0
    var backwards = 0
    var same = 0
  }

  /// A receipt that came this much after the time it tells was late.
  static let lateness: Int64 = 600_000

  /// Files one message among the figures; returns who was reported to have read it by then, once for each.
  private mutating func look(
    at entry: ReadTrail.Entry, _ counts: inout Counts, isBackfilled: Bool
  ) -> [Sighting] {
    var firsts: [Party?: Sighting] = [:]
    var (isDelivered, isFailed, isUndecided) = (false, false, false)
    var (tellsDelivery, tellsReading) = (false, false)
    for step in entry.receipts {
      let rank = Receipt.rank(of: step.what)
      let isReading = step.what == "read" || step.what == "played"
      if step.what == "failed" { isFailed = isFailed || moment.order(of: step) != .after }
      guard isReading || step.what == "delivered" else { continue }
      if let party = step.party, !party.isEmpty { counts.named.insert(party) } else { counts.unnamed += 1 }
      if isReading { tellsReading = true } else { tellsDelivery = true }
      if step.isDated, let at = step.at, EvidenceText.span(from: at, to: entry.at) > 1000 { counts.backwards += 1 }
      if !isBackfilled, step.lag > Self.lateness {
        (counts.late, counts.longest) = (counts.late + 1, max(counts.longest, step.lag))
      }
      switch moment.order(of: step) {
      case .after: continue
      case .unknown:
        counts.undated += 1
        if isReading { isUndecided = true }
      case .same where isReading:
        counts.same += 1
        isUndecided = true
      case .same, .before:
        if !isReading || rank < 4 {
          isDelivered = true
          continue
        }
        guard let at = step.at ?? step.capturedAt else { continue }
        let sighting = Sighting(step, of: entry, at: at, isBackfilled: isBackfilled)
        if let known = firsts[step.party], known.at <= sighting.at { continue }
        firsts[step.party] = sighting
      }
    }
    if tellsDelivery { counts.tellsDelivery += 1 }
    if tellsReading { counts.tellsReading += 1 }
    let sightings = firsts.values.sorted { ($0.at, $0.by?.key ?? "") < ($1.at, $1.by?.key ?? "") }
    if let first = sightings.first {
      read += 1
      lastRead = first
      unreadSince = 0
      return sightings
    }
    unreadSince += 1
    if isUndecided {
      undecided += 1
    } else if isDelivered {
      delivered += 1
    } else if isFailed {
      failed += 1
    } else {
      silent += 1
    }
    return []
  }

  /// Whether it says the same of another moment.
  func saysTheSame(as other: ReadState) -> Bool {
    var moved = other
    moved.moment = moment
    return moved == self
  }

  private func makeDoubts(
    _ counts: Counts, _ bound: ReadTrail.Bound, kind: ConversationReference.Kind, provider: Provider
  ) -> [ReadDoubt] {
    var doubts: [ReadDoubt] = []
    if looked > 0 {
      if counts.tellsDelivery == 0, counts.tellsReading == 0 {
        if provider == .chatExport {
          doubts.append(.exportHasNone)
        } else {
          doubts.append(reader == .ourSide ? .ownSideNotTold : .noReceipts(messages: looked))
        }
      } else if counts.tellsReading == 0 {
        doubts.append(.readingNeverTold(messages: looked))
      }
    }
    if kind == .group || kind == .broadcast, counts.tellsDelivery + counts.tellsReading > 0 {
      doubts.append(counts.named.isEmpty ? .groupUnnamed : .groupNames(people: counts.named.count))
    }
    if counts.same > 0 {
      doubts.append(.sameMoment(receipts: counts.same, isMinute: moment.precision == .minute))
    }
    if counts.undated > 0 { doubts.append(.undated(receipts: counts.undated)) }
    if counts.late > 0 { doubts.append(.late(receipts: counts.late, longest: counts.longest)) }
    if counts.backwards > 0 { doubts.append(.backwards(receipts: counts.backwards)) }
    if !moment.isDated, counts.tellsDelivery + counts.tellsReading > 0 { doubts.append(.momentOfCapture) }
    if bound != .none, looked > 0 { doubts.append(.bounded(bound, messages: looked)) }
    return doubts
  }
}

extension CaseMessage.Step {
  /// The milliseconds from the time told to the capture; 0 where either is not known.
  var lag: Int64 {
    guard isDated, let at, let capturedAt else { return 0 }
    return EvidenceText.span(from: at, to: capturedAt)
  }
}

extension CaseMessage {
  /// Whether it was taken in long after it was written, as from files.
  var isBackfilled: Bool {
    sentAt.map { EvidenceText.span(from: $0, to: capturedAt) > ReadState.lateness } ?? false
  }
}
