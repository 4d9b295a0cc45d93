import ArgumentParser
import Casework
import Records
import SearchIndex
import Vault

/// `holdfast show VAULT MESSAGE-ID`.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a message: every version, receipts, provenance and proof.")

  @OptionGroup var arguments: VaultArguments
  @Argument(help: "The message's id.") var message: String

  func run() throws {
    try Session.run(arguments) { session in
      let id = try Session.message(message)
      guard let detail = try session.index.message(id) else {
        throw Failure(.badInput, "there is no message \(id)", remedy: "`holdfast search` lists them")
      }
      try session.vault.acts.record(
        .view, details: JSONObject([.init(name: "messages", value: .texts([id.text]))]))
      let evidence = try MessageEvidence(of: detail, in: session.index)
      if arguments.json {
        Output.json(try detail.json(evidence, session))
      } else {
        try print(detail, evidence, session)
      }
    }
  }

  private func print(_ detail: MessageDetail, _ evidence: MessageEvidence, _ session: Session) throws {
    let zone = session.zone
    let words = EvidenceWords(
      stamp: { zone.text($0) }, name: { party in party.flatMap { $0.isEmpty ? nil : $0.line } })
    Output.line("\(detail.item.id)  \(SafeLine.of(detail.conversationTitle))  \(detail.item.conversation)")
    Output.line(
      "from      \(SafeLine.of(SenderLine.of(detail.item.sender, detail.item.direction, unknown: "unknown")))")
    Output.line("sent      \(detail.item.sentAt.map(zone.text) ?? "no time")  \(zone.name)")
    Output.line("captured  \(zone.text(detail.capturedAt))")
    if detail.versions.isEmpty { Output.line("gap       \(SafeLine.of(detail.item.text))") }
    let message = CaseMessage(detail)
    for version in detail.versions {
      Output.line(
        "version \(version.number)  \(version.origin.rawValue)  \(version.sentAt.map(zone.text) ?? "-")  \(version.record)"
      )
      let mark = evidence.isStruck ? "[deleted] " : ""
      let absence = message?.versions.first { $0.number == version.number }.flatMap { message?.absence(in: $0) }
      Output.line("    " + mark + SafeLine.of(version.content.text ?? "[\(absence ?? version.content.kind.rawValue)]"))
      if let media = version.content.media { Output.line("    " + SafeLine.of(media.line)) }
      if let change = evidence.changes.first(where: { $0.version == version.number }) {
        let shown = change.words.isChanged ? ": " + change.words.marked() : ""
        Output.line("    (\(SafeLine.of(change.summary + shown)))")
      }
    }
    for deletion in evidence.deletions {
      Output.line("deletion  \(SafeLine.of(words.line(deletion)))")
    }
    for revocation in detail.revocations { Output.line("          told in \(revocation.record)") }
    if evidence.deletions.isEmpty, message?.wasDeletedBeforeExport != true,
      let coverage = DeletionCoverage.words(detail.item.provider)
    {
      Output.line("deletion  none is told. \(coverage)")
    }
    for receipt in detail.receipts {
      let at = receipt.at.map(zone.text) ?? receipt.capturedAt.map { "by \(zone.text($0)), when captured" } ?? "-"
      Output.line("\(SafeLine.of(receipt.status))  \(at)  \(SafeLine.of(receipt.party?.line ?? ""))")
    }
    for reaction in detail.reactions {
      Output.line("reaction  \(SafeLine.of(reaction.emoji ?? "removed"))  \(zone.text(reaction.at))")
    }
    for section in words.sections(evidence.earlierReadings) + words.sections(evidence.readStates) {
      Output.line(section.title)
      for line in section.lines + section.doubts { Output.line("    " + SafeLine.of(line)) }
    }
    for exception in detail.exceptions { Output.line("exception \(SafeLine.of(exception))") }
    for record in detail.provenance {
      let proof = try session.vault.proof(of: record.record)
      try proof.check()
      Output.line(
        "record    \(record.record)  \(record.role)  proof holds: record \(proof.index) of \(proof.count), leaf \(proof.leafIndex)"
      )
    }
  }
}

extension Party {
  /// Name and number on one line.
  var line: String {
    [name, phone.map { "+" + $0 }, username, lid.map { "LID " + $0 }].compactMap { $0 }.joined(separator: "  ")
  }
}

extension MediaReference {
  /// Name, type, pixels, size and state on one line.
  var line: String {
    let pixels = width.flatMap { width in height.map { "\(width) × \($0)" } }
    let state =
      switch state {
      case .stored: "in the vault"
      case .remote: "not fetched"
      case .missing: "missing" + (reason.map { ": " + $0 } ?? "")
      }
    return [fileName, mimeType, pixels, size.map { Numerals.bytes(max(0, $0)) }, state].compactMap { $0 }.joined(
      separator: " · ")
  }
}

extension MessageDetail {
  /// The message as docs/cli.md gives it.
  func json(_ evidence: MessageEvidence, _ session: Session) throws -> JSONValue {
    .of([
      "message": CaseMessage(self, holds: item.held.map(\.hold)).map { NormalisedRecord.value($0, evidence: evidence) },
      "records": .array(
        provenance.map { entry in
          .of([
            "captured_at": .instant(entry.capturedAt), "delivery": .string(entry.delivery.text),
            "part": .string(entry.part), "reader": .string(entry.reader), "record": .string(entry.record.description),
            "role": .string(entry.role),
          ])
        }),
      "versions": .array(
        versions.map { version in
          .of([
            "height": version.content.media?.height.map { .whole($0) },
            "kind": .string(version.content.kind.rawValue), "origin": .string(version.origin.rawValue),
            "record": .string(version.record.description), "sent_at": .instant(version.sentAt),
            "text": .text(version.content.text), "version": .whole(version.number),
            "width": version.content.media?.width.map { .whole($0) },
          ])
        }),
    ])
  }
}
