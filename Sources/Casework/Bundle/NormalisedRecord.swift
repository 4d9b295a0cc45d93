import Records
import Sealing

/// The normalised record of a message: one line of `messages.ndjson`, and what `show --json` prints.
public enum NormalisedRecord {
  /// The line, canonical JSON without its end; `mediaPath` says where a file was put.
  public static func encode(
    _ message: CaseMessage, evidence: MessageEvidence? = nil, mediaPath: (MediaReference) -> String? = { $0.path }
  ) -> [UInt8] {
    CanonicalJSON.encode(value(message, evidence: evidence, mediaPath: mediaPath))
  }

  /// The record as a value; `evidence` is what is known of the message by what stands around it.
  public static func value(
    _ message: CaseMessage, evidence: MessageEvidence? = nil, mediaPath: (MediaReference) -> String? = { $0.path }
  ) -> JSONValue {
    let current = message.current
    var fields: [String: JSONValue] = [
      "archive_id": .string(message.id.text),
      "account": .string(message.account),
      "captured_at": .string(message.capturedAt.rfc3339),
      "conversation": .string(message.conversation.text),
      "deleted": .bool(message.isDeleted || message.wasDeletedBeforeExport),
      "direction": .string(message.direction.rawValue),
      "event_type": .string("message"),
      "kind": .string(current?.content.kind.rawValue ?? Content.Kind.unsupported.rawValue),
      "pii_scrubbed": .bool(false),
      "provider": .string(message.provider.rawValue),
      "retention_class": .string(message.retentionClass),
      "sent_at_precision": .string(message.precision.rawValue),
      "text": .string(current?.content.text ?? ""),
      "to": .array(message.recipients.map(party)),
      "versions": .array(message.versions.map { version($0, mediaPath) }),
      "receipts": .array(message.receipts.map { step($0, "status") }),
      "reactions": .array(message.reactions.map { step($0, "emoji") }),
      "deletions": .array(message.revocations.map { deletion($0, of: message) }),
      "held_by": .array(message.holds.map { .string($0.text) }),
      "notes": .array(message.notes.map { .string($0) }),
      "records": .array(message.provenance.map(provenance)),
    ]
    fields.merge((evidence ?? MessageEvidence(of: message)).recordJSON) { first, _ in first }
    if let current, let absence = message.absence(in: current) { fields["mark"] = .string("[\(absence)]") }
    if let current { fields["checksum"] = .string(checksum(current.content)) }
    if let media = current?.content.media { fields["media"] = self.media(media, mediaPath) }
    fields["from"] = message.sender.map(party)
    fields["session"] = message.session.map { .string($0) }
    fields["provider_msg_id"] = message.providerMessageID.map { .string($0) }
    fields["sent_at"] = message.sentAt.map { .string($0.rfc3339) }
    fields["status"] = message.receipts.max { Receipt.rank(of: $0.what) < Receipt.rank(of: $1.what) }
      .map { .string($0.what) }
    if let reply = message.reply {
      fields["reply_to"] = object([
        "archive_id": message.replyTo.map { .string($0.text) }, "provider_msg_id": reply.target.map { .string($0) },
        "quoted": reply.quoted.map { .string($0) },
      ])
    }
    if !message.attributes.isEmpty { fields["attributes"] = object(message.attributes.mapValues { .string($0) }) }
    if let source = message.source {
      fields["source"] = object([
        "name": .string(source.name), "sha256": .string(source.fileDigest), "offset": .number(String(source.offset)),
        "line": .number(String(source.line)),
      ])
    }
    if let authenticity = message.authenticity {
      fields["signature_check"] = object([
        "method": .string(authenticity.method.rawValue), "outcome": .string(authenticity.outcome.rawValue),
      ])
    }
    return object(fields.mapValues { $0 })
  }

  /// SHA-256 of the content's canonical JSON, in hexadecimal: equal contents have equal checksums.
  public static func checksum(_ content: Content) -> String {
    var fields: [String: JSONValue?] = [
      "kind": .string(content.kind.rawValue), "text": content.text.map { .string($0) },
    ]
    if !content.fields.isEmpty { fields["fields"] = object(content.fields.mapValues { .string($0) }) }
    if let media = content.media {
      fields["media_sha256"] = media.sha256.map { .string($0) }
      fields["media_type"] = media.mimeType.map { .string($0) }
    }
    return SHA256.hash(CanonicalJSON.encode(object(fields))).hex
  }

  private static func version(_ version: CaseMessage.Version, _ path: (MediaReference) -> String?) -> JSONValue {
    object([
      "version": .number(String(version.number)), "origin": .string(version.origin),
      "from": version.sender.map(party), "sent_at": version.sentAt.map { .string($0.rfc3339) },
      "captured_at": .string(version.capturedAt.rfc3339), "kind": .string(version.content.kind.rawValue),
      "text": .string(version.content.text ?? ""), "checksum": .string(checksum(version.content)),
      "fields": version.content.fields.isEmpty ? nil : object(version.content.fields.mapValues { .string($0) }),
      "media": version.content.media.map { media($0, path) }, "record": version.record.map { .string($0.description) },
    ])
  }

  private static func media(_ media: MediaReference, _ path: (MediaReference) -> String?) -> JSONValue {
    object([
      "state": .string(media.state.rawValue), "path": path(media).map { .string($0) },
      "type": media.mimeType.map { .string($0) }, "file_name": media.fileName.map { .string($0) },
      "size": media.size.map { .number(String($0)) }, "sha256": media.sha256.map { .string($0) },
      "reason": media.reason.map { .string($0) },
    ])
  }

  private static func step(_ step: CaseMessage.Step, _ name: String) -> JSONValue {
    object([
      name: .string(step.what), "by": step.party.map(party), "at": step.at.map { .string($0.rfc3339) },
      "error": step.note.map { .string($0) },
    ])
  }

  private static func deletion(_ step: CaseMessage.Step, of message: CaseMessage) -> JSONValue {
    let scope: Deletion.Scope = step.what == "local-deletion" ? .device : .everyone
    return object([
      "kind": .string(step.what), "by": step.party.map(party), "at": step.at.map { .string($0.rfc3339) },
      "at_is_capture": .bool(!step.isDated), "captured_at": step.capturedAt.map { .string($0.rfc3339) },
      "uncertain": .bool(step.isUncertain),
      "mark": Deletion.all(of: message).first { $0.scope == scope }.map { .string("[\(message.mark($0))]") },
    ])
  }

  private static func provenance(_ record: CaseMessage.Provenance) -> JSONValue {
    object([
      "record": .string(record.record.description), "role": .string(record.role),
      "delivery": .string(record.delivery.text), "part": .string(record.part),
      "captured_at": .string(record.capturedAt.rfc3339), "reader": .string(record.reader),
    ])
  }

  static func party(_ party: Party) -> JSONValue {
    object([
      "phone": party.phone.map { .string($0) }, "lid": party.lid.map { .string($0) },
      "user_id": party.userID.map { .string($0) }, "username": party.username.map { .string($0) },
      "name": party.name.map { .string($0) },
    ])
  }

  /// An object with its members in canonical order, absent ones left out.
  static func object(_ fields: [String: JSONValue?]) -> JSONValue {
    .object(
      JSONObject(
        fields.compactMap { name, value in value.map { JSONObject.Member(name: name, value: $0) } }
          .sorted { $0.name.utf16.lexicographicallyPrecedes($1.name.utf16) }))
  }
}
