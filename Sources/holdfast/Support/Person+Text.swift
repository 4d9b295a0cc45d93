import Records
import SearchIndex

extension PersonReference {
  /// The person as docs/cli.md gives whom a flag is about.
  var json: JSONValue { .of(["id": .string(id.text), "name": .string(name), "phone": .text(phone)]) }

  /// The best name and the number beside it.
  var text: String { called + (phone.map { isUnnamed && !isOurs ? "" : "  +" + SafeLine.of($0) } ?? "") }

  /// The name; our own side without one is the firm.
  var called: String {
    if isUnnamed, isOurs { return "the firm" }
    return SafeLine.of(name)
  }
}

extension PersonFlag {
  /// The flag as docs/cli.md gives it.
  var json: JSONValue {
    .of([
      "kind": .string(kind.rawValue), "other": other?.json, "reason": .string(reason), "value": .string(value),
    ])
  }
}

extension PersonLine {
  /// The person as docs/cli.md gives it.
  var json: JSONValue {
    .of([
      "claims": .whole(claims), "conversations": .whole(conversations), "first_at": .instant(firstAt),
      "flags": .array(flags.map(\.json)), "id": .string(id.text), "last_at": .instant(lastAt),
      "merged": .bool(isMerged), "messages": .whole(messages), "name": .string(name), "numbers": .whole(numbers),
      "ours": .bool(isOurs), "phone": .text(phone),
    ])
  }

  /// The name; our own side without one is the firm, and without any name the number says it all.
  var called: String { isUnnamed && !isOurs ? "no name" : reference.called }

  /// Every number, the last seen first; never left out, as a name proves nothing.
  var number: String {
    (phone.map { "+" + SafeLine.of($0) } ?? "no number") + (numbers > 1 ? " and \(numbers - 1) more" : "")
  }

  /// What an officer has to know before anything else.
  var marks: String {
    var marks: [String] = isMerged ? ["MERGED"] : []
    var names: [String] = []
    for flag in flags where !names.contains(flag.kind.rawValue) { names.append(flag.kind.rawValue) }
    if !names.isEmpty { marks.append("CHECK " + names.joined(separator: " ")) }
    return marks.joined(separator: "  ")
  }
}

/// People one below the other, the number always beside the name.
enum PeopleTable {
  static func lines(_ people: [PersonLine], _ zone: NamedZone) -> [String] {
    guard !people.isEmpty else { return [] }
    var table = TextTable([
      ("person", .left), ("name", .left), ("number", .left), ("messages", .right), ("chats", .right),
      ("last seen", .left), ("", .left),
    ])
    for person in people {
      table.add(
        person.id.text, person.called, person.number, Numerals.grouped(person.messages),
        Numerals.grouped(person.conversations), person.lastAt.map(zone.text) ?? "-", person.marks)
    }
    return table.lines
  }
}

/// Holds that select by people, and what they hold through them.
enum HoldReachText {
  /// Before an act: with what the hold would hold after it. After one, and otherwise: as it is.
  static func lines(_ holds: [HoldReach], isPreview: Bool, whom: String) -> [String] {
    guard !holds.isEmpty else { return ["No hold in force selects by \(whom)."] }
    var lines = ["Holds that select by \(whom):"]
    var columns: [(title: String, side: TextTable.Side)] = [
      ("hold", .left), ("matter", .left), ("messages", .right), ("through \(whom)", .right),
    ]
    if isPreview { columns += [("messages then", .right), ("through \(whom) then", .right)] }
    var table = TextTable(columns + [("", .left)], indent: "  ")
    for reach in holds {
      let hold = reach.hold
      let figures = [hold.messages, reach.through].map { Numerals.grouped($0) }
      let matter = SafeLine.of(hold.placement.matter)
      guard isPreview else {
        table.add(hold.id.text, matter, figures[0], figures[1])
        continue
      }
      table.add(
        hold.id.text, matter, figures[0], figures[1], Numerals.grouped(reach.messagesAfter),
        Numerals.grouped(reach.throughAfter), reach.widens ? "WIDENS" : "stays as it is")
    }
    lines += table.lines
    lines.append("Holds only ever widen: what one holds it keeps, whatever is merged or split afterwards.")
    return lines
  }
}

