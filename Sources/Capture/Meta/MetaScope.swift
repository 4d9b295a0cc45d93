import Records

/// Everything that the parts of one change share: its account, the business's number, the contacts it names.
struct MetaScope {
  var entryIndex = 0
  var changeIndex = 0
  /// What stands between the change's value and its lists.
  var prefix = ""
  /// Where a chunk of history stands among the others.
  var history: [String: String] = [:]
  let entry: JSONValue
  let field: String
  let value: JSONValue
  let account: String
  /// The business's own side.
  let business: Party
  private let contacts: [JSONValue]

  init(entry: JSONValue, change: JSONValue, fallback: String) {
    self.entry = entry
    field = change["field"]?.string ?? ""
    value = change["value"] ?? .null
    let metadata = value["metadata"]
    if let id = (metadata?["phone_number_id"] ?? value["recipient"]?["phone_number_id"])?.text, !id.isEmpty {
      account = id
    } else if let id = entry["id"]?.text, !id.isEmpty {
      account = "waba:" + id
    } else {
      account = fallback
    }
    let display = metadata?["display_phone_number"]?.text
    business = Party(phone: PhoneNumber.digits(display))
    contacts = (value["contacts"] ?? value["standby"]?["contacts"])?.array ?? []
  }

  /// Where a list's element stands in the delivery.
  func place(_ list: String, _ index: Int) -> String {
    if entryIndex == 0, changeIndex == 0, index == 0, prefix.isEmpty {
      // By far the most frequent, and string interpolation is slow.
      if list == "messages" { return "entry[0].changes[0].value.messages[0]" }
      if list == "statuses" { return "entry[0].changes[0].value.statuses[0]" }
    }
    return "\(place(list))[\(index)]"
  }

  /// Where a member of the change's value stands in the delivery.
  func place(_ member: String) -> String { "entry[\(entryIndex)].changes[\(changeIndex)].value.\(prefix)\(member)" }

  /// Where the change stands in the delivery.
  var place: String { "entry[\(entryIndex)].changes[\(changeIndex)]" }

  /// The only contact of the change, for messages that name nobody.
  var onlyContact: Party? {
    guard contacts.count == 1, let contact = contacts.first else { return nil }
    let party = MetaScope.claims(of: contact)
    return party.isEmpty ? nil : party
  }

  /// A party with what the contacts say about it, matched by number or user id and never by position.
  func party(id: String?, userID: String?) -> Party {
    var party = Party()
    if let id, !id.isEmpty {
      if let phone = PhoneNumber.digits(id) { party.phone = phone } else { party.userID = id }
    }
    if let userID, !userID.isEmpty { party.userID = userID }
    if party.isEmpty { return party }
    for contact in contacts {
      let claims = MetaScope.claims(of: contact)
      let samePhone = claims.phone != nil && claims.phone == party.phone
      let sameUser = claims.userID != nil && claims.userID == party.userID
      guard samePhone || sameUser else { continue }
      party.phone = party.phone ?? claims.phone
      party.userID = party.userID ?? claims.userID
      party.username = claims.username
      party.name = claims.name
      break
    }
    return party
  }

  private static func claims(of contact: JSONValue) -> Party {
    let profile = contact["profile"]
    var party = Party(name: profile?["name"]?.string.flatMap { $0.isEmpty ? nil : $0 })
    if let id = contact["wa_id"]?.text, !id.isEmpty {
      if let phone = PhoneNumber.digits(id) { party.phone = phone } else { party.userID = id }
    }
    if let user = contact["user_id"]?.text, !user.isEmpty { party.userID = user }
    if var username = profile?["username"]?.string ?? contact["username"]?.string, !username.isEmpty {
      if username.first == "@" { username.removeFirst() }
      party.username = username
    }
    return party
  }
}
