import Records
import SearchIndex
import TerminalKit

/// How the screens of people call a person, a claim and where it comes from.
enum PersonWords {
  /// The name, or what stands for it: a bare number is written as people write it.
  static func name(_ name: String, phone: String?) -> String {
    let digits = name.hasPrefix("+") ? String(name.dropFirst()) : name
    guard !digits.isEmpty else { return phone.map { Numerals.phone($0) } ?? "unknown" }
    return digits == phone ? Numerals.phone(digits) : name
  }

  /// The name of a line of the list; our own side without one is the firm, by the end of its number.
  static func name(_ line: PersonLine) -> String {
    guard isNamelessFirm(line.reference) else { return name(line.name, phone: line.phone) }
    return SenderWords.firm + (line.phone.map { " …" + $0.suffix(4) } ?? "")
  }

  /// Whether nothing names them, so that the number stands for it, and they are not our own side.
  static func isUnnamed(_ line: PersonLine) -> Bool { line.isUnnamed && !line.isOurs }

  private static func isNamelessFirm(_ other: PersonReference) -> Bool { other.isOurs && other.isUnnamed }

  /// How many claims there are besides the name and the number that are shown: `+3`.
  static func others(_ line: PersonLine) -> Int64 {
    max(0, line.claims - (line.phone == nil ? 0 : 1) - (line.isUnnamed ? 0 : 1))
  }

  /// Somebody named in passing: `Ana Ruiz (+34 612 555 092)`.
  static func reference(_ other: PersonReference) -> String {
    if isNamelessFirm(other) { return SenderWords.firm + (other.phone.map { " " + Numerals.phone($0) } ?? "") }
    let name = name(other.name, phone: other.phone)
    guard let phone = other.phone, Numerals.phone(phone) != name else { return name }
    return "\(name) (\(Numerals.phone(phone)))"
  }

  /// A claim as it is written: numbers as people write them, a username with its sign.
  static func value(_ claim: PersonClaim) -> String {
    switch claim.kind {
    case .phone: return Numerals.phone(claim.value)
    case .username: return claim.value.hasPrefix("@") ? claim.value : "@" + claim.value
    default: return claim.value
    }
  }

  /// A claim key as it is written.
  static func value(_ key: ClaimKey) -> String {
    switch key.kind {
    case .phone: return Numerals.phone(key.value)
    case .username: return "@" + key.value
    case .lid: return "LID " + key.value
    case .user: return "user id " + key.value
    case .name: return "“\(key.value)”"
    }
  }

  /// What a claim is, in words.
  static func kind(_ kind: PersonClaim.Kind) -> String {
    switch kind {
    case .phone: return "number"
    case .lid: return "linked id"
    case .user: return "user id"
    case .username: return "username"
    case .profileName: return "profile name"
    case .pushName: return "push name"
    case .contactName: return "contact name"
    case .exportLabel: return "export label"
    }
  }

  /// Who says so: what such a claim is worth.
  static func meaning(_ kind: PersonClaim.Kind) -> String {
    switch kind {
    case .phone: return "the number that WhatsApp gives"
    case .lid: return "the id that WhatsApp uses in place of a number (LID)"
    case .user: return "the id that Meta uses in place of a number (BSUID)"
    case .username: return "a username that the person chose"
    case .profileName: return "a name that the person chose, as Meta passes it on"
    case .pushName: return "a name that the person chose, as it came with messages"
    case .contactName: return "a name that somebody wrote into an address book"
    case .exportLabel: return "how a chat export calls its writer: a label, not an identity"
    }
  }

  /// Why a claim is no longer current: `until 3 Mar 2024: the number changed to +44 …`.
  static func ended(_ ended: Supersession, _ kind: PersonClaim.Kind, _ zone: NamedZone) -> String {
    let day = Numerals.shortDay(zone.civil(ended.at).date)
    let new = kind == .phone ? Numerals.phone(ended.by) : ended.by
    return "until \(day): \(change(ended.reason))" + (new.isEmpty ? "" : ", since then \(new)")
  }

  /// A provider's word for a change, in plain ones.
  static func change(_ reason: String) -> String {
    switch reason {
    case "user_changed_number": return "the number changed"
    case "user_changed_user_id": return "the user id changed"
    case "later-name": return "a later name"
    default: return reason
    }
  }

  /// What an officer did, in words: `merged +34 612 555 092 with LID 1234`.
  static func act(_ act: PersonAct) -> String {
    let groups = act.groups.prefix(4).map(group)
    if act.kind == .mergePeople { return "merged " + groups.joined(separator: " with ") }
    if act.undoes != nil { return "undid a merge" }
    return "split " + groups.joined(separator: " from ")
  }

  /// Claims of one person, the first few of them.
  static func group(_ keys: [ClaimKey]) -> String {
    keys.prefix(3).map { value($0) }.joined(separator: ", ") + (keys.count > 3 ? " and \(keys.count - 3) more" : "")
  }

  /// `3 Mar 2024 – 12 Nov 2025`, or the one day.
  static func span(_ first: Instant?, _ last: Instant?, _ zone: NamedZone) -> String {
    guard let first, let last else { return "" }
    let (from, until) = (zone.civil(first).date, zone.civil(last).date)
    return from == until ? Numerals.shortDay(from) : "\(Numerals.shortDay(from)) – \(Numerals.shortDay(until))"
  }

  /// The best name that is known where a record gives none; nil where only the number is known.
  static func known(_ person: PersonReference?) -> String? {
    guard let person, !person.isUnnamed else { return nil }
    return person.name
  }

  /// The search for everything that a person sent, by whatever name or number.
  static func query(_ id: PersonID) -> String { "from:\(id.text)" }
}
