import Records
import TerminalKit

/// What to call somebody, and the colour that stays theirs.
enum SenderWords {
  /// What our own side is called where nothing names the person who wrote.
  static let firm = "the firm"

  /// The name that somebody goes by in a payload, else the number, else another claim.
  static func name(_ party: Party?, _ direction: MessageEvent.Direction = .unknown) -> String {
    if let name = party?.name, !name.isEmpty { return name }
    if direction == .outbound {
      return firm + (party?.phone.map { $0.isEmpty ? "" : " " + Numerals.phone($0) } ?? "")
    }
    guard let party else { return "unknown" }
    if let phone = party.phone, !phone.isEmpty { return Numerals.phone(phone) }
    return party.username ?? party.lid.map { "id " + $0 } ?? party.userID.map { "user " + $0 } ?? "unknown"
  }

  /// The first word of a name, for previews.
  static func short(_ party: Party?) -> String? {
    guard let name = party?.name, let word = name.split(separator: " ").first else { return nil }
    return String(word)
  }

  /// The name cut to a column; of a number the last digits stay, since they tell it apart.
  static func fitted(_ party: Party?, _ direction: MessageEvent.Direction, to width: Int) -> SafeText {
    let name = name(party, direction)
    let style = style(party, direction)
    let text = SafeText(name, style: style)
    guard text.width > width, width > 1, party?.name?.isEmpty ?? true, name.utf8.allSatisfy({ $0 < 0x80 }) else {
      return text
    }
    // Of the firm's numbers as many digits as there is room for; fewer than four would tell nothing apart.
    guard name.hasPrefix(firm + " ") else { return SafeText("…" + name.suffix(width - 1), style: style) }
    let room = width - firm.count - 2
    return SafeText(room < 4 ? firm : "\(firm) …" + name.suffix(room), style: style)
  }

  /// The colour of somebody, by what identifies them: a changed name does not change it.
  static func style(_ party: Party?, _ direction: MessageEvent.Direction) -> Style {
    guard let key = party?.key else { return Style(.sender) }
    return .sender(hash: hash(key))
  }

  /// FNV-1a: the same on every machine and in every run.
  static func hash(_ text: String) -> UInt64 {
    var value: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return value ^ (value >> 32)
  }
}
