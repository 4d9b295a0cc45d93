import Records

/// The sentences about evidence, the same in the console, in `show` and in transcripts.
public struct EvidenceWords: Sendable {
  private let stamp: @Sendable (Instant) -> String
  private let name: @Sendable (Party?) -> String?

  /// Creates a way to write.
  /// - Parameters:
  ///   - stamp: How a time is written.
  ///   - name: How somebody is called; nil where nothing names them.
  public init(stamp: @escaping @Sendable (Instant) -> String, name: @escaping @Sendable (Party?) -> String?) {
    self.stamp = stamp
    self.name = name
  }

  /// As transcripts write: times in UTC, everybody with a number or id.
  static let transcript = EvidenceWords(
    stamp: { TranscriptContext.stamp($0) }, name: { party in party.flatMap { $0.isEmpty ? nil : $0.displayName } })

  /// The title of what is asked at a moment: `Read when this was written`.
  public func title(_ moment: ReadMoment) -> String {
    switch moment.act {
    case .written: return "Read when this was written"
    case .edit(let version): return "Read when version \(version) was written"
    case .deletion: return "Read when this was deleted"
    }
  }

  // MARK: - What had been read around it

  /// A title with its sentences, and what cannot be known.
  public struct Section: Sendable {
    public var title: String
    public var lines: [String]
    public var doubts: [String]
  }

  /// What had been read at each moment; what is the same as at an earlier one is not said again.
  public func sections(_ states: [ReadState]) -> [Section] {
    states.enumerated().map { index, state in
      let side = state.reader == .otherSide ? "by the other side" : "by our side"
      let title = "\(self.title(state.moment)), \(side)"
      if let same = states[..<index].first(where: { $0.saysTheSame(as: state) }) {
        let when: String
        switch same.moment.act {
        case .written: when = "when it was written"
        case .edit(let version): when = "when version \(version) was written"
        case .deletion: when = "when it was deleted"
        }
        return Section(title: title, lines: ["The same as \(when)."], doubts: [])
      }
      return Section(title: title, lines: lines(state), doubts: state.doubts.map(\.words))
    }
  }

  /// Whether the earlier words had been read, for each edit and for the deletion.
  public func sections(_ readings: [EarlierReading]) -> [Section] {
    readings.map { Section(title: question($0), lines: lines($0), doubts: $0.doubts.map(\.words)) }
  }

  /// What one side had read at a moment, in sentences; the doubts come after.
  public func lines(_ state: ReadState) -> [String] {
    guard state.looked > 0 else {
      return [
        state.reader == .otherSide
          ? "Our side had sent nothing before this that could have been read."
          : "The other side had sent nothing before this that could have been read."
      ]
    }
    var lines: [String] = []
    let sender = state.reader == .otherSide ? "our side had sent" : "the other side had sent"
    if state.read + state.delivered + state.failed + state.undecided > 0 {
      var parts: [String] = []
      func add(_ count: Int, _ words: String) {
        if count > 0 || words == "reported read" { parts.append("\(count) \(words)") }
      }
      add(state.read, "reported read")
      add(state.delivered, "delivered and not reported read")
      add(state.undecided, "read, but perhaps after it")
      add(state.failed, "failed")
      add(state.silent, "without a receipt")
      let messages = EvidenceText.count(state.looked, "message", "messages")
      lines.append("Of the \(messages) that \(sender) before: " + parts.joined(separator: ", ") + ".")
    } else {
      lines.append("Before it \(sender) \(EvidenceText.count(state.looked, "message", "messages")).")
    }
    if let last = state.lastRead {
      lines.append("The last one reported read: “\(last.words)” of \(stamp(last.sentAt)), \(seen(last)).")
      if state.unreadSince > 0 {
        let count = state.unreadSince
        lines.append("\(count) after that \(count == 1 ? "was" : "were") not reported read by then.")
      }
    }
    for person in state.people {
      let count = EvidenceText.count(person.read, "message", "messages")
      lines.append(
        "\(name(person.party) ?? "somebody"): \(count), the last of \(stamp(person.last.sentAt)), \(seen(person.last))."
      )
    }
    return lines
  }

