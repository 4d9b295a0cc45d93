import Casework
import Records
import SearchIndex
import TerminalKit

/// What was changed, who deleted it, and what had been read, set as text.
struct EvidencePaper {
  let evidence: MessageEvidence?
  let detail: MessageDetail
  let session: SessionState
  private let words: EvidenceWords

  private static let column = 15

  init(_ evidence: MessageEvidence?, _ detail: MessageDetail, _ session: SessionState) {
    self.evidence = evidence
    self.detail = detail
    self.session = session
    let zone = session.zone
    // Within the message's own day the clock is enough.
    let day = zone.civil(detail.item.at).date
    words = EvidenceWords(
      stamp: { instant in
        let time = zone.civil(instant)
        return time.date == day ? time.clock : Numerals.full(time)
      }, name: { party in party.flatMap { $0.isEmpty ? nil : Wording.name($0) } })
  }

  // MARK: - Changes

  /// What a version changed of the one before; by signs as well as by colour.
  func addChanges(of version: Int, to paper: inout Paper) {
    guard let change = evidence?.changes.first(where: { $0.version == version }) else { return }
    paper.add(change.summary, style: .dim, indent: 3)
    guard change.words.isChanged else { return }
    var text = SafeText()
    for piece in change.words.shown() {
      if piece.isCut { text.append(" \(session.glyphs[.ellipsis]) ", style: .dim) }
      switch piece.change {
      case .kept: text.append(piece.text, style: .dim)
      case .removed:
        text.append("[-", style: .warning)
        text.append(piece.text, style: .deleted)
        text.append("-]", style: .warning)
      case .added:
        text.append("{+", style: .ok)
        text.append(piece.text, style: .ok)
        text.append("+}", style: .ok)
      }
    }
    paper.add(text, indent: 5)
    if change == evidence?.changes.first { paper.add("[-removed-]  {+added+}", style: .dim, indent: 5) }
  }

  // MARK: - Deletions

  func addDeletions(to paper: inout Paper) {
    let deletions = evidence?.deletions ?? []
    for deletion in deletions {
      var text = SafeText(capitalised(deletion.what), style: deletion.isUncertain ? .warning : .strong)
      if let at = deletion.at {
        text.append("   " + full(at), style: .time)
      } else {
        text.append("   no time given", style: .warning)
      }
      text.append("   by \(deletion.who { $0.flatMap { $0.isEmpty ? nil : Wording.name($0) } })")
      if let captured = deletion.capturedAt { text.append("   captured \(full(captured))", style: .dim) }
      if deletion.tellings > 1 { text.append("   told \(deletion.tellings) times", style: .dim) }
      paper.add(text)
      if deletion.isUncertain { paper.add(Deletion.doubt, style: .warning, indent: 3) }
      paper.add("what it said stays in the vault", style: .dim, indent: 3)
      paper.space()
    }
    if deletions.isEmpty, !wasDeletedBefore, let coverage = DeletionCoverage.words(detail.item.provider) {
      paper.fact("Deletion", "none is told. \(coverage)", style: .dim, at: Self.column)
      paper.space()
    }
  }

  /// Whether an export had only the app's notice that it was deleted.
  private var wasDeletedBefore: Bool { detail.item.contentKind.rawValue == "deleted" }

  /// Where an export has only the notice of a deletion: who deleted it, as far as it says.
  func addDeletedBefore(to paper: inout Paper) {
    let isOwner = detail.event.attributes["deleted_by"] == "owner"
    let who = isOwner ? " by the owner of the exporting phone" : ""
    paper.add("deleted\(who) before the export: what it said is not in it", style: .gap, indent: 3)
  }

  /// Where only a gap is known of the message.
  func addNothing(to paper: inout Paper) {
    let words = detail.item.text
    paper.add(words.isEmpty ? "What it said never reached the archive." : words, style: .gap)
    if let hint = DeletionCoverage.unsupported(detail.item.provider) { paper.add(hint, style: .dim, indent: 3) }
    paper.space()
  }

  // MARK: - Reading

  /// Whether what it said before had been read when it was edited or deleted.
  func addEarlierReading(to paper: inout Paper) {
    if let evidence { add(words.sections(evidence.earlierReadings), to: &paper) }
  }

  /// What had been read around it.
  func addReading(to paper: inout Paper) {
    if let evidence { add(words.sections(evidence.readStates), to: &paper) }
  }

  private func add(_ sections: [EvidenceWords.Section], to paper: inout Paper) {
    for section in sections {
      paper.add(section.title, style: .strong)
      for line in section.lines { paper.add(line, indent: 3) }
      for doubt in section.doubts { paper.add(doubt, style: .dim, indent: 3) }
      paper.space()
    }
  }

  private func full(_ instant: Instant) -> String { Numerals.full(session.zone.civil(instant)) }

  private func capitalised(_ words: String) -> String { words.prefix(1).uppercased() + words.dropFirst() }
}
