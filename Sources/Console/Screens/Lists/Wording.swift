import Records
import SearchIndex
import TerminalKit

/// How the console's screens call people, things and times in words.
enum Wording {
  /// The name to show for a person: the name, else the number, else any other claim; our own side without a name is the
  /// firm, and its number one of the claims.
  static func name(_ party: Party?, _ direction: MessageEvent.Direction = .unknown) -> String {
    if let name = party?.name, !name.isEmpty { return name }
    if direction == .outbound { return SenderWords.firm }
    if let phone = party?.phone, !phone.isEmpty { return Numerals.phone(phone) }
    if let username = party?.username, !username.isEmpty { return "@" + username }
    if let lid = party?.lid, !lid.isEmpty { return "LID " + lid }
    if let user = party?.userID, !user.isEmpty { return "user " + user }
    return "unknown"
  }

  /// The claims besides the name, such as `+34 612 555 092 · LID 1234`; empty when there are none.
  static func claims(_ party: Party?, _ direction: MessageEvent.Direction = .unknown) -> String {
    guard let party else { return "" }
    let hasName = party.name?.isEmpty == false || direction == .outbound
    var parts: [String] = []
    if let phone = party.phone, !phone.isEmpty, hasName { parts.append(Numerals.phone(phone)) }
    if let username = party.username, !username.isEmpty, hasName || party.phone != nil { parts.append("@" + username) }
    if let lid = party.lid, !lid.isEmpty, hasName || party.phone != nil { parts.append("LID " + lid) }
    return parts.joined(separator: " · ")
  }

  /// The stable ink of a person.
  static func ink(_ party: Party?) -> Style {
    guard let key = party?.key else { return .dim }
    // FNV-1a: stable from run to run, unlike Swift's own hashes.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in key.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return .sender(hash: hash ^ (hash >> 32))
  }

  /// The first characters of an identifier: `m-7q2kx4…`.
  static func short(_ id: some Identifier) -> String { short(id.text) }

  /// The first characters of an identifier's text.
  static func short(_ id: String) -> String {
    id.count > 10 ? id.prefix(8) + "…" : id
  }

  /// A record's place: `s-7q2kx4… · record 17`.
  static func place(_ record: RecordAddress) -> String {
    "segment \(short(record.segment)) · record \(Numerals.grouped(record.number))"
  }

  /// `checkpoint 2,318`, or the size of each writer's log where there are several.
  static func checkpoint(_ coverage: Coverage) -> String {
    let logs = coverage.checkpoint.split(separator: " ").map { entry -> (name: String, size: String) in
      let parts = entry.split(separator: ":", maxSplits: 1)
      let size = parts.count > 1 ? UInt64(parts[1]).map { Numerals.grouped($0) } ?? String(parts[1]) : ""
      return (short(String(parts.first ?? "")), size)
    }
    if logs.isEmpty { return "no checkpoint" }
    if logs.count == 1 { return "checkpoint \(logs[0].size)" }
    let shown = logs.prefix(3).map { "\($0.name) \($0.size)" }.joined(separator: ", ")
    return "checkpoint \(shown)" + (logs.count > 3 ? " and \(logs.count - 3) more" : "")
  }

  /// `2,514 of 2,514 capture records at checkpoint 2,318`.
  static func coverage(_ coverage: Coverage) -> String {
    "\(Numerals.grouped(coverage.indexed)) of \(Numerals.grouped(coverage.records)) capture records at "
      + checkpoint(coverage)
      + (coverage.pending > 0 ? ", and \(Numerals.grouped(coverage.pending)) not yet in a ledger" : "")
  }

  /// `HOLD M-221, M-180`, by the glyph that the theme has for it.
  static func held(_ matters: [String], _ glyphs: GlyphSet) -> String {
    matters.isEmpty ? "" : "\(glyphs[.hold]) " + matters.joined(separator: ", ")
  }

  /// When something was missing: `08:02–08:41`, with the days where it went on over midnight.
  static func span(from: Instant?, until: Instant?, _ zone: NamedZone, isDated: Bool = false) -> String? {
    let start = from.map { zone.civil($0) }
    let end = until.map { zone.civil($0) }
    func words(_ time: CivilTime, _ withDay: Bool) -> String {
      (withDay ? Numerals.shortDay(time.date) + " " : "") + Numerals.minute(time)
    }
    switch (start, end) {
    case (let start?, let end?):
      let isOneDay = start.date == end.date
      return "\(words(start, isDated || !isOneDay))–\(words(end, !isOneDay))"
    case (let start?, nil): return "since \(words(start, true))"
    case (nil, let end?): return "until \(words(end, true))"
    case (nil, nil): return nil
    }
  }

  /// The same, of a line in a timeline.
  static func span(_ attributes: [String: String], _ zone: NamedZone) -> String? {
    func instant(_ name: String) -> Instant? {
      attributes[name].flatMap { Int64($0) }.map { Instant(milliseconds: $0) }
    }
    return span(from: instant("gap_from"), until: instant("gap_until"), zone)
  }

  /// The provider's full name.
  static func provider(_ provider: Provider) -> String {
    switch provider {
    case .meta: return "Meta Cloud API"
    case .wasender: return "WASenderApi"
    case .chatExport: return "WhatsApp chat export"
    default: return provider.rawValue
    }
  }

  /// The kind of an attachment-only or empty message: `image`, `voice note`.
  static func kind(_ kind: Content.Kind) -> String {
    switch kind {
    case .voice: return "voice note"
    case .unsupported: return "a kind that the provider does not tell"
    default: return kind.rawValue
    }
  }

  /// A file's name, type, size and state in one line.
  static func media(_ media: MediaReference, kind: Content.Kind) -> String {
    var parts = [media.fileName ?? Wording.kind(kind)]
    if let type = media.mimeType { parts.append(type) }
    if let width = media.width, let height = media.height { parts.append("\(width) × \(height)") }
    if let size = media.size { parts.append(Numerals.bytes(max(0, size))) }
    if let seconds = media.seconds { parts.append(Numerals.duration(Double(max(0, seconds)))) }
    switch media.state {
    case .stored: parts.append("in the vault")
    case .remote: parts.append("named by the provider, not fetched")
    case .missing: parts.append("missing" + (media.reason.map { ": " + $0 } ?? ""))
    }
    return parts.joined(separator: " · ")
  }
}
