import Records
import SearchIndex

extension PersonReference {
  /// The person as docs/cli.md gives whom a flag is about.
  var json: JSONValue { .of(["id": .string(id.text), "name": .string(name), "phone": .text(phone)]) }
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
      "phone": .text(phone),
    ])
  }

  /// The person on one line; the number always beside the name.
  func text(_ zone: NamedZone) -> String {
    "\(id)  \(SafeLine.of(name))" + (phone.map { "  +\(SafeLine.of($0))" } ?? "  no number")
      + (numbers > 1 ? " and \(numbers - 1) more" : "") + "  \(Numerals.grouped(messages)) messages"
      + "  \(Numerals.grouped(conversations)) conversations" + (lastAt.map { "  seen last " + zone.text($0) } ?? "")
      + (isMerged ? "  MERGED" : "") + (flags.isEmpty ? "" : "  CHECK " + names)
  }

  private var names: String {
    var names: [String] = []
    for flag in flags where !names.contains(flag.kind.rawValue) { names.append(flag.kind.rawValue) }
    return names.joined(separator: " ")
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

  fileprivate func text(_ zone: NamedZone) -> String {
    let shown = (kind == .phone ? "+" : kind == .username ? "@" : "") + SafeLine.of(value)
    var line = "  \(kind.rawValue)  \(shown)  \(zone.text(firstAt)) (\(firstRecord))"
    if lastRecord != firstRecord { line += " to \(zone.text(lastAt)) (\(lastRecord))" }
    line += "  \(Numerals.grouped(messages)) messages"
    if let key { line += "  claim \(SafeLine.of(key.text))" }
    if let superseded {
      line += "\n      until \(zone.text(superseded.at)): \(SafeLine.of(superseded.reason))"
      line += (superseded.by.isEmpty ? "" : " " + SafeLine.of(superseded.by)) + " (\(superseded.record))"
    }
    if let mergedBy { line += "\n      by the merge \(mergedBy)" }
    return line
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
    return "  \(zone.text(at))  \(id)  \(what) by \(officer): \(SafeLine.of(reason)) (\(record))"
      + (undoneBy.map { "  undone by \($0)" } ?? "")
  }
}

extension PersonDetail {
  /// The person as docs/cli.md gives it.
  func json(_ places: [PersonConversation]) -> JSONValue {
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
        }), "history": .array(history.map(\.json)), "ids": .texts(ids.map(\.text)),
      "indexed": .whole(coverage.indexed), "person": line.json, "records": .whole(coverage.records),
    ])
  }

  /// The person line by line.
  func text(_ places: [PersonConversation], _ zone: NamedZone) -> [String] {
    var lines = [line.text(zone)]
    for flag in line.flags {
      lines.append(
        "  CHECK \(flag.kind.rawValue)  \(SafeLine.of(flag.value)): \(SafeLine.of(flag.reason))"
          + (flag.other.map { "  see \($0.id) \(SafeLine.of($0.name))" } ?? ""))
    }
    lines.append("Claims")
    lines += claims.map { $0.text(zone) }
    if !changes.isEmpty {
      lines.append("Changes")
      for change in changes {
        let (old, new) = (change.previous?.keys(in: nil) ?? [], change.current.keys(in: nil))
        lines.append(
          "  \(zone.text(change.at))  \(SafeLine.of(change.reason))  "
            + SafeLine.of(old.map(\.text).joined(separator: " ")) + " to "
            + SafeLine.of(new.map(\.text).joined(separator: " ")) + " (\(change.record))")
      }
    }
    if !history.isEmpty {
      lines.append("Merges and splits")
      lines += history.map { $0.text(zone) }
    }
    if !places.isEmpty {
      lines.append("Conversations")
      for place in places {
        lines.append(
          "  \(place.conversation.id)  \(Numerals.grouped(place.messages)) messages  "
            + SafeLine.of(place.conversation.title))
      }
    }
    lines.append(zone.name)
    return lines
  }
}
