import Casework
import Records
import SearchIndex

/// How to name a message in a letter, so that anybody who has the vault or a bundle finds and checks it.
enum Citation {
  /// The citation, line by line.
  static func lines(of message: OpenedMessage, vault: String, fingerprint: String, _ zone: NamedZone) -> [String] {
    let detail = message.detail
    let item = detail.item
    var lines: [String] = []
    var head = Wording.name(item.sender, item.direction)
    let claims = Wording.claims(item.sender, item.direction)
    if head == SenderWords.firm, !claims.isEmpty { head += " (\(claims))" }
    if let sentAt = item.sentAt {
      head += ", \(Numerals.full(zone.civil(sentAt))) \(zone.label(at: sentAt)) (\(sentAt.rfc3339))"
    } else {
      head += ", undated, captured \(detail.capturedAt.rfc3339)"
    }
    lines.append(head)
    lines.append("in “\(detail.conversationTitle)”, \(Wording.provider(item.provider)) account \(detail.account)")
    if detail.versions.count > 1 { lines.append("version \(item.version) of \(detail.versions.count)") }
    for deletion in CaseMessage(detail).map({ Deletion.all(of: $0) }) ?? [] {
      lines.append(deletion.line(stamp: \.rfc3339, name: { $0.flatMap { $0.isEmpty ? nil : Wording.name($0) } }))
    }
    lines.append("")
    lines.append("message    \(item.id)")
    lines.append("record     \(item.record)")
    if let check = message.checks.first(where: { $0.record == item.record }) ?? message.checks.first {
      lines.append("ledger     \(check.writer), leaf \(check.leaf) of \(check.logSize)")
    }
    if !detail.provenance.isEmpty { lines.append("delivery   \(detail.provenance[0].delivery)") }
    lines.append("vault      \(vault)\(fingerprint.isEmpty ? "" : " · \(fingerprint)")")
    lines.append("checked by holdfast show \(item.id)")
    let problems = message.checks.compactMap(\.problem)
    if !problems.isEmpty {
      lines.append("")
      lines.append("Not everything holds:")
      lines += problems.map { "  " + $0 }
    }
    return lines
  }
}
