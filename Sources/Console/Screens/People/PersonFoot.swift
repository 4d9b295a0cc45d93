import Records
import SearchIndex
import TerminalKit

/// Tells of what is selected on a person's page: in full, with when, and by which record.
struct PersonFoot {
  let detail: PersonDetail
  let session: SessionState

  func draw(_ target: PersonSheet.Target?, _ conversations: [PersonConversation]?, on canvas: inout Canvas) {
    var lines: [SafeText] = []
    switch target {
    case .claim?:
      if let claim = detail.claims.first(where: { PersonSheet.target($0) == target }) { lines = words(claim) }
    case .flag(let flag)?: lines = words(flag)
    case .change(let record)?:
      if let change = detail.changes.first(where: { $0.record == record }) { lines = words(change) }
    case .conversation(let id)?:
      if let place = conversations?.first(where: { $0.conversation.id == id }) { lines = words(place) }
    case .act(let id)?:
      if let act = detail.history.first(where: { $0.id == id }) { lines = words(act) }
    case nil: break
    }
    for (y, line) in lines.prefix(canvas.height).enumerated() {
      canvas.text(line, x: 1, y: y, limit: canvas.width - 2)
    }
  }

  private func words(_ claim: PersonClaim) -> [SafeText] {
    var value = SafeText(String(PersonWords.value(claim).prefix(400)), style: .strong)
    value.append("  \(PersonWords.meaning(claim.kind))", style: .dim)
    var lines = [value, place("first", claim.firstAt, claim.firstRecord, "Enter")]
    lines.append(place("last ", claim.lastAt, claim.lastRecord, "L"))
    var last = SafeText()
    if let ended = claim.superseded {
      last.append(PersonWords.ended(ended, claim.kind, session.zone), style: .warning)
    }
    if let act = claim.mergedBy { add("came by the merge \(Wording.short(act))", to: &last) }
    if !claim.accounts.isEmpty {
      add(
        "account " + claim.accounts.prefix(3).joined(separator: ", ")
          + (claim.accounts.count > 3 ? " and \(claim.accounts.count - 3) more" : ""), to: &last)
    }
    if let provider = claim.provider { add(Wording.provider(provider), to: &last) }
    return lines + [last]
  }

  private func add(_ words: String, to text: inout SafeText) {
    text.append((text.width > 0 ? " · " : "") + words, style: .dim)
  }

  private func place(_ what: String, _ at: Instant, _ record: RecordAddress, _ key: String) -> SafeText {
    var text = SafeText("\(what) ", style: .dim)
    text.append(Numerals.full(session.zone.civil(at)), style: .time)
    text.append("  \(Wording.place(record))", style: .dim)
    text.append("  \(key)", style: .footerKey)
    text.append(" opens it", style: .footerText)
    return text
  }

  private func words(_ flag: PersonFlag) -> [SafeText] {
    var value = SafeText(String(flag.value.prefix(400)), style: .strong)
    value.append("  \(TextSafety.hasSubstitutions(flag.value) ? "shown with its hidden signs" : "")", style: .dim)
    guard let other = flag.other else { return [value] }
    var text = SafeText("resembles \(PersonWords.reference(other))")
    text.append("  Enter", style: .footerKey)
    text.append(" goes there", style: .footerText)
    return [value, text]
  }

  private func words(_ change: IdentityClaim) -> [SafeText] {
    var lines = [SafeText(PersonWords.change(change.reason), style: .strong)]
    if let previous = change.previous { lines.append(SafeText("before  \(PersonRows.words(previous))")) }
    lines.append(SafeText("after   \(PersonRows.words(change.current))"))
    return lines + [place("told ", change.at, change.record, "Enter")]
  }

  private func words(_ place: PersonConversation) -> [SafeText] {
    let summary = place.conversation
    var name = SafeText(BrowseScreen.name(of: summary), style: .strong)
    name.append(
      "  \(summary.kind.rawValue) · account \(summary.account) · \(Wording.provider(summary.provider))", style: .dim)
    let share =
      "\(Numerals.grouped(place.messages)) of \(Numerals.count(summary.messages, "message")) are this person's"
    var last = SafeText("Enter", style: .footerKey)
    last.append(" goes to where this person wrote last", style: .footerText)
    return [name, SafeText(share, style: .number), last]
  }

  private func words(_ act: PersonAct) -> [SafeText] {
    var head = SafeText(PersonWords.act(act), style: .strong)
    if act.undoneBy != nil { head.append("  undone since", style: .dim) }
    var who = SafeText("by officer \(Wording.short(act.officer)) on ", style: .dim)
    who.append(Numerals.full(session.zone.civil(act.at)), style: .time)
    who.append("  \(Wording.place(act.record))", style: .dim)
    let stands = act.kind == .mergePeople && act.undoneBy == nil
    var keys = SafeText("Enter", style: .footerKey)
    keys.append(" shows the act", style: .footerText)
    if stands {
      keys.append("   S", style: .footerKey)
      keys.append(" undoes it", style: .footerText)
    }
    return [head, SafeText("“\(act.reason)”"), who, keys]
  }
}
