import Records

/// A WhatsApp address, such as `491701234567:6@s.whatsapp.net`, taken apart.
struct JID: Sendable, Hashable {
  enum Kind: Sendable, Hashable {
    case phone, lid, group, newsletter, broadcast, unknown
  }

  let kind: Kind
  /// The part before `@`, without device and agent.
  let user: String
  /// As it was written.
  let text: String

  /// Reads an address; nil when there is none.
  init?(_ text: String?) {
    guard let text, !text.isEmpty else { return nil }
    self.text = text
    guard let at = text.utf8.lastIndex(of: 0x40) else {
      user = text
      kind = PhoneNumber.digits(text) != nil ? .phone : .unknown
      return
    }
    let server = text[text.utf8.index(after: at)...]
    var name = text[..<at]
    switch server {
    case "s.whatsapp.net", "c.us", "hosted":
      name = JID.bare(name)
      kind = PhoneNumber.digits(String(name)) != nil ? .phone : .unknown
    case "lid", "hosted.lid":
      name = JID.bare(name)
      kind = .lid
    case "g.us": kind = .group
    case "newsletter": kind = .newsletter
    case "broadcast": kind = .broadcast
    default: kind = .unknown
    }
    user = String(name)
  }

  /// The user without `:device` and `_agent`.
  private static func bare(_ name: Substring) -> Substring {
    guard let end = name.utf8.firstIndex(where: { $0 == 0x3A || $0 == 0x5F }) else { return name }
    return name[..<end]
  }

  /// What the address claims about a person.
  var party: Party {
    switch kind {
    case .phone: return Party(phone: PhoneNumber.digits(user))
    case .lid: return Party(lid: user)
    default: return Party(userID: text)
    }
  }

  /// The telephone number, where the address is one.
  var phone: String? { kind == .phone ? PhoneNumber.digits(user) : nil }
}
