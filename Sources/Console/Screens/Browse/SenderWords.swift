import Records
import TerminalKit

/// What to call somebody, and the colour that stays theirs.
enum SenderWords {
  /// The name that somebody goes by in a payload, else the number, else another claim.
  static func name(_ party: Party?, _ direction: MessageEvent.Direction = .unknown) -> String {
    guard let party, !party.isEmpty else { return direction == .outbound ? "this account" : "unknown" }
    if let name = party.name, !name.isEmpty { return name }
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
    return SafeText("…" + name.suffix(width - 1), style: style)
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
