import Records

extension MetaReader {
  /// Adds one chunk of history, whatever order the chunks come in.
  mutating func addHistory(_ chunk: JSONValue, _ scope: MetaScope, at place: String, into sink: inout EventSink) {
    let before = sink.events.count
    let metadata = chunk["metadata"]
    var scope = scope
    for (name, attribute) in [
      ("phase", "history_phase"), ("chunk_order", "history_chunk"), ("progress", "history_progress"),
    ] {
      if let text = metadata?[name]?.text { scope.history[attribute] = String(text.prefix(20)) }
    }
    for (threadIndex, thread) in (chunk["threads"]?.array ?? []).enumerated() {
      let other = thread["id"]?.text
      for (index, message) in (thread["messages"]?.array ?? []).enumerated() {
        addMessage(
          message, scope, .history(thread: other), at: "\(place).threads[\(threadIndex)].messages[\(index)]",
          into: &sink)
      }
    }
    if let errors = MetaErrors.text(chunk["errors"]) {
      sink.add(gap("history-declined", errors, scope), at: place + ".errors")
    }
    if sink.events.count == before {
      var event = MessageEvent(.operations, provider: .meta, account: scope.account)
      event.attributes = MetaNotice.attributes(of: metadata ?? .null)
      event.attributes["field"] = "history"
      event.content = Content(.text, text: "history: a chunk without messages")
      sink.add(event, at: place)
    }
  }

  /// Adds an entry of the business app's address book.
  mutating func addContactSync(_ state: JSONValue, _ scope: MetaScope, at place: String, into sink: inout EventSink) {
    let contact = state["contact"]
    let phone = contact?["phone_number"]?.text
    let party = Party(
      phone: PhoneNumber.digits(phone), userID: contact?["user_id"]?.text,
      name: contact?["full_name"]?.string ?? contact?["first_name"]?.string)
    let time = ProviderTime(state["metadata"]?["timestamp"])
    var event = MessageEvent(
      .identity, provider: .meta, account: scope.account, sentAt: time?.instant, precision: time?.precision ?? .second)
    event.identity = IdentityChange(reason: "contact", previous: nil, current: party)
    event.attributes["action"] = state["action"]?.text ?? "add"
    sink.add(event, at: place)
  }
}
