import Records

extension WahaReader {
  /// Adds a vote in a poll: what somebody chose, as it stood then.
  mutating func addVote(_ payload: JSONValue, at place: String, into sink: inout EventSink) {
    let vote = payload["vote"] ?? .null
    let poll = WahaID(payload["poll"]?["id"])
    var event = shape.address(key(of: vote), pushName: pushName(payload))
    event.kind = .system
    event.messageID = nil
    event.target = poll?.id
    shape.stamp(&event, ProviderTime(vote["timestamp"]) ?? shape.envelopeTime)
    let choices = (vote["selectedOptions"]?.array ?? []).prefix(100).compactMap { $0.string ?? $0["name"]?.string }
    if self.event.hasSuffix("failed") || vote["selectedOptions"] == nil {
      event.kind = .gap
      event.content = Content(.unsupported)
      event.gap = Gap(reason: "undecryptable", detail: "a poll vote that the gateway could not decrypt")
    } else {
      event.content = Content(
        .poll, text: "poll vote: " + (choices.isEmpty ? "withdrawn" : choices.joined(separator: ", ")))
    }
    sink.add(event, at: place)
  }

  /// Adds the answer to an invitation.
  mutating func addResponse(_ payload: JSONValue, at place: String, into sink: inout EventSink) {
    var event = shape.address(key(of: payload), pushName: pushName(payload))
    event.kind = .system
    event.messageID = nil
    event.target = (WahaID(payload["eventCreationKey"]) ?? WahaID(payload["eventId"]))?.id
    shape.stamp(&event, ProviderTime(payload["timestamp"]) ?? shape.envelopeTime)
    let answer = payload["eventResponse"]
    if self.event.hasSuffix("failed") || answer == nil {
      event.kind = .gap
      event.content = Content(.unsupported)
      event.gap = Gap(reason: "undecryptable", detail: "an answer to an event that the gateway could not decrypt")
    } else {
      event.content = Content(.text, text: "answer to an event: " + (answer?["response"]?.text ?? "?"))
    }
    sink.add(event, at: place)
  }

  /// Adds the state of the session; a challenge for a new device is never kept.
  mutating func addSession(_ payload: JSONValue, at place: String, into sink: inout EventSink) {
    if shape.envelopeTime == nil {
      shape.envelopeTime = (payload["statuses"]?.array ?? []).last.flatMap { ProviderTime($0["timestamp"]) }
    }
    shape.addSession(payload, at: place, into: &sink)
  }

  /// Adds a call, with what became of it.
  mutating func addCall(_ payload: JSONValue, at place: String, into sink: inout EventSink) {
    var members = payload.object?.members.filter { $0.name != "_data" } ?? []
    if payload["status"] == nil {
      members.append(.init(name: "status", value: .string(String(event.dropFirst("call.".utf8.count)))))
    }
    shape.addCall(.object(JSONObject(members)), at: place, into: &sink)
  }

  /// Adds a change to a group, in the present form (`group.v2.…`) or the older one.
  mutating func addGroup(_ payload: JSONValue, at place: String, into sink: inout EventSink) {
    let group = payload["group"] ?? .null
    let subject = group["subject"]?.string
    var shared = shape.base(.group)
    shape.stamp(&shared, ProviderTime(payload["timestamp"]) ?? shape.envelopeTime)
    let chat =
      WahaReader.person(group["id"]) ?? WahaReader.person(payload["chatId"]) ?? WahaReader.person(payload["id"])
    if let chat { shared.conversation = shape.reference(chat, counterpart: nil, title: subject) }
    let actor = (payload["author"] ?? payload["_data"]?["author"] ?? payload["_data"]?["Sender"])
      .flatMap { WasenderPeople.party($0) }
    if actor == nil { shared.notes.append("the provider does not say who did it") }
    for change in changes(payload, group, actor) {
      var event = shared
      event.group = change
      sink.add(event, at: place)
    }
  }

  private func changes(_ payload: JSONValue, _ group: JSONValue, _ actor: Party?) -> [GroupChange] {
    let listed = payload["participants"] ?? payload["recipientIds"] ?? group["participants"]
    let people = (listed?.array ?? []).compactMap { WasenderPeople.party($0) }
    let own = shape.own.map { [$0] } ?? []
    switch event {
    case "group.v2.join":
      return [GroupChange(action: "join", participants: own + people, actor: actor, value: group["subject"]?.string)]
    case "group.v2.leave": return [GroupChange(action: "leave", participants: own, actor: actor)]
    case "group.v2.participants", "group.v2.participants.join.request":
      let action = payload["type"]?.string?.lowercased() ?? (event.hasSuffix("request") ? "join-request" : "update")
      return [GroupChange(action: action, participants: people, actor: actor)]
    case "group.v2.update":
      var changes: [GroupChange] = []
      if let subject = group["subject"]?.string {
        changes.append(GroupChange(action: "subject", actor: actor, value: subject))
      }
      if let text = group["description"]?.string {
        changes.append(GroupChange(action: "description", actor: actor, value: text))
      }
      for member in group.object?.members.prefix(40) ?? [] {
        guard let flag = member.value.bool else { continue }
        changes.append(GroupChange(action: "settings", actor: actor, value: member.name + (flag ? " on" : " off")))
      }
      return changes.isEmpty ? [GroupChange(action: "update", actor: actor)] : changes
    default:
      // `group.join` and `group.leave` of the older form name who came or went.
      let action = String(event.dropFirst("group.".utf8.count))
      return [GroupChange(action: action, participants: people, actor: actor, value: payload["body"]?.string)]
    }
  }
}
