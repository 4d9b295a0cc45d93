import Records

extension WahaReader {
  /// Adds the deletion of a message for everyone, and what it said where WAHA still knows it.
  mutating func addRevoked(_ payload: JSONValue, at place: String, into sink: inout EventSink) {
    let after = payload["after"]
    let before = payload["before"]
    let original = before.flatMap { WahaID($0["id"]) }
    let target = revokedID(payload) ?? original ?? after.flatMap { WahaID($0["id"]) }
    let act = after ?? before ?? payload
    let key = key(of: act)
    var event = shape.address(key, pushName: pushName(act))
    event.kind = .revoke
    event.target = target?.id
    if event.providerMessageID == event.target { event.providerMessageID = nil }
    // In a group an administrator may delete what another wrote: only the original's own id tells its side there.
    let isOriginals = original?.fromMe ?? target?.fromMe ?? (key.isGroup ? nil : key.fromMe)
    event.messageID = target.flatMap { target in
      isOriginals.map { shape.namer.message(shape.provider, shape.account, target.id, fromMe: $0) }
    }
    if after == nil, key.isGroup { event.sender = nil }
    shape.stamp(&event, ProviderTime(after?["timestamp"]) ?? shape.envelopeTime)
    if target == nil { event.notes.append("the deletion does not say of which message") }
    sink.add(event, at: place)
    addBefore(before, original, at: place + ".before", into: &sink)
  }

  private func revokedID(_ payload: JSONValue) -> WahaID? {
    if let id = WahaID(payload["revokedMessageId"]) { return id }
    for data in [payload["_data"], payload["after"]?["_data"]] {
      let content = data?["Message"] ?? data?["message"]
      if let id = WahaID(content?["protocolMessage"]?["key"] ?? data?["protocolMessageKey"]) {
        // The key inside is seen from the sender's side.
        return WahaID(.string(id.id))
      }
    }
    return nil
  }

  /// Adds the deleted message itself, which may have been written before anything was captured.
  private mutating func addBefore(
    _ before: JSONValue?, _ original: WahaID?, at place: String, into sink: inout EventSink
  ) {
    guard let before, original?.fromMe != nil || before["fromMe"] != nil else { return }
    let event = message(before, route: "before-deletion")
    // A file of which nothing but its being there is told would only contradict what was captured.
    let isFile = event.content?.media != nil
    guard event.kind == .message, isFile ? event.content?.media?.mimeType != nil : event.content?.text != nil else {
      return
    }
    sink.add(event, at: place)
  }

  /// Adds the new words of a message; the old ones stay.
  mutating func addEdited(_ payload: JSONValue, at place: String, into sink: inout EventSink) {
    let key = key(of: payload)
    var event = shape.address(key, pushName: pushName(payload))
    let target = WahaID(payload["editedMessageId"])
    event.kind = .edit
    event.target = target?.id ?? key.id
    if event.providerMessageID == event.target { event.providerMessageID = nil }
    event.messageID = event.target.map {
      shape.namer.message(shape.provider, shape.account, $0, fromMe: target?.fromMe ?? key.fromMe)
    }
    let reading = WahaContent.read(payload)
    event.reply = reading.reply
    event.attributes.merge(reading.attributes) { _, new in new }
    var time = ProviderTime(payload["timestamp"])
    switch reading.form {
    case .content(let content): event.content = content
    case .edit(_, let content, let told):
      event.content = content
      time = told ?? time
    default: break
    }
    if let body = (payload["body"] ?? payload["newBody"])?.string, !body.isEmpty {
      // WAHA's own field is the new text, whatever the engine's content still shows.
      if event.content == nil { event.content = Content(.text) }
      event.content?.text = body
    }
    if event.content == nil {
      event.gap = Gap(reason: "incomplete", detail: "the edit came without a readable new text")
    }
    shape.stamp(&event, time ?? shape.envelopeTime)
    sink.add(event, at: place)
  }
}
