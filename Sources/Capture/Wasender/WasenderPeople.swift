import Records

/// People as lists of participants and contacts name them.
enum WasenderPeople {
  /// A person, from an address or from an object with addresses.
  static func party(_ value: JSONValue) -> Party? {
    if let text = value.text { return JID(text)?.party }
    guard value.object != nil else { return nil }
    var party = Party()
    for name in ["id", "jid", "phoneNumber", "pn", "phone", "lid"] {
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
}
