import Records

extension WasenderReader {
  private static let groupStubs: [Int64: String] = [
    20: "create", 21: "subject", 22: "icon", 23: "invite-link", 24: "description", 25: "restrict", 26: "announce",
    27: "add", 28: "remove", 29: "promote", 30: "demote", 31: "invite", 32: "leave", 33: "change-number",
  ]
  private static let callStubs: [Int64: String] = [
    40: "missed voice call", 41: "missed video call", 45: "missed group voice call", 46: "missed group video call",
  ]

  /// Fills in what a stub stands for; false where the stub says nothing and the content counts.
  mutating func fill(_ event: inout MessageEvent, stub: JSONValue, _ item: JSONValue, _ key: BaileysKey) -> Bool {
    let number = stub.integer
    let name = stub.string?.uppercased() ?? ""
    let words = (item["messageStubParameters"]?.array ?? []).prefix(100).compactMap { $0.text }
    if number == 0 || name == "UNKNOWN" { return false }
    if number == 2 || name == "CIPHERTEXT" {
      event.kind = .gap
      event.content = Content(.unsupported)
      let why = words.isEmpty ? "received, but it could not be decrypted" : words.joined(separator: "; ")
      event.gap = Gap(reason: "undecryptable", detail: why)
      return true
    }
    if number == 1 || name == "REVOKE" {
      if let message = item["message"], !message.isNull { return false }
      event.kind = .revoke
      event.target = key.id
      return true
    }
    if item["message"] != nil { return false }
    event.messageID = nil
    if let number, let call = WasenderReader.callStubs[number] {
      event.kind = .call
      event.content = Content(.text, text: call)
      return true
    }
    if let number, let action = WasenderReader.groupStubs[number] {
      event.kind = .group
      let isPeople = number >= 27
      let actor = event.sender
      event.group = GroupChange(
        action: action, participants: isPeople ? words.compactMap { participant($0) } : [], actor: actor,
        value: isPeople ? nil : words.first)
      return true
    }
    if number == 72 || name == "CHANGE_EPHEMERAL_SETTING" {
      setEphemeral(&event, seconds: words.first.flatMap { Int64($0) })
      return true
    }
    event.kind = .system
    event.attributes["stub"] = String((stub.text ?? "?").prefix(40))
    event.content = Content(.text, text: (["notice " + (stub.text ?? "?")] + words).joined(separator: " "))
    return true
  }

  /// A member of a group, named by an address or by an object in a string.
  private func participant(_ text: String) -> Party? {
    if text.utf8.first == 0x7B, let value = try? JSONReader.parse(Array(text.utf8)) {
      return WasenderPeople.party(value)
    }
    return JID(text)?.party
  }
}
