import Records

/// Writes what a WASenderApi session would have posted for a conversation, its duplicates and outages included.
struct WasenderPayloads {
  private let adviser: Adviser
  private let thread: SampleThread
  private var counter = 0
  private(set) var payloads: [MetaPayloads.Timed] = []
  private var lastID = ""

  init(adviser: Adviser, thread: SampleThread) {
    self.adviser = adviser
    self.thread = thread
    if thread.kind == .group { announceGroup() }
  }

  /// The session drops and comes back.
  static func outage(of adviser: Adviser, from start: Int64, until end: Int64) -> [MetaPayloads.Timed] {
    [(start, "disconnected"), (end, "connected")].map { second, status in
      (
        second,
        [
          "event": "session.status", "timestamp": .number(String(second * 1000)),
          "sessionId": .string(adviser.account), "data": ["status": .string(status)],
        ]
      )
    }
  }

  /// Everything that one utterance makes the gateway post.
  mutating func add(_ utterance: Utterance) {
    counter += 1
    let id = identifier(counter)
    var message: JSONValue
    switch utterance.attachment {
    case .none:
      if utterance.answersPrevious, !lastID.isEmpty {
        message = [
          "extendedTextMessage": [
            "text": .string(utterance.text), "contextInfo": ["stanzaId": .string(lastID)],
          ]
        ]
      } else {
        message = ["conversation": .string(utterance.text)]
      }
    case .image(let name):
      message = ["imageMessage": media("image/png", name: nil, claim: name, caption: utterance.text, size: 48_211)]
    case .document(let name):
      message = [
        "documentMessage": media("application/pdf", name: name, claim: name, caption: utterance.text, size: 20_480)
      ]
    case .voice(let seconds):
      message = [
        "audioMessage": [
          "mimetype": "audio/ogg; codecs=opus", "seconds": .number(String(seconds)), "ptt": .bool(true),
          "fileSha256": .string(MediaFiles.claim(id)),
        ]
      ]
    case .location:
      message = [
        "locationMessage": ["degreesLatitude": .number("22.2812"), "degreesLongitude": .number("114.1588")]
      ]
    }
    post(key(id, utterance), message, text: utterance.text, utterance, at: utterance.sentAt)
    if !utterance.byClient, thread.members[utterance.author] == nil {
      for (status, delay) in [("3", Int64(2)), ("4", Int64(25 + counter % 5 * 40))] {
        event(
          "messages.update",
          [["key": key(id, utterance), "update": ["status": .number(status)]]], at: utterance.sentAt + delay)
      }
    }
    if let reaction = utterance.reaction {
      var answer = utterance
      answer.byClient.toggle()
      if thread.kind == .group { answer.author = thread.reactor(to: utterance.author) }
      event(
        "messages.reaction",
        [
          [
            "key": key(id, utterance),
            "reaction": [
              "text": .string(reaction), "key": key(identifier(counter) + "R", answer),
              "senderTimestampMs": .number(String((utterance.sentAt + 33) * 1000)),
            ],
          ]
        ], at: utterance.sentAt + 33)
    }
    if let words = utterance.editedTo {
      let inner: JSONValue = [
        "protocolMessage": [
          "key": ["id": .string(id)], "type": "MESSAGE_EDIT", "editedMessage": ["conversation": .string(words)],
          "timestampMs": .number(String((utterance.sentAt + 120) * 1000)),
        ]
      ]
      post(key(id + "E", utterance), inner, text: "", utterance, at: utterance.sentAt + 120)
    }
    if utterance.isDeleted {
      let inner: JSONValue = ["protocolMessage": ["key": ["id": .string(id)], "type": .number("0")]]
      post(key(id + "D", utterance), inner, text: "", utterance, at: utterance.sentAt + 44)
    }
    lastID = id
  }

  private func media(_ type: String, name: String?, claim: String, caption: String, size: Int) -> JSONValue {
    var fields: [(String, JSONValue)] = [
      ("mimetype", .string(type)), ("fileSha256", .string(MediaFiles.claim(claim))),
      ("fileLength", .string(String(size))),
    ]
    if let name { fields.append(("fileName", .string(name))) }
    if !caption.isEmpty { fields.append(("caption", .string(caption))) }
    return JSONValue(fields)
  }

  private func key(_ id: String, _ utterance: Utterance) -> JSONValue {
    let member = thread.members[utterance.author]
    let fromMe = !utterance.byClient && member == nil
    var fields: [(String, JSONValue)] = [("id", .string(id)), ("fromMe", .bool(fromMe))]
    if thread.kind == .group {
      fields.append(("remoteJid", .string(thread.phone + "@g.us")))
      if let member {
        fields.append(("participant", .string(member.phone + "@s.whatsapp.net")))
        fields.append(("cleanedParticipantPn", .string(member.phone)))
      }
    } else {
      fields.append(("remoteJid", .string(thread.phone + "@s.whatsapp.net")))
      if !fromMe { fields.append(("cleanedSenderPn", .string(thread.phone))) }
    }
    return JSONValue(fields)
  }

  private mutating func post(
    _ key: JSONValue, _ message: JSONValue, text: String, _ utterance: Utterance, at second: Int64
  ) {
    let member = thread.members[utterance.author]
    var fields: [(String, JSONValue)] = [
      ("key", key), ("message", message), ("messageTimestamp", .number(String(second))),
    ]
    if !text.isEmpty { fields.append(("messageBody", .string(text))) }
    let fromMe = !utterance.byClient && member == nil
    if !fromMe { fields.append(("pushName", .string(member?.name ?? thread.name))) }
    event(fromMe ? "messages.upsert" : "messages.received", ["messages": JSONValue(fields)], at: second)
    // The gateway repeats some messages under a second event name; they are one message.
    if !fromMe, counter % 9 == 0 { event("messages.upsert", ["messages": .array([JSONValue(fields)])], at: second) }
  }

  private mutating func announceGroup() {
    let members = thread.members.values.map(\.phone).sorted()
    event(
      "groups.upsert",
      [
        [
          "id": .string(thread.phone + "@g.us"), "subject": .string(thread.name),
          "creation": .number(String(OfficeCalendar.firstDay * 86_400)),
          "participants": .array(members.map { ["id": .string($0 + "@s.whatsapp.net")] }),
        ]
      ], at: Int64(OfficeCalendar.firstDay) * 86_400)
    event(
      "group-participants.update",
      [
        "id": .string(thread.phone + "@g.us"), "action": "add",
        "participants": .array([.string((members.last ?? "") + "@s.whatsapp.net")]),
      ], at: Int64(OfficeCalendar.firstDay) * 86_400 + 900)
  }

  private mutating func event(_ name: String, _ data: JSONValue, at second: Int64) {
    payloads.append(
      (
        second,
        [
          "event": .string(name), "timestamp": .number(String(second * 1000)), "sessionId": .string(adviser.account),
          "data": data,
        ]
      ))
  }

  private func identifier(_ number: Int) -> String {
    let digits = String(number, radix: 16, uppercase: true)
    return "3A" + String(repeating: "0", count: 10 - digits.count) + digits + thread.phone.suffix(8)
  }
}
