import Records
import Sealing

/// Writes what Meta's Cloud API would have posted for a conversation: messages, echoes, statuses, edits, revokes.
struct MetaPayloads {
  /// A payload and the second at which it would have arrived.
  typealias Timed = (at: Int64, json: JSONValue)

  private let adviser: Adviser
  private let thread: SampleThread
  private var phone: String
  private var counter = 0
  private(set) var payloads: [Timed] = []
  private var lastID = ""

  init(adviser: Adviser, thread: SampleThread) {
    self.adviser = adviser
    self.thread = thread
    phone = thread.phone
    if thread.kind == .group { announceGroup() }
  }

  /// The group is created and named, and its members join.
  private mutating func announceGroup() {
    let created = Int64(OfficeCalendar.firstDay) * 86_400 + 28_800
    emit(
      "group_lifecycle_update", "groups",
      [
        "timestamp": .string(String(created)), "group_id": .string(thread.phone), "type": "group_create",
        "request_id": .string("req-" + thread.short), "subject": .string(thread.name),
        "join_approval_mode": "auto_approve",
      ], at: created)
    let members = thread.members.values.map(\.phone).sorted()
    emit(
      "group_participants_update", "groups",
      [
        "timestamp": .string(String(created + 300)), "group_id": .string(thread.phone),
        "type": "group_participants_add", "request_id": .string("req-" + thread.short + "-2"),
        "added_participants": .array(members.map { ["wa_id": .string($0)] }),
      ], at: created + 300)
  }

  /// The client's number changes: the notice, and every later message comes from the new number.
  mutating func changeNumber(to new: String, at second: Int64) {
    let old = phone
    phone = new
    emit(
      "messages", "messages",
      [
        "from": .string(old), "id": .string(nextID()), "timestamp": .string(String(second)), "type": "system",
        "system": [
          "body": .string("\(thread.name) changed from \(old) to \(new)"), "type": "user_changed_number",
          "wa_id": .string(new),
        ],
      ], at: second)
  }

  /// A message that the API could not show: a gap.
  mutating func unsupported(at second: Int64) {
    emit(
      "messages", "messages",
      [
        "from": .string(phone), "id": .string(nextID()), "timestamp": .string(String(second)), "type": "unsupported",
        "errors": [
          [
            "code": .number("131051"), "title": "Message type unknown", "message": "Message type unknown",
            "error_data": ["details": "Message type is currently not supported."],
          ]
        ],
      ], at: second)
  }

  /// Everything that one utterance makes the provider post.
  mutating func add(_ utterance: Utterance) {
    let id = nextID()
    var message = content(of: utterance)
    message.append(("id", .string(id)))
    message.append(("timestamp", .string(String(utterance.sentAt))))
    if utterance.answersPrevious, !lastID.isEmpty {
      message.append(("context", ["from": .string(adviser.phone), "id": .string(lastID)]))
    }
    post(message, of: utterance, at: utterance.sentAt)
    if !utterance.byClient, thread.members[utterance.author] == nil { receipts(for: id, at: utterance.sentAt) }
    if let reaction = utterance.reaction {
      var answer = utterance
      answer.byClient.toggle()
      if thread.kind == .group { answer.author = thread.reactor(to: utterance.author) }
      post(
        [
          ("id", .string(nextID())), ("timestamp", .string(String(utterance.sentAt + 41))), ("type", "reaction"),
          ("reaction", ["message_id": .string(id), "emoji": .string(reaction)]),
        ], of: answer, at: utterance.sentAt + 41)
    }
    if let words = utterance.editedTo {
      post(
        [
          ("id", .string(nextID())), ("timestamp", .string(String(utterance.sentAt + 173))), ("type", "edit"),
          (
            "edit",
            [
              "original_message_id": .string(id), "message": ["type": "text", "text": ["body": .string(words)]],
            ]
          ),
        ], of: utterance, at: utterance.sentAt + 173)
    }
    if utterance.isDeleted {
      post(
        [
          ("id", .string(nextID())), ("timestamp", .string(String(utterance.sentAt + 38))), ("type", "revoke"),
          ("revoke", ["original_message_id": .string(id)]),
        ], of: utterance, at: utterance.sentAt + 38)
    }
    lastID = id
  }

