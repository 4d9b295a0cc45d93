import Records

extension WasenderReader {
  /// Adds the changes to a group that one item tells.
  mutating func addGroup(_ item: JSONValue, at place: String, into sink: inout EventSink) {
    var shared = base(.group)
    stamp(&shared, envelopeTime)
    let subject = item["subject"]?.string
    if let chat = JID(item["id"]?.text ?? item["jid"]?.text) {
      shared.conversation = reference(chat, counterpart: nil, title: subject)
    }
    let actor = JID(item["author"]?.text)?.party
    var changes: [GroupChange] = []
    if event.hasSuffix("upsert") {
      var people = (item["participants"]?.array ?? []).compactMap { WasenderPeople.party($0) }
      if people.isEmpty, let owner = JID(item["owner"]?.text)?.party { people = [owner] }
      changes = [
        GroupChange(action: "create", participants: people, actor: JID(item["owner"]?.text)?.party, value: subject)
      ]
      if let created = ProviderTime(item["creation"]) { shared.attributes["created_at"] = created.instant.rfc3339 }
      if let description = item["desc"]?.string { shared.attributes["description"] = String(description.prefix(2000)) }
    } else {
      if let subject { changes.append(GroupChange(action: "subject", actor: actor, value: subject)) }
      if let text = item["desc"]?.string {
        changes.append(GroupChange(action: "description", actor: actor, value: text))
      }
      for setting in ["announce", "restrict", "memberAddMode", "joinApprovalMode", "ephemeralDuration"] {
        guard let value = item[setting] else { continue }
        let text = value.text ?? (value.bool == true ? "on" : "off")
        changes.append(GroupChange(action: "settings", actor: actor, value: setting + " " + text))
        if setting == "ephemeralDuration" { noteEphemeral(&shared, seconds: ProviderTime.long(value)) }
      }
    }
    if changes.isEmpty { changes = [GroupChange(action: "update", actor: actor)] }
    for change in changes {
      var event = shared
      event.group = change
      sink.add(event, at: place)
    }
  }

  /// Adds who came, went, or became an administrator.
  mutating func addParticipants(_ item: JSONValue, at place: String, into sink: inout EventSink) {
    var event = base(.group)
    stamp(&event, envelopeTime)
    if let chat = JID(item["id"]?.text ?? item["jid"]?.text) { event.conversation = reference(chat, counterpart: nil) }
    event.group = GroupChange(
      action: (item["action"]?.string ?? "update").lowercased(), participants: WasenderPeople.participants(of: item),
      actor: (item["author"] ?? item["actor"]).flatMap { WasenderPeople.party($0) })
    if event.group?.actor == nil { event.notes.append("the provider does not say who did it") }
    sink.add(event, at: place)
  }

  /// Adds what an address book says about a person.
  mutating func addContact(_ item: JSONValue, at place: String, into sink: inout EventSink) {
    var event = base(.identity)
    stamp(&event, envelopeTime)
    guard let party = WasenderPeople.party(item) else {
      sink.add(gap("unknown-type", "a contact without an address", nil), at: place)
      return
    }
    event.identity = IdentityChange(reason: "contact", previous: nil, current: party)
    for name in ["status", "verifiedName", "notify"] {
      if let text = item[name]?.string { event.attributes[name] = String(text.prefix(500)) }
    }
    sink.add(event, at: place)
  }

