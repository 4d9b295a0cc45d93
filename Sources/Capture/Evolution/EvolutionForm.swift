import Records

/// Tells the envelope of Evolution API, whose events otherwise have Baileys' shape.
enum EvolutionForm {
  /// The reader's name and version, as records keep it.
  static let readerName = "evolution/1"

  /// Whether an envelope is Evolution's: an event of an instance, with its data.
  static func recognises(_ value: JSONValue) -> Bool {
    guard value["event"]?.string != nil, value.object?["data"] != nil else { return false }
    if value["instance"] != nil || value["instanceName"] != nil { return true }
    return value["server_url"] != nil || (value["apikey"] != nil && value["date_time"] != nil)
  }

  /// The account's own number, which the envelope calls the sender.
  static func own(in value: JSONValue) -> Party? {
    guard let jid = JID(value["sender"]?.string), jid.kind == .phone || jid.kind == .lid else { return nil }
    return jid.party
  }
}
