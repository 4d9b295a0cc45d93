import Casework
import Records
import SearchIndex
import TerminalKit

/// What there is to say about a message besides its words, each as a word of its own.
struct TimelineStates {
  let pieces: [SafeText]

  init(_ item: TimelineItem, at time: CivilTime, zone: NamedZone, glyphs: GlyphSet, namesMatters: Bool) {
    var pieces: [SafeText] = []
    func add(_ words: String, _ style: Style) { pieces.append(SafeText(words, style: style)) }
    if TextSafety.containsRightToLeft(String(item.text.prefix(2000)))
      || TextSafety.containsRightToLeft(item.sender?.name ?? "")
    {
      add(SafeText.rightToLeftMark, .dim)
    }
    if item.sentAt == nil { add("undated: time of capture", .dim) }
    for (name, words) in Self.attributes where item.attributes[name].map({ $0 != "false" && $0 != "0" }) ?? false {
      add(words, .dim)
    }
    if item.isStub { add("only an edit arrived", .warning) }
    if item.hasConflict { add("conflicting readings", .warning) }
    if item.isEdited { add("\(glyphs[.edited]) v\(item.version) of \(item.versions)", .edited) }
    if let words = Self.deleted(item, time, zone, glyphs) { add(words, .warning) }
    if !item.held.isEmpty {
      let matters = Set(item.held.map(\.matter)).sorted()
      let named = matters.count > 2 ? " \(matters.count) matters" : " " + matters.joined(separator: " ")
      add(glyphs[.hold] + (namesMatters ? named : ""), .hold)
    }
    if let receipt = item.receipt { pieces.append(Self.receipt(receipt, glyphs)) }
    for group in item.reactions.prefix(4) { add("\(group.emoji) \(Numerals.grouped(group.parties.count))", .number) }
    if item.reactions.count > 4 { add("+\(item.reactions.count - 4)", .number) }
    self.pieces = pieces
  }

  private static let attributes = [
    ("frequently_forwarded", "forwarded many times"), ("forwarded", "forwarded"), ("view_once", "view once"),
    ("ephemeral", "disappearing"), ("broadcast", "broadcast"), ("pinned", "pinned"), ("star", "starred"),
  ]

  /// What became of it, by whom and when: `deleted by sender 09:17:40`, `perhaps deleted 09:17:40`.
  private static func deleted(
    _ item: TimelineItem, _ time: CivilTime, _ zone: NamedZone, _ glyphs: GlyphSet
  ) -> String? {
    func clock(_ instant: Instant) -> String {
      let civil = zone.civil(instant)
      return civil.date == time.date ? civil.clock : Numerals.full(civil)
    }
    guard let deletion = item.deletion else {
      if !item.isDeleted { return nil }
      return glyphs[.deleted] + (item.deletedAt.map { " " + clock($0) } ?? "")
    }
    var words = deletion.isForEveryone ? glyphs[.deleted] : "removed on a device"
    if deletion.isUncertain { words = "perhaps " + words }
    if deletion.isForEveryone, let party = deletion.party, !party.isEmpty {
      switch item.sender.flatMap({ party.isSame(as: $0) }) {
      case true?: words += " by sender"
      case false?: words += " by " + SenderWords.name(party)
      case nil: break
      }
    }
    return words + (deletion.isDated ? " " : ", told ") + clock(deletion.at)
  }

  private static func receipt(_ status: String, _ glyphs: GlyphSet) -> SafeText {
    switch status {
    case "sent": return SafeText("\(glyphs[.check]) sent", style: .dim)
    case "delivered", "read", "played":
      let sign = glyphs[.checks]
      return SafeText(sign == status ? status : "\(sign) \(status)", style: status == "delivered" ? .dim : .ok)
    case "failed": return SafeText("\(glyphs[.cross]) failed", style: .error)
    default: return SafeText(String(status.prefix(40)), style: .dim)
    }
  }
}
