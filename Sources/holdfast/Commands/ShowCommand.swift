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
      if arguments.json {
        Output.json(try detail.json(session))
      } else {
        try print(detail, session)
      }
    }
  }

  private func print(_ detail: MessageDetail, _ session: Session) throws {
    let zone = session.zone
    Output.line("\(detail.item.id)  \(SafeLine.of(detail.conversationTitle))  \(detail.item.conversation)")
    Output.line("from      \(SafeLine.of(detail.item.sender?.line ?? "the firm"))")
    Output.line("sent      \(detail.item.sentAt.map(zone.text) ?? "no time")  \(zone.name)")
    Output.line("captured  \(zone.text(detail.capturedAt))")
    for version in detail.versions {
      Output.line(
        "version \(version.number)  \(version.origin.rawValue)  \(version.sentAt.map(zone.text) ?? "-")  \(version.record)"
      )
      Output.line("    " + SafeLine.of(version.content.text ?? "[\(version.content.kind)]"))
      if let media = version.content.media { Output.line("    " + SafeLine.of(media.line)) }
    }
    for revocation in detail.revocations {
      Output.line("deleted   \(zone.text(revocation.at))  \(revocation.record)")
    }
    for receipt in detail.receipts {
      Output.line(
        "\(SafeLine.of(receipt.status))  \(receipt.at.map(zone.text) ?? "-")  \(SafeLine.of(receipt.party?.line ?? ""))"
      )
    }
    for reaction in detail.reactions {
      Output.line("reaction  \(SafeLine.of(reaction.emoji ?? "removed"))  \(zone.text(reaction.at))")
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
    return [fileName, mimeType, pixels, size.map { Numbers.bytes(max(0, $0)) }, state].compactMap { $0 }.joined(
      separator: " · ")
  }
}

extension MessageDetail {
  /// The message as docs/cli.md gives it.
  func json(_ session: Session) throws -> JSONValue {
    .of([
      "message": CaseMessage(self, holds: item.held.map(\.hold)).map { NormalisedRecord.value($0) },
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
