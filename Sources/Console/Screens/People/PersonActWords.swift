import Records
import SearchIndex

/// A merge or a split in full, line by line.
enum PersonActWords {
  static func lines(_ act: PersonAct, _ zone: NamedZone) -> [String] {
    var lines = [
      PersonWords.act(act), "", "reason     \(act.reason)", "",
      "act        \(act.id)", "kind       \(act.kind)", "officer    \(act.officer)",
      "done       \(Numerals.full(zone.civil(act.at))) \(zone.label(at: act.at)) (\(act.at.rfc3339))",
      "record     \(act.record)",
    ]
    if let undoes = act.undoes { lines.append("undoes     \(undoes)") }
    if let undone = act.undoneBy { lines.append("undone by  \(undone)") }
    for (number, group) in act.groups.enumerated() {
      lines += ["", "person \(number + 1)"] + group.map { "  \(PersonWords.value($0))  (\($0.text))" }
    }
    return lines
  }
}
