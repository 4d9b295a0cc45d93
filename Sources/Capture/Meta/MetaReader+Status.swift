import Records

extension MetaReader {
  /// Adds one receipt.
  mutating func addStatus(_ status: JSONValue, _ scope: MetaScope, at place: String, into sink: inout EventSink) {
    if scope.field == "calls" || status["type"]?.string == "call" {
      addCall(status, scope, at: place, into: &sink)
      return
    }
    guard status.object != nil else {
      sink.add(gap("unknown-type", "a status that is not an object", scope), at: place)
      return
    }
    let time = ProviderTime(status["timestamp"])
    var event = MessageEvent(.receipt, provider: .meta, account: scope.account)
    event.sentAt = time?.instant
    event.precision = time?.precision ?? .second
    event.target = status["id"]?.text
    if let target = event.target, !target.isEmpty {
      event.messageID = namer.message(.meta, scope.account, target, fromMe: true)
    }
    event.direction = .outbound
    let isGroup = status["recipient_type"]?.string == "group"
    let recipient =
      isGroup
      ? scope.party(
        id: status["recipient_participant_id"]?.text, userID: status["recipient_participant_user_id"]?.text)
      : scope.party(id: status["recipient_id"]?.text, userID: status["recipient_user_id"]?.text)
    event.receipt = Receipt(
      status: (status["status"]?.text ?? "unknown").lowercased(), party: recipient.isEmpty ? nil : recipient,
      error: MetaErrors.text(status["errors"]))
    event.conversation = conversation(with: recipient, group: isGroup ? status["recipient_id"]?.text : nil, scope)
    if let data = status["biz_opaque_callback_data"]?.text { event.attributes["callback_data"] = data }
    sink.add(event, at: place)
  }
}