extension HoldReach {
  /// The hold as docs/cli.md gives it, with what it holds through some people.
  func json(isPreview: Bool) -> JSONValue {
    guard case .object(let object) = hold.json else { return hold.json }
    var members = object.members
    members.append(JSONObject.Member(name: "through", value: .whole(through)))
    if isPreview {
      members += [
        JSONObject.Member(name: "messages_after", value: .whole(messagesAfter)),
        JSONObject.Member(name: "through_after", value: .whole(throughAfter)),
        JSONObject.Member(name: "widens", value: .bool(widens)),
      ]
    }
    return .object(JSONObject(members))
  }
}

extension PersonClaim {
  fileprivate var json: JSONValue {
    .of([
      "accounts": .texts(accounts), "claim": .text(key?.text), "first_at": .instant(firstAt),
      "first_record": .string(firstRecord.description), "kind": .string(kind.rawValue), "last_at": .instant(lastAt),
      "last_record": .string(lastRecord.description), "merged_by": .text(mergedBy?.text), "messages": .whole(messages),
      "source": .text(provider?.rawValue),
      "superseded": superseded.map {
        .of([
          "at": .instant($0.at), "by": .string($0.by), "reason": .string($0.reason),
          "record": .string($0.record.description),
        ])
      }, "value": .string(value),
    ])
  }

  /// The claim as it is written.
  fileprivate var shown: String { (kind == .phone ? "+" : kind == .username ? "@" : "") + SafeLine.of(value) }

  /// What else is known of it, each on a line of its own.
  fileprivate func facts(_ zone: NamedZone) -> [String] {
    var facts: [String] = []
    if let superseded {
      let by = superseded.by.isEmpty ? "" : ", since then " + (kind == .phone ? "+" : "") + SafeLine.of(superseded.by)
      facts.append("until \(zone.text(superseded.at)): \(superseded.words)\(by)  (\(superseded.record))")
    }
    if let mergedBy { facts.append("by the merge \(mergedBy)") }
    if let key { facts.append("claim \(SafeLine.of(key.text))") }
    facts.append("records \(firstRecord)" + (lastRecord == firstRecord ? "" : " to \(lastRecord)"))
    return facts
  }
}

extension Supersession {
  /// Why a claim is no longer current, in words; a reason that is not known here as the provider gives it.
  fileprivate var words: String {
    switch reason {
    case "user_changed_number": return "the number changed"
    case "user_changed_user_id": return "the user id changed"
    case "later-name": return "a later name was seen"
    case "later-username": return "a later username was seen"
    default: return SafeLine.of(reason)
    }
  }
}

extension PersonAct {
  fileprivate var json: JSONValue {
    .of([
      "act": .string(kind.rawValue), "done_at": .instant(at), "id": .string(id.text), "officer": .string(officer.text),
      "people": .array(groups.map { .texts($0.map(\.text)) }), "reason": .string(reason),
      "record": .string(record.description), "undoes": .text(undoes?.text), "undone_by": .text(undoneBy?.text),
    ])
  }

  fileprivate func text(_ zone: NamedZone) -> String {
    let what = kind == .mergePeople ? "merged" : undoes.map { "undid \($0)" } ?? "split"
    return "  \(zone.text(at))  \(id)  \(what) by \(officer): \(SafeLine.of(reason))  (\(record))"
      + (undoneBy.map { "  undone by \($0)" } ?? "")
  }
}

