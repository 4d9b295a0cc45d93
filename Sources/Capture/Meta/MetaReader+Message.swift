import Records

/// The route by which a message came.
enum MetaRoute {
  /// As it was sent.
  case live
  /// Sent by the business from its own app.
  case echo
  /// From the past, with the other side's number.
  case history(thread: String?)
}

extension MetaReader {
  /// Adds one message, or the edit, revoke, reaction or notice that it carries.
  mutating func addMessage(
    _ message: JSONValue, _ scope: MetaScope, _ route: MetaRoute, at place: String, into sink: inout EventSink
  ) {
    guard message.object != nil else {
      sink.add(gap("unknown-type", "a message that is not an object", scope), at: place)
      return
    }
    let id = message["id"]?.text.flatMap { $0.isEmpty ? nil : $0 }
    var event = MessageEvent(.message, provider: .meta, account: scope.account)
    event.providerMessageID = id
    addressing(of: message, scope, route, into: &event)
    if let time = ProviderTime(message["timestamp"]) {
      event.sentAt = time.instant
      event.precision = time.precision
    } else if let raw = message["timestamp"]?.text {
      event.notes.append("the time ‘\(raw.prefix(40))’ is not readable")
    }
    if let id {
      event.messageID = namer.message(.meta, scope.account, id, fromMe: event.direction == .outbound)
    }
    attributes(of: message, scope, route, into: &event)
    fill(&event, from: message, scope)
    sink.add(event, at: place)
  }

  private mutating func addressing(
    of message: JSONValue, _ scope: MetaScope, _ route: MetaRoute, into event: inout MessageEvent
  ) {
    let from = message["from"]?.text
    let fromUser = message["from_user_id"]?.text
    var outbound = false
    var thread: String?
    switch route {
    case .echo: outbound = true
    case .history(let other): thread = other
    case .live: break
    }
    if !outbound, let from, let number = scope.business.phone, PhoneNumber.digits(from) == number { outbound = true }
    event.direction = outbound ? .outbound : .inbound
    var counterpart: Party
    if outbound {
      counterpart = scope.party(id: message["to"]?.text ?? thread, userID: message["to_user_id"]?.text)
      event.sender = scope.business.isEmpty ? scope.party(id: from, userID: fromUser) : scope.business
      if event.sender?.isEmpty == true { event.sender = nil }
      event.recipients = counterpart.isEmpty ? [] : [counterpart]
    } else {
      counterpart = scope.party(id: from ?? thread, userID: fromUser)
      if counterpart.isEmpty, let only = scope.onlyContact {
        counterpart = only
        event.notes.append("the message names no sender; taken from the only contact of the payload")
      }
      event.sender = counterpart.isEmpty ? nil : counterpart
      event.recipients = scope.business.isEmpty ? [] : [scope.business]
    }
    if let user = message["from_parent_user_id"]?.text, !user.isEmpty { event.attributes["from_parent_user_id"] = user }
    event.conversation = conversation(with: counterpart, group: message["group_id"]?.text, scope)
  }

  /// The conversation with a counterpart, or that of a group.
  mutating func conversation(with counterpart: Party, group: String?, _ scope: MetaScope) -> ConversationReference {
    if let group, !group.isEmpty {
      return namer.reference(.meta, scope.account, kind: .group, key: "group:" + group)
    }
    let named = counterpart.phone != nil || counterpart.userID != nil || counterpart.username != nil
    guard named, let key = counterpart.key else {
      return namer.reference(
        .meta, scope.account, kind: .unknown, key: "unknown", counterpart: counterpart.isEmpty ? nil : counterpart)
    }
    return namer.reference(.meta, scope.account, kind: .direct, key: key, counterpart: counterpart)
  }

  private func attributes(
    of message: JSONValue, _ scope: MetaScope, _ route: MetaRoute, into event: inout MessageEvent
  ) {
    if let context = message["context"] { MetaContext.read(context, into: &event) }
    if let referral = message["referral"]?.object {
      for member in referral.members {
        if let text = member.value.text { event.attributes["referral_" + member.name] = text }
      }
    }
    if let status = message["history_context"]?["status"]?.string {
      event.attributes["history_status"] = status.lowercased()
    }
    switch route {
    case .echo: event.attributes["route"] = "echo"
    case .history:
      event.attributes["route"] = "history"
      event.attributes.merge(scope.history) { own, _ in own }
    case .live:
      if scope.field == "history" { event.attributes["route"] = "history" }
    }
    if scope.field == "standby" || !scope.prefix.isEmpty { event.attributes["route"] = "standby" }
  }

  /// A gap in the account of a change.
  func gap(_ reason: String, _ detail: String, _ scope: MetaScope) -> MessageEvent {
    MessageEvent(
      .gap, provider: .meta, account: scope.account, sentAt: ProviderTime(scope.entry["time"])?.instant,
      gap: Gap(reason: reason, detail: detail))
  }
}
