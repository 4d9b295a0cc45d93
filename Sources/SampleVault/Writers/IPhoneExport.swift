import Records

/// Writes chat exports as an iPhone does: a zip of `_chat.txt` and its attachments.
struct IPhoneExport {
  private var zip = ZipFile()
  private var lines: [String] = []
  private var number = 0
  private let isGerman: Bool

  private init(isGerman: Bool) { self.isGerman = isGerman }

  /// A conversation with one person, in English.
  static func direct(_ thread: SampleThread, owner: String, _ utterances: [Utterance]) -> [UInt8] {
    var export = IPhoneExport(isGerman: false)
    export.add(
      at: (utterances.first?.sentAt ?? 60) - 60,
      "\(thread.name): \u{200E}Messages and calls are end-to-end encrypted. No one outside of this chat, not even "
        + "WhatsApp, can read or listen to them.")
    for utterance in utterances { export.add(utterance, author: utterance.byClient ? thread.name : owner) }
    return export.bytes
  }

  /// A group, in German, from lines `2024-05-14 09:12 Name: text`; what WhatsApp itself wrote stands without a name.
  static func group(_ thread: SampleThread, _ text: String) -> [UInt8] {
    var export = IPhoneExport(isGerman: true)
    var last: Int64 = 0
    for line in text.split(separator: "\n") {
      let instant = Instant(rfc3339: "\(line.prefix(10))T\(line.dropFirst(11).prefix(5)):00Z")
      last = max(last + 7, instant?.seconds ?? 0)
      let rest = String(line.dropFirst(17))
      guard let colon = rest.firstIndex(of: ":"), rest[colon...].hasPrefix(": ") else {
        export.add(at: last, "\(thread.name): \u{200E}\(rest)")
        continue
      }
      let said = Script.parse("<" + rest[rest.index(after: colon)...], at: last)
      export.add(said, author: String(rest[..<colon]))
    }
    return export.bytes
  }

  private var bytes: [UInt8] {
    var zip = zip
    zip.add("_chat.txt", Array((lines.joined(separator: "\r\n") + "\r\n").utf8))
    return zip.bytes
  }

  private mutating func add(_ utterance: Utterance, author: String) {
    let edited = isGerman ? "Diese Nachricht wurde bearbeitet" : "This message was edited"
    let deleted = isGerman ? "Diese Nachricht wurde gelöscht." : "This message was deleted."
    var body = utterance.editedTo.map { $0 + " \u{200E}<\(edited)>" } ?? utterance.text
    if utterance.isDeleted { body = "\u{200E}" + deleted }
    if let file = attach(utterance) {
      let mark = "\u{200E}<\(isGerman ? "Anhang" : "attached"): \(file)>"
      if case .document(let name) = utterance.attachment { body = "\(name) • 1 \(isGerman ? "Seite" : "page")" }
      body = body.isEmpty ? mark : body + " " + mark
    }
    add(at: utterance.sentAt, "\(author): \(body)", isMarked: utterance.attachment.isFile)
  }

  /// Puts the file into the archive; its name, or nil where nothing is attached.
  private mutating func attach(_ utterance: Utterance) -> String? {
    let content: [UInt8]
    let name: (Int) -> String
    switch utterance.attachment {
    case .none, .location: return nil
    case .image(let title):
      content = MediaFiles.png(title)
      name = { IPhoneExport.fileName($0, "PHOTO", utterance.sentAt, "png") }
    case .document(let title):
      content = MediaFiles.pdf(title)
      name = { IPhoneExport.padded($0, 8) + "-" + title }
    case .voice(let seconds):
      content = OpusFile.silence(seconds: seconds, serial: UInt32(truncatingIfNeeded: utterance.sentAt))
      name = { IPhoneExport.fileName($0, "AUDIO", utterance.sentAt, "opus") }
    }
    number += 1
    zip.add(name(number), content)
    return name(number)
  }

  private mutating func add(at second: Int64, _ text: String, isMarked: Bool = false) {
    let time = CivilTime(Instant(seconds: second))
    let day = Self.padded(time.date.day, 2)
    let month = Self.padded(time.date.month, 2)
    let date = isGerman ? "\(day).\(month).\(time.date.year % 100)" : "\(day)/\(month)/\(time.date.year)"
    lines.append("\(isMarked ? "\u{200E}" : "")[\(date), \(time.clock)] \(text)")
  }

  private static func fileName(_ number: Int, _ what: String, _ second: Int64, _ ending: String) -> String {
    let time = CivilTime(Instant(seconds: second))
    let clock = String(time.clock.map { $0 == ":" ? "-" : $0 })
    return "\(padded(number, 8))-\(what)-\(time.date)-\(clock).\(ending)"
  }

  private static func padded(_ value: Int, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }
}
