import Records

/// The `key` of a Baileys-shaped message: which message, in which chat, from whom.
struct BaileysKey {
  let id: String?
  let fromMe: Bool
  let chat: JID?
  let participant: JID?
  private let value: JSONValue

  init(_ value: JSONValue?) {
    let value = value ?? .null
    self.value = value
    id = (value["id"] ?? value["ID"])?.text.flatMap { $0.isEmpty ? nil : $0 }
    fromMe = value["fromMe"]?.bool ?? (value["fromMe"]?.string == "true")
    chat = JID((value["remoteJid"] ?? value["remoteJID"])?.string)
    participant = JID(value["participant"]?.string)
  }

  /// A key put together from what a gateway says in its own fields, with the claims of `other` where they stand.
  init(
    id: String?, fromMe: Bool, chat: JID?, otherChat: JID? = nil, participant: JID? = nil,
    otherParticipant: JID? = nil, claims other: JSONValue? = nil
  ) {
    var members = other?.object?.members ?? []
    members.append(.init(name: "id", value: id.map { .string($0) } ?? .null))
    members.append(.init(name: "ID", value: .null))
    members.append(.init(name: "fromMe", value: .bool(fromMe)))
    members.append(.init(name: "remoteJID", value: .null))
    members.append(.init(name: "remoteJid", value: chat.map { .string($0.text) } ?? .null))
    for (name, jid) in [
      ("remoteJidAlt", otherChat), ("participant", participant), ("participantAlt", otherParticipant),
    ] {
      if let jid { members.append(.init(name: name, value: .string(jid.text))) }
    }
    self.init(.object(JSONObject(members)))
  }

  /// The same chat and side, for another message.
  func naming(_ id: String) -> BaileysKey {
    BaileysKey(id: id, fromMe: fromMe, chat: chat, claims: value)
  }

  var isEmpty: Bool { id == nil && chat == nil }

  var isGroup: Bool { chat?.kind == .group }

  /// The other side of a direct chat, with every claim that the key makes about it.
  ///
  /// What the key says of the sender is the other side only in messages that are not ours.
  var counterpart: Party {
    guard let chat else { return fromMe ? Party() : senderClaims }
    var party = chat.party
    if !fromMe { fill(&party, from: senderClaims) }
    if let other = JID(value["remoteJidAlt"]?.string) { fill(&party, from: other.party) }
    return party
  }

  /// Who sent it in a group, a broadcast or a channel.
  var author: Party? {
    var party = participant?.party ?? Party()
    fill(&party, from: participantClaims)
    if !fromMe { fill(&party, from: senderClaims) }
    return party.isEmpty ? nil : party
  }

  private var senderClaims: Party { claims(["cleanedSenderPn", "senderPn"], ["senderLid"]) }

  private var participantClaims: Party {
    var party = claims(["cleanedParticipantPn", "participantPn"], ["participantLid"])
    if let other = JID(value["participantAlt"]?.string) { fill(&party, from: other.party) }
    return party
  }

  private func claims(_ phones: [String], _ lids: [String]) -> Party {
    var party = Party()
    for name in phones where party.phone == nil { party.phone = JID(value[name]?.text)?.phone }
    for name in lids {
      if let jid = JID(value[name]?.text), party.lid == nil { party.lid = jid.user }
    }
    return party
  }

  private func fill(_ party: inout Party, from other: Party) {
    party.phone = party.phone ?? other.phone
    party.lid = party.lid ?? other.lid
  }
}