  /// Adds what a list of chats says about one.
  mutating func addChat(_ item: JSONValue, at place: String, into sink: inout EventSink) {
    guard let chat = JID(item["remoteJid"]?.text ?? item["id"]?.text ?? item["jid"]?.text ?? item.text) else {
      sink.add(gap("unknown-type", "a chat without an address", nil), at: place)
      return
    }
    var event = operations("chat update")
    let title = (item["name"]?.string ?? item["pushName"]?.string).flatMap { $0.isEmpty ? nil : $0 }
    if let title, chat.kind == .phone || chat.kind == .lid {
      event.kind = .identity
      var party = chat.party
      party.name = title
      event.identity = IdentityChange(reason: "chat", previous: nil, current: party)
      event.content = nil
    }
    event.conversation = reference(
      chat, counterpart: chat.kind == .phone || chat.kind == .lid ? chat.party : nil, title: title)
    for name in ["unreadCount", "archived", "pinned", "muteEndTime", "ephemeralExpiration", "conversationTimestamp"] {
      guard let member = item.object?[name] else { continue }
      event.attributes[name] =
        ProviderTime.long(member).map { String($0) } ?? member.text ?? (member.bool == true ? "true" : "off")
    }
    sink.add(event, at: place)
    if let setting = item.object?["ephemeralExpiration"] {
      var event = base(.system)
      stamp(&event, ProviderTime(item["ephemeralSettingTimestamp"]) ?? envelopeTime)
      event.conversation = reference(chat, counterpart: chat.kind == .phone || chat.kind == .lid ? chat.party : nil)
      setEphemeral(&event, seconds: ProviderTime.long(setting))
      sink.add(event, at: place)
    }
  }

  /// Adds a state of the session: while it is down, nothing is captured.
  mutating func addSession(_ data: JSONValue, at place: String = "data", into sink: inout EventSink) {
    let ended = event == "logout.instance" || event == "remove.instance" ? "logged_out" : nil
    let status =
      (ended ?? data["status"]?.text ?? data["state"]?.text ?? data["connection"]?.text ?? data.text ?? "unknown")
      .lowercased()
    var event = operations("session " + status.prefix(40))
    event.attributes["session_status"] = String(status.prefix(40))
    if let reason = data["reason"]?.text ?? data["statusReason"]?.text {
      event.attributes["reason"] = String(reason.prefix(200))
    }
    let up: Set<String> = ["connected", "open", "working", "connecting", "starting", "unknown", "active"]
    if !up.contains(status) {
      event.kind = .gap
      event.gap = Gap(
        reason: "session-down", detail: "session ‘\(status.prefix(40))’: nothing is captured until it returns",
        from: event.sentAt)
    }
    sink.add(event, at: place)
  }

  /// Notes that a pairing code came; the code itself is never kept.
  mutating func addPairing(into sink: inout EventSink) {
    var event = operations("a pairing code was shown (it is not kept)")
    event.attributes["event"] = "qrcode.updated"
    sink.add(event, at: "data")
  }

  /// Adds a call.
  mutating func addCall(_ item: JSONValue, at place: String, into sink: inout EventSink) {
    let call = item["call"] ?? item
    var event = base(.call)
    stamp(&event, ProviderTime(call["date"]) ?? ProviderTime(call["timestamp"]) ?? envelopeTime)
    event.target = call["id"]?.text
    event.direction = .inbound
    let from = JID(call["from"]?.text)
    event.sender = from?.party
    if let chat = JID(call["groupJid"]?.text) ?? JID(call["chatId"]?.text) ?? from {
      event.conversation = reference(chat, counterpart: chat == from ? from?.party : chat.party)
    }
    event.attributes = MetaNotice.attributes(of: call)
    let video = call["isVideo"]?.bool == true ? "video " : ""
    event.content = Content(.text, text: "\(video)call" + (call["status"]?.text.map { " " + $0 } ?? ""))
    sink.add(event, at: place)
  }

  /// Adds the state of a poll, as it stood.
  mutating func addPollResult(_ item: JSONValue, at place: String, into sink: inout EventSink) {
    let key = BaileysKey(item["key"])
    var event = acting(on: key, .system, envelopeTime)
    event.messageID = nil
    let results = item["pollResult"]?.array ?? []
    let lines = results.prefix(100).map { option in
      let voters = (option["voters"]?.array ?? []).compactMap { JID($0.text)?.user }
      return "\(option["name"]?.string ?? "?"): \(voters.count)"
        + (voters.isEmpty ? "" : " (" + voters.joined(separator: ", ") + ")")
    }
    event.content = Content(.poll, text: (["poll results"] + lines).joined(separator: "\n"))
    sink.add(event, at: place)
  }
}
