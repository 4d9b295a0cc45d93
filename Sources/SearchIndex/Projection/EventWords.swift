import Records

/// Says in words what an event that is no message was.
enum EventWords {
  static func text(_ event: MessageEvent) -> String? {
    if let gap = event.gap {
      return gap.detail.isEmpty ? gap.reason : gap.detail
    }
    if let group = event.group { return words(group, sender: event.sender) }
    if let identity = event.identity {
      let before = identity.previous.map(name) ?? "someone"
      return "\(before) is now \(name(identity.current)) (\(identity.reason))"
    }
    if let text = event.content?.text { return text }
    switch event.kind {
    case .call: return "call"
    case .localDeletion: return "messages deleted on a device of the account"
    default: return event.notes.first ?? event.attributes["text"] ?? event.kind.rawValue
    }
  }

  /// What stands where only the deletion of a message has come.
  static func unseenDeletion(_ event: MessageEvent) -> String {
    let who = event.sender.flatMap { $0.isEmpty ? nil : " by " + name($0) } ?? ""
    let lead = event.isUncertain ? "a message was perhaps deleted" : "a message was deleted"
    return "\(lead) for everyone\(who): what it said never reached the archive"
  }

  static func name(_ party: Party) -> String {
    if let name = party.name { return party.phone.map { "\(name) (+\($0))" } ?? name }
    if let phone = party.phone { return "+" + phone }
    return party.username ?? party.lid ?? party.userID ?? "someone"
  }

  private static func words(_ change: GroupChange, sender: Party?) -> String {
    let actor = (change.actor ?? sender).map(name)
    let people = change.participants.map(name).joined(separator: ", ")
    let by = actor.map { " by \($0)" } ?? ""
    let value = change.value.map { " ‘\($0)’" } ?? ""
    switch change.action {
    case "create": return "group created\(value)\(by)"
    case "subject": return "subject changed to\(value)\(by)"
    case "description": return "description changed\(value)\(by)"
    case "icon": return "icon changed\(by)"
    case "add": return "\(people) added\(by)"
    case "remove": return "\(people) removed\(by)"
    case "join": return "\(people.isEmpty ? actor ?? "someone" : people) joined"
    case "leave": return "\(people.isEmpty ? actor ?? "someone" : people) left"
    case "promote": return "\(people) made admin\(by)"
    case "demote": return "\(people) no longer admin\(by)"
    default: return [change.action, people].filter { !$0.isEmpty }.joined(separator: " ") + value + by
    }
  }
}

/// Finds links in message text.
enum LinkFinder {
  /// Whether a text holds `http://`, `https://` or `www.`, in any case.
  static func containsLink(_ text: String) -> Bool {
    var copy = text
    return copy.withUTF8 { bytes in
      var index = 0
      let count = bytes.count
      while index + 4 < count {
        let byte = bytes[index]
        if byte == 0x3A, bytes[index + 1] == 0x2F, bytes[index + 2] == 0x2F, index >= 4 {
          // “://” after “http” or “https”
          func letter(_ at: Int) -> UInt8 { at >= 0 ? bytes[at] | 0x20 : 0 }
          let last = letter(index - 1) == 0x73 ? index - 2 : index - 1
          if letter(last) == 0x70, letter(last - 1) == 0x74, letter(last - 2) == 0x74, letter(last - 3) == 0x68 {
            return true
          }
        }
        if byte | 0x20 == 0x77, bytes[index + 1] | 0x20 == 0x77, bytes[index + 2] | 0x20 == 0x77,
          bytes[index + 3] == 0x2E, index == 0 || !isLetter(bytes[index - 1])
        {
          return true
        }
        index += 1
      }
      return false
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) || byte >= 0x80 }
}
