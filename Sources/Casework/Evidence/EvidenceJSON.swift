import Records

extension MessageEvidence {
  /// Everything, for `show --json`.
  public var json: [String: JSONValue] {
    [
      "changes": .array(changes.map(\.json)), "read_states": .array(readStates.map(\.json)),
      "earlier_readings": .array(earlierReadings.map(\.json)),
    ]
  }
}

extension MessageEvidence {
  /// What the normalised record itself carries: nothing where nothing was changed.
  var recordJSON: [String: JSONValue] {
    var fields: [String: JSONValue] = [:]
    if !changes.isEmpty { fields["changes"] = .array(changes.map(\.json)) }
    if !earlierReadings.isEmpty { fields["earlier_readings"] = .array(earlierReadings.map(\.json)) }
    if !readStates.isEmpty { fields["read_states"] = .array(readStates.map(\.json)) }
    return fields
  }
}

extension VersionChange {
  var json: JSONValue {
    NormalisedRecord.object([
      "version": .number(String(version)), "from_version": .number(String(base)),
      "other_reading": .bool(isOtherReading), "facts": .array(facts.map { .string($0) }),
      "pieces": .array(
        words.pieces.map {
          NormalisedRecord.object(["change": .string($0.change.rawValue), "text": .string($0.text)])
        }),
      "coarse": .bool(words.isCoarse),
    ])
  }
}

extension ReadMoment {
  fileprivate var json: [String: JSONValue?] {
    var version: JSONValue?
    if case .edit(let number) = act { version = .number(String(number)) }
    return [
      "moment": .string(act.code), "version": version, "at": .string(at.rfc3339), "at_is_capture": .bool(!isDated),
    ]
  }
}

extension ReadState.Sighting {
  fileprivate var json: JSONValue {
    NormalisedRecord.object([
      "message": .string(message.text), "sent_at": .string(sentAt.rfc3339), "status": .string(status),
      "at": .string(at.rfc3339), "at_is_capture": .bool(!isDated),
      "captured_at": capturedAt.map { .string($0.rfc3339) }, "by": by.map(NormalisedRecord.party),
    ])
  }
}

extension ReadDoubt {
  fileprivate var json: JSONValue {
    NormalisedRecord.object(["code": .string(code), "words": .string(words)])
  }
}

extension ReadState {
  var json: JSONValue {
    var fields = moment.json
    fields["reader"] = .string(reader.rawValue)
    for (name, value) in [
      ("looked", looked), ("read", read), ("delivered", delivered), ("failed", failed), ("undecided", undecided),
      ("silent", silent), ("unread_since", unreadSince),
    ] { fields[name] = .number(String(value)) }
    fields["last_read"] = lastRead?.json
    fields["people"] = .array(
      people.map {
        NormalisedRecord.object([
          "person": NormalisedRecord.party($0.party), "read": .number(String($0.read)), "last": $0.last.json,
        ])
      })
    fields["doubts"] = .array(doubts.map(\.json))
    return NormalisedRecord.object(fields)
  }
}

extension EarlierReading {
  var json: JSONValue {
    var fields = moment.json
    fields["reader"] = .string(reader.rawValue)
    fields["earlier_version"] = version.map { .number(String($0)) }
    fields["version_read"] = versionRead.map { .number(String($0)) }
    fields["answer"] = .string(answer.rawValue)
    fields["read_by"] = .array(readBy.map(\.json))
    fields["delivered"] = delivered?.json
    fields["read_after"] = readAfter?.json
    fields["archived_at"] = archivedAt.map { .string($0.rfc3339) }
    fields["reactions"] = .array(
      reactions.map {
        NormalisedRecord.object([
          "emoji": .string($0.what), "by": $0.party.map(NormalisedRecord.party),
          "at": $0.at.map { .string($0.rfc3339) },
        ])
      })
    fields["doubts"] = .array(doubts.map(\.json))
    return NormalisedRecord.object(fields)
  }
}