  private func content(of utterance: Utterance) -> [(String, JSONValue)] {
    let caption: [(String, JSONValue)] = utterance.text.isEmpty ? [] : [("caption", .string(utterance.text))]
    let media = String(100_000_000_000_000 + counter * 7919 + (Int(phone.suffix(6)) ?? 0) * 1_000_003)
    switch utterance.attachment {
    case .none: return [("type", "text"), ("text", ["body": .string(utterance.text)])]
    case .image(let name):
      return [
        ("type", "image"),
        (
          "image",
          JSONValue(
            caption + [("mime_type", "image/png"), ("id", .string(media)), ("sha256", .string(MediaFiles.claim(name)))])
        ),
      ]
    case .document(let name):
      return [
        ("type", "document"),
        (
          "document",
          JSONValue(
            caption + [
              ("filename", .string(name)), ("mime_type", "application/pdf"), ("id", .string(media)),
              ("sha256", .string(MediaFiles.claim(name))),
            ])
        ),
      ]
    case .voice:
      return [
        ("type", "audio"),
        (
          "audio",
          [
            "mime_type": "audio/ogg; codecs=opus", "id": .string(media), "voice": .bool(true),
            "sha256": .string(MediaFiles.claim(media)),
          ]
        ),
      ]
    case .location:
      return [
        ("type", "location"),
        (
          "location",
          [
            "latitude": .number("51.5079"), "longitude": .number("-0.0877"), "name": "Hall 2, booth 14",
            "address": "Lantern Yard, London",
          ]
        ),
      ]
    }
  }

  private mutating func post(_ message: [(String, JSONValue)], of utterance: Utterance, at second: Int64) {
    var fields = message
    if thread.kind == .group { fields.append(("group_id", .string(thread.phone))) }
    let speaker = utterance.author.isEmpty ? "" : utterance.author
    let member = thread.members[speaker]
    if utterance.byClient || member != nil {
      fields.append(("from", .string(member?.phone ?? phone)))
      emit(
        "messages", "messages", JSONValue(fields), at: second, name: member?.name ?? thread.name,
        from: member?.phone ?? phone)
    } else {
      fields.append(("from", .string(adviser.phone)))
      if thread.kind == .direct { fields.append(("to", .string(phone))) }
      emit("smb_message_echoes", "message_echoes", JSONValue(fields), at: second)
    }
  }

  private mutating func receipts(for id: String, at second: Int64) {
    let steps: [(String, Int64)] = [("sent", 1), ("delivered", 2), ("read", 18 + Int64(counter % 7) * 31)]
    for (status, delay) in steps {
      let fields: [(String, JSONValue)] = [
        ("id", .string(id)), ("status", .string(status)), ("timestamp", .string(String(second + delay))),
        ("recipient_id", .string(phone)),
      ]
      let members = thread.kind == .group && status != "sent" ? thread.members.values.map(\.phone).sorted() : []
      for (index, member) in members.enumerated() {
        let person: [(String, JSONValue)] = [
          ("recipient_type", "group"), ("recipient_participant_id", .string(member)),
        ]
        emit("messages", "statuses", JSONValue(fields + person), at: second + delay + Int64(index * 5))
      }
      if members.isEmpty {
        let group: [(String, JSONValue)] = thread.kind == .group ? [("recipient_type", "group")] : []
        emit("messages", "statuses", JSONValue(fields + group), at: second + delay)
      }
    }
  }

  private mutating func emit(
    _ field: String, _ list: String, _ item: JSONValue, at second: Int64, name: String? = nil, from: String? = nil
  ) {
    var value: [(String, JSONValue)] = [
      ("messaging_product", "whatsapp"),
      (
        "metadata",
        ["display_phone_number": .string(adviser.phone), "phone_number_id": .string(adviser.account)]
      ),
      (list, .array([item])),
    ]
    if let name, let from {
      value.append(("contacts", [["profile": ["name": .string(name)], "wa_id": .string(from)]]))
    }
    payloads.append(
      (
        second,
        [
          "object": "whatsapp_business_account",
          "entry": [
            [
              "id": "102290129340398",
              "changes": [["field": .string(field), "value": JSONValue(value)]],
            ]
          ],
        ]
      ))
  }

  private mutating func nextID() -> String {
    counter += 1
    let digits = String(counter, radix: 16, uppercase: true)
    let inner =
      "3EB0" + String(repeating: "0", count: 8 - digits.count) + digits + String(adviser.account.suffix(4))
      + thread.phone.suffix(4)
    return "wamid.HBg" + Base64.encode(Array((thread.phone + inner).utf8))
  }
}
