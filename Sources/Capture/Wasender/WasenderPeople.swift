import Records

/// People as lists of participants and contacts name them.
enum WasenderPeople {
  /// A person, from an address or from an object with addresses.
  static func party(_ value: JSONValue) -> Party? {
    if let text = value.text { return JID(text)?.party }
    guard value.object != nil else { return nil }
    var party = Party()
    for name in ["remoteJid", "remoteJidAlt", "id", "jid", "phoneNumber", "pn", "phone", "lid"] {
      guard let claims = JID(value[name]?.text)?.party else { continue }
      party.phone = party.phone ?? claims.phone
      party.lid = party.lid ?? (name == "lid" ? JID(value[name]?.text)?.user : claims.lid)
      if party.phone == nil, party.lid == nil { party.userID = party.userID ?? claims.userID }
    }
    party.name =
      [value["name"], value["notify"], value["verifiedName"], value["pushName"]]
      .compactMap { $0?.string }.first { !$0.isEmpty }
    party.username = value["username"]?.string
    return party.isEmpty ? nil : party
  }

  /// The people that a change of a group is about, with the numbers that stand beside the list.
  static func participants(of item: JSONValue) -> [Party] {
    let list = item["participants"]?.array ?? item["participants"].map { [$0] } ?? []
    let beside = item["participantsData"]?.array ?? []
    return list.compactMap { element -> Party? in
      guard var party = party(element) else { return nil }
      guard let jid = element.string, let more = beside.first(where: { $0["jid"]?.string == jid }) else { return party }
      let number = JID(more["phoneNumber"]?.text)?.phone
      // Where the number is not known, the digits of the linked id stand in its place.
      if party.phone == nil, number != party.lid { party.phone = number }
      party.name = party.name ?? more["name"]?.string
      return party
    }
  }
}
