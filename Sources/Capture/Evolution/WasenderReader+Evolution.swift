import Records

extension WasenderReader {
  /// Adds what Evolution calls an edited message: WhatsApp's own note of the edit, or a whole message with new words.
  ///
  /// The note's key is written by whoever edited, so its chat and its side are theirs: where the chat is our own
  /// number, the other side edited, and which chat it was is not said.
  mutating func addEdited(_ item: JSONValue, at place: String, into sink: inout EventSink) {
    guard let edited = item["editedMessage"] ?? item["message"] else { return addUpdate(item, at: place, into: &sink) }
    var reading = BaileysContent.read(edited)
    var key = BaileysKey(item["key"])
    var time = ProviderTime(item["timestampMs"]) ?? ProviderTime(item["messageTimestamp"])
    if case .edit(let target, let content, let told) = reading.form {
      // A whole message whose content is the note of an edit: its own key is ours, the inner one names the original.
      reading.form = content.map { .content($0) } ?? .empty
      time = told ?? time
      if let target { key = key.naming(target) }
    }
    var event = acting(on: key, .edit, time)
    if item["editedMessage"] != nil { turn(&event, key) }
    event.reply = reading.reply
    event.attributes.merge(reading.attributes) { _, new in new }
    if case .content(let content) = reading.form { event.content = content }
    if event.content == nil {
      event.gap = Gap(reason: "incomplete", detail: "the edit came without a readable new text")
    }
    sink.add(event, at: place)
  }

  /// Sets the side of an edit whose key was written by whoever edited.
  private func turn(_ event: inout MessageEvent, _ key: BaileysKey) {
    let isOurs = editedByUs(key)
    event.direction = isOurs.map { $0 ? .outbound : .inbound } ?? .unknown
    event.messageID = isOurs.flatMap { ours in
      key.id.map { namer.message(provider, account, $0, fromMe: ours) }
    }
    if isOurs == true { event.sender = own }
    guard isOurs != true, !key.isGroup else { return }
    event.sender = nil
    event.recipients = []
    if isOurs == false {
      event.conversation = nil
      event.notes.append("the gateway does not say in which chat the other side edited")
    }
  }

  /// Whether the account itself edited; nil where the key cannot tell.
  private func editedByUs(_ key: BaileysKey) -> Bool? {
    guard let own, let chat = key.chat else { return nil }
    func isOwn(_ jid: JID) -> Bool? {
      let party = jid.party
      if let phone = party.phone, let mine = own.phone { return phone == mine }
      if let lid = party.lid, let mine = own.lid { return lid == mine }
      return nil
    }
    return key.isGroup ? key.participant.flatMap { isOwn($0) } : isOwn(chat).map { !$0 }
  }

  /// Adds the deletion that Evolution tells as a state of the message.
  mutating func addDeletedState(
    _ key: BaileysKey, isCertain: Bool, _ time: ProviderTime?, at place: String, into sink: inout EventSink
  ) {
    var event = acting(on: key, .revoke, time)
    // Whoever deleted it: for everyone its author may, in a group an administrator too.
    event.sender = nil
    event.recipients = []
    if !isCertain {
      event.attributes["uncertain"] = "true"
      event.notes.append("Evolution API has reported edits as DELETED too: the message may be edited, not deleted")
    }
    sink.add(event, at: place)
  }
}