  /// What one side had read at a moment, in a few words; nil where nothing is told.
  public func brief(_ state: ReadState) -> String? {
    guard state.isTold else { return nil }
    let messages = EvidenceText.count(state.looked, "message", "messages")
    let side = state.reader == .otherSide ? "the other side" : "our side"
    var words = "\(title(state.moment)), by \(side): \(state.read) of \(messages)"
    if let last = state.lastRead { words += ", the last of \(stamp(last.sentAt)), \(seen(last))" }
    if state.undecided > 0 { words += "; of \(state.undecided) the order is not told" }
    return words
  }

  /// `read by J. Lee at 09:16:20`, with the capture where it matters.
  public func seen(_ sighting: ReadState.Sighting) -> String {
    var words = sighting.status
    if let by = name(sighting.by) { words += (sighting.status == "delivered" ? " to " : " by ") + by }
    if sighting.isDated {
      words += " at \(stamp(sighting.at))"
      if sighting.isLate, let captured = sighting.capturedAt {
        words += " (receipt captured \(stamp(captured)))"
      }
    } else {
      words += " by \(stamp(sighting.at)), when the receipt was captured"
    }
    return words
  }

  // MARK: - Whether the earlier words had been read

  /// The answer to whether the earlier words had been read, in sentences; the doubts come after.
  public func lines(_ reading: EarlierReading) -> [String] {
    let act: String
    switch reading.moment.act {
    case .edit: act = "the edit"
    case .deletion, .written: act = "the deletion"
    }
    let what = reading.version.map { "version \($0)" } ?? "what it said"
    func ago(_ instant: Instant) -> String {
      EvidenceText.duration(EvidenceText.span(from: instant, to: reading.moment.at))
    }
    var lines: [String] = []
    switch reading.answer {
    case .read:
      lines = reading.readBy.prefix(12).enumerated().map { index, sighting in
        index == 0
          ? "Yes: \(what) was reported \(seen(sighting)), \(ago(sighting.at)) before \(act)."
          : "Also \(seen(sighting))."
      }
    case .earlierVersionRead:
      let version = reading.versionRead.map { "version \($0)" } ?? "an earlier version"
      lines = reading.readBy.prefix(1).map { "An earlier one: \(version) was reported \(seen($0)), before \(act)." }
    case .sameMoment:
      lines = ["Cannot be known: reading is reported for the very time of \(act)."]
    case .readAfter:
      if let first = reading.readAfter {
        lines = [
          "Not that is known: the first receipt says \(seen(first)), \(ago(first.at)) after \(act)."
        ]
      }
    case .deliveredOnly: lines = ["Not that is known: no receipt of reading came."]
    case .unknown: lines = ["Cannot be known from receipts."]
    }
    if reading.readBy.count > 12 { lines.append("And by \(reading.readBy.count - 12) more.") }
    if reading.readBy.isEmpty, let delivered = reading.delivered {
      lines.append("It was \(seen(delivered)), before \(act), and may have been seen in a notification.")
    }
    for reaction in reading.reactions.prefix(6) {
      let who = name(reaction.party) ?? "somebody"
      lines.append(
        "\(who) reacted \(reaction.what)" + (reaction.at.map { " at \(stamp($0))" } ?? "")
          + ", before \(act): it had been seen.")
    }
    if let archived = reading.archivedAt {
      lines.append("The archive had it at \(stamp(archived)), \(ago(archived)) before \(act).")
    }
    return lines
  }

  /// The question that `lines` answers: `Was version 1 read before the edit?`
  public func question(_ reading: EarlierReading) -> String {
    let what = reading.version.map { "version \($0)" } ?? "what it said"
    switch reading.moment.act {
    case .edit(let version): return "Was \(what) read before it was edited to version \(version)?"
    case .deletion, .written: return "Was \(what) read before it was deleted?"
    }
  }

  // MARK: - Deletions

  /// A deletion on one line.
  public func line(_ deletion: Deletion) -> String { deletion.line(stamp: stamp, name: name) }
}
