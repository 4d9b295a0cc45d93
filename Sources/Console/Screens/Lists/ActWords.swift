import Records
import SearchIndex

/// An officer's act as a sentence.
public enum ActWords {
  /// What was done, in words.
  public static func sentence(_ act: OfficerAct, _ names: Names) -> String {
    let details = act.details
    func text(_ name: String) -> String? {
      guard let text = details[name]?.string, !text.isEmpty else { return nil }
      return text
    }
    func number(_ name: String) -> String? { details[name]?.integer.map { Numerals.grouped($0) } }
    let matter = text("matter") ?? "a matter"
    let hold = text("hold").map { Wording.short($0) } ?? ""
    switch act.kind {
    case .initialise: return "made the vault"
    case .unlock: return "opened the vault"
    case .lock: return "locked the vault"
    case .importFiles:
      let files = details["names"]?.array?.compactMap(\.string) ?? []
      let first = text("path") ?? files.first
      let more = files.count > 1 ? " and \(files.count - 1) more" : ""
      return "imported " + (first.map { $0 + more } ?? "files") + (number("messages").map { " · \($0) messages" } ?? "")
    case .search:
      let hits = number("hits").map { " · \($0) hits" } ?? ""
      return "searched  \(text("query") ?? "")\(hits)"
    case .view:
      if let person = text("person") { return "looked at the person \(Wording.short(person))" }
      if let record = text("record") { return "opened the record \(record)" }
      if details["shown"]?.array?.first?.string == "members" {
        return "looked at who was in \(text("conversation").map(names.conversation) ?? "a group")"
      }
      let count = details["messages"]?.array?.count ?? 0
      let place = text("conversation").map { " in \(names.conversation($0))" } ?? ""
      if details["shown"] != nil, count == 1 { return "opened a message\(place)" }
      return count == 0
        ? "looked at \(text("conversation").map(names.conversation) ?? "messages")"
        : "looked at \(Numerals.count(count, "message"))\(place)"
    case .openMatter: return "opened matter \(matter)" + (text("title").map { "  \($0)" } ?? "")
    case .placeHold:
      return "placed hold \(hold) in \(matter)  \(names.naming(text("predicate") ?? ""))"
        + (text("reason").map { "  “\($0)”" } ?? "")
    case .refuseRelease: return "asked for the release of hold \(hold): refused" + (text("why").map { "  \($0)" } ?? "")
    case .releaseHold: return "released hold \(hold)" + (text("reason").map { "  “\($0)”" } ?? "")
    case .export: return "exported \(matter)" + (number("messages").map { "  \($0) messages" } ?? "")
    case .statement: return "signed a statement: \(text("statement") ?? "")  \(text("query") ?? "")"
    case .verify: return "checked the vault"
    case .rebuild: return "rebuilt the index"
    case .explain: return "asked why \(text("message").map { Wording.short($0) } ?? "a message") is kept"
    case .mergePeople: return people("merged", " with ", act)
    case .splitPeople:
      return details["undoes"] == nil
        ? people("split", " from ", act) : "undid a merge" + (text("reason").map { "  “\($0)”" } ?? "")
    default: return act.kind.rawValue
    }
  }

  /// A merge or a split of people.
  private static func people(_ verb: String, _ joint: String, _ act: OfficerAct) -> String {
    let groups = PeopleMerge(details: act.details)?.groups ?? PeopleSplit(details: act.details)?.groups ?? []
    let words = groups.prefix(4).map { PersonWords.group($0) }.joined(separator: joint)
    let reason = act.details["reason"]?.string ?? ""
    return "\(verb) \(words.isEmpty ? "people" : words)" + (reason.isEmpty ? "" : "  “\(reason)”")
  }

  /// Everything that the act says, line by line.
  static func lines(_ entry: ActEntry, _ zone: NamedZone, _ names: Names) -> [String] {
    let act = entry.act
    var lines = [
      sentence(act, names), "",
      "act        \(act.id)", "kind       \(act.kind)", "officer    \(names.officer(act.officer))  \(act.officer)",
      "done       \(Numerals.full(zone.civil(act.doneAt))) \(zone.label(at: act.doneAt)) (\(act.doneAt.rfc3339))",
      "record     \(entry.record)", "writer     \(entry.writer)",
      "signature  " + (act.signature.isEmpty ? "none" : "Ed25519, by the officer"), "",
    ]
    for member in act.details.members {
      lines.append("\(member.name)")
      lines.append("  " + plain(member.value, depth: 0))
    }
    return lines
  }

  private static func plain(_ value: JSONValue, depth: Int) -> String {
    if depth > 4 { return "…" }
    switch value {
    case .null: return "none"
    case .bool(let flag): return flag ? "yes" : "no"
    case .number(let token): return token
    case .string(let text): return text
    case .array(let items):
      return items.prefix(200).map { plain($0, depth: depth + 1) }.joined(separator: ", ")
        + (items.count > 200 ? " and \(items.count - 200) more" : "")
    case .object(let object):
      return object.members.prefix(50).map { "\($0.name) \(plain($0.value, depth: depth + 1))" }.joined(separator: ", ")
    }
  }
}
