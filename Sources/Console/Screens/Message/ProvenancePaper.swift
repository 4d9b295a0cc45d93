import Records
import SearchIndex
import TerminalKit

/// Where a message comes from, and what was found when its sealed records were opened.
struct ProvenancePaper {
  let message: OpenedMessage
  let session: SessionState

  init(message: OpenedMessage, _ session: SessionState) {
    self.message = message
    self.session = session
  }

  private static let column = 15

  func add(to paper: inout Paper) {
    let detail = message.detail
    paper.add("Provenance", style: .strong)
    var provider = SafeText("\(Wording.provider(detail.item.provider)) · account \(detail.account)")
    if let id = detail.providerMessageID { provider.append("  id \(id)", style: .dim) }
    paper.fact("  provider", provider, at: Self.column)
    paper.fact("  signature", Self.signature(detail.authenticity), at: Self.column)
    delivery(&paper)
    records(&paper)
  }

  /// How the delivery was checked, in words.
  static func signature(_ authenticity: Authenticity?) -> SafeText {
    guard let authenticity else { return SafeText("the delivery's own record was not found", style: .warning) }
    let how: String
    switch authenticity.method {
    case .hmacSHA256: how = "HMAC-SHA256 over raw bytes"
    case .hmacSHA512: how = "HMAC-SHA512 over raw bytes"
    case .sharedSecret: how = "shared secret in a header: says nothing about the body"
    case .none: return SafeText("file: nothing signs it")
    default: how = authenticity.method.rawValue
    }
    switch authenticity.outcome {
    case .valid where authenticity.method == .sharedSecret: return SafeText(how)
    case .valid:
      var text = SafeText("valid", style: .ok)
      text.append(" (\(how))")
      return text
    case .invalid:
      var text = SafeText("INVALID", style: .error)
      text.append(" (\(how))")
      return text
    case .absent: return SafeText("absent (\(how) was expected)", style: .warning)
    case .notApplicable: return SafeText("nothing to check (\(how))", style: .dim)
    }
  }

  private func delivery(_ paper: inout Paper) {
    let detail = message.detail
    guard let first = detail.provenance.first else { return }
    var text = SafeText(first.delivery.text)
    text.append("  \(Numerals.bytes(Int64(message.rawLength)))", style: .dim)
    if !first.part.isEmpty { text.append("  at \(first.part)", style: .dim) }
    if !first.reader.isEmpty { text.append("  read by \(first.reader)", style: .dim) }
    paper.fact("  delivery", text, at: Self.column)
    if let source = detail.source {
      var file = SafeText(source.name)
      file.append(
        source.line > 0 ? "  line \(Numerals.grouped(source.line))" : "  byte \(Numerals.grouped(source.offset))")
      paper.fact("  file", file, at: Self.column)
      paper.fact("", "SHA-256 \(source.fileDigest)", style: .dim, at: Self.column)
    }
  }

  private func records(_ paper: inout Paper) {
    for check in message.checks {
      var place = SafeText(check.role, style: .strong)
      place.append("  \(Wording.place(check.record))", style: .dim)
      paper.fact("  record", place, at: Self.column)
      paper.fact("", Self.verdict(check, session.glyphs), at: Self.column)
      if let problem = check.problem { paper.fact("", problem, style: .error, at: Self.column) }
    }
    if message.checks.isEmpty {
      paper.fact("  record", "no record was opened: nothing is proved", style: .error, at: Self.column)
    }
  }

  /// `commitment ✓ · equals the index ✓ · ledger w-… leaf 2,291 of 2,318 ✓ checkpoint signed ✓`.
  static func verdict(_ check: OpenedMessage.Check, _ glyphs: GlyphSet) -> SafeText {
    var text = SafeText()
    if let pending = check.pending { return SafeText(pending.words, style: .warning) }
    func add(_ words: String, _ holds: Bool) {
      text.append(words + " ")
      text.append(glyphs[holds ? .check : .cross], style: holds ? .ok : .error)
    }
    add("commitment", check.isCommitted)
    text.append(" · ", style: .dim)
    if let equals = check.equalsIndex {
      add(equals ? "equals the index" : "differs from the index", equals)
      text.append(" · ", style: .dim)
    }
    if check.isLogged {
      let leaf = Numerals.grouped(check.leaf)
      add("ledger \(Wording.short(check.writer)) leaf \(leaf) of \(Numerals.grouped(check.logSize))", true)
      text.append(" ")
      add("checkpoint signed", true)
    } else {
      add("not in the ledger", false)
    }
    return text
  }
}