extension PersonDetail {
  /// The person as docs/cli.md gives it.
  ///
  /// `holds` are those that select by the person.
  func json(_ places: [PersonConversation], holds: [HoldReach]) -> JSONValue {
    .of([
      "changes": .array(
        changes.map {
          .of([
            "at": .instant($0.at), "current": .texts($0.current.keys(in: nil).map(\.text)),
            "previous": .texts($0.previous?.keys(in: nil).map(\.text) ?? []), "reason": .string($0.reason),
            "record": .string($0.record.description),
          ])
        }), "checkpoint": .string(coverage.checkpoint), "claims": .array(claims.map(\.json)),
      "conversations": .array(
        places.map {
          .of([
            "first_at": .instant($0.firstAt), "id": .string($0.conversation.id.text), "last_at": .instant($0.lastAt),
            "messages": .whole($0.messages), "title": .string($0.conversation.title),
          ])
        }), "history": .array(history.map(\.json)), "holds": .array(holds.map { $0.json(isPreview: false) }),
      "ids": .texts(ids.map(\.text)),
      "indexed": .whole(coverage.indexed), "person": line.json, "records": .whole(coverage.records),
    ])
  }

  /// The person line by line.
  func text(_ places: [PersonConversation], holds: [HoldReach], _ zone: NamedZone) -> [String] {
    var lines = ["\(line.called)  \(line.number)" + (line.marks.isEmpty ? "" : "  " + line.marks)]
    let span = line.firstAt.flatMap { first in line.lastAt.map { "\(zone.text(first)) to \(zone.text($0))" } }
    lines.append(
      "  \(line.id)  \(Numerals.grouped(line.messages)) messages in \(Numerals.grouped(line.conversations)) conversations"
        + (span.map { "  \($0)" } ?? ""))
    let others = ids.filter { $0 != line.id }
    if !others.isEmpty { lines.append("  also found as " + others.map(\.text).joined(separator: " ")) }
    for flag in line.flags {
      lines.append(
        "! \(flag.kind.rawValue)  \(SafeLine.of(flag.value)): \(SafeLine.of(flag.reason))"
          + (flag.other.map { "  see \($0.id) \($0.text)" } ?? ""))
    }
    lines += ["", "Claims"] + claimLines(zone)
    if !changes.isEmpty {
      lines += ["", "Changes that a provider told of"]
      for change in changes {
        let (old, new) = (change.previous?.keys(in: nil) ?? [], change.current.keys(in: nil))
        lines.append(
          "  \(zone.text(change.at))  \(SafeLine.of(change.reason))  "
            + SafeLine.of(old.map(\.text).joined(separator: " ")) + " to "
            + SafeLine.of(new.map(\.text).joined(separator: " ")) + "  (\(change.record))")
      }
    }
    if !history.isEmpty {
      lines += ["", "What officers decided"]
      lines += history.map { $0.text(zone) }
    }
    lines += ["", "Conversations"] + placeLines(places, zone)
    if !holds.isEmpty { lines += [""] + HoldReachText.lines(holds, isPreview: false, whom: "this person") }
    return lines + [zone.name]
  }

  private func claimLines(_ zone: NamedZone) -> [String] {
    var table = TextTable([.left, .left, .right, .left], indent: "  ")
    for claim in claims {
      let (first, last) = (zone.text(claim.firstAt), zone.text(claim.lastAt))
      table.add(
        claim.kind.rawValue, claim.shown, Numerals.grouped(claim.messages) + " messages",
        first == last ? first : "\(first) to \(last)")
    }
    var lines: [String] = []
    for (line, claim) in zip(table.lines, claims) {
      lines.append(line)
      lines += claim.facts(zone).map { "      " + $0 }
    }
    return lines
  }

  private func placeLines(_ places: [PersonConversation], _ zone: NamedZone) -> [String] {
    guard !places.isEmpty else { return ["  none that is known"] }
    var table = TextTable([.left, .right, .left, .left], indent: "  ")
    for place in places {
      table.add(
        place.conversation.id.text, Numerals.grouped(place.messages) + " messages",
        place.lastAt.map { "last " + zone.text($0) } ?? "", SafeLine.of(place.conversation.title))
    }
    return table.lines
  }
}
