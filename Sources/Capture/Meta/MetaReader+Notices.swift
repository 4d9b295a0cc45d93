import Records

extension MetaReader {
  /// Adds a change to a group.
  mutating func addGroup(_ group: JSONValue, _ scope: MetaScope, at place: String, into sink: inout EventSink) {
    let time = ProviderTime(group["timestamp"]) ?? ProviderTime(scope.entry["time"])
    var event = MessageEvent(
      .group, provider: .meta, account: scope.account, sentAt: time?.instant, precision: time?.precision ?? .second)
    let subject = group["subject"]?.string ?? group["group_subject"]?["text"]?.string
    if let id = group["group_id"]?.text, !id.isEmpty {
      event.conversation = namer.reference(.meta, scope.account, kind: .group, key: "group:" + id, title: subject)
    }
    let lists = [
      "added_participants", "removed_participants", "participants", "failed_participants", "joined_participants",
    ]
    var people: [Party] = []
    for list in lists {
      for person in group[list]?.array ?? [] {
        let id = person["wa_id"]?.text ?? person["input"]?.text ?? person["user"]?.text ?? person.text
        let party = scope.party(id: id, userID: person["user_id"]?.text)
        if !party.isEmpty { people.append(party) }
      }
    }
    event.group = GroupChange(
      action: MetaNotice.groupAction(group["type"]?.string ?? scope.field), participants: people, value: subject)
    event.attributes = MetaNotice.attributes(of: group)
    if let errors = MetaErrors.text(group["errors"]) { event.notes.append(errors) }
    sink.add(event, at: place)
  }

  /// Adds a call or a step of one.
  mutating func addCall(_ call: JSONValue, _ scope: MetaScope, at place: String, into sink: inout EventSink) {
    let time = ProviderTime(call["timestamp"])
    var event = MessageEvent(
      .call, provider: .meta, account: scope.account, sentAt: time?.instant, precision: time?.precision ?? .second)
    event.target = call["id"]?.text
    event.attributes = MetaNotice.attributes(of: call)
    let outbound = call["direction"]?.string == "BUSINESS_INITIATED"
    event.direction = outbound ? .outbound : .inbound
    let business = scope.business.phone
    let sides = [call["from"]?.text, call["to"]?.text, call["recipient_id"]?.text]
    let other = sides.compactMap { $0 }.first { PhoneNumber.digits($0) != business && !$0.isEmpty }
    let counterpart = scope.party(id: other, userID: call["from_user_id"]?.text)
    event.sender = outbound ? scope.business : counterpart
    event.recipients = outbound ? [counterpart] : [scope.business]
    event.conversation = conversation(with: counterpart, group: nil, scope)
    let words = [call["event"]?.text, call["status"]?.text].compactMap { $0 }.joined(separator: " ")
    event.content = Content(.text, text: "call " + words.lowercased())
    if let errors = MetaErrors.text(call["errors"]) { event.notes.append(errors) }
    sink.add(event, at: place)
  }

  /// Adds what a customer said about receiving marketing.
  mutating func addPreference(_ value: JSONValue, _ scope: MetaScope, at place: String, into sink: inout EventSink) {
    let time = ProviderTime(value["timestamp"])
    var event = MessageEvent(
      .operations, provider: .meta, account: scope.account, sentAt: time?.instant,
      precision: time?.precision ?? .second)
    let party = scope.party(id: value["wa_id"]?.text, userID: value["user_id"]?.text)
    event.sender = party.isEmpty ? nil : party
    event.conversation = conversation(with: party, group: nil, scope)
    event.attributes = MetaNotice.attributes(of: value)
    event.attributes["field"] = "user_preferences"
    event.content = (value["detail"]?.string).map { Content(.text, text: $0) }
    sink.add(event, at: place)
  }

  /// Adds an error that belongs to no message.
  mutating func addError(_ error: JSONValue, _ scope: MetaScope, at place: String, into sink: inout EventSink) {
    let words = MetaErrors.text(.array([error])) ?? "an error without words"
    var event = MessageEvent(
      .operations, provider: .meta, account: scope.account, sentAt: ProviderTime(scope.entry["time"])?.instant)
    event.attributes["field"] = "errors"
    event.content = Content(.text, text: words)
    sink.add(event, at: place)
  }

  /// Adds a notice for a change that yielded nothing else: account, template and quality updates, and new fields.
  mutating func addNotice(_ scope: MetaScope, into sink: inout EventSink) {
    guard !scope.field.isEmpty || scope.value.object != nil else {
      sink.add(gap("unknown-type", "a part of the delivery that says nothing", scope), at: scope.place)
      return
    }
    let event = scope.value["event"]?.text
    guard MetaNotice.isKnown(scope.field) else {
      let name = scope.field.isEmpty ? "without a name" : "‘\(scope.field)’"
      sink.add(
        gap("unknown-type", "a change of the field \(name) that this version cannot read", scope), at: scope.place)
      return
    }
    var notice = MessageEvent(
      .operations, provider: .meta, account: scope.account, sentAt: ProviderTime(scope.entry["time"])?.instant)
    notice.attributes = MetaNotice.attributes(of: scope.value)
    notice.attributes["field"] = scope.field
    let subject = scope.value["message_template_name"]?.text ?? scope.value["display_phone_number"]?.text
    let words = MetaNotice.templateWords(scope.value)
    notice.content = Content(
      .text,
      text: ([scope.field + [event, subject].compactMap { $0.map { ": " + $0 } }.joined()] + words)
        .joined(separator: "\n"))
    if scope.field == "account_update", let event, MetaNotice.endsCapture.contains(event) {
      notice.gap = Gap(reason: "session-down", detail: "Meta reports \(event): capture of this account may have ended")
    }
    sink.add(notice, at: scope.place)
  }
}
