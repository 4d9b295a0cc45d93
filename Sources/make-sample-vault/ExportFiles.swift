import Records

/// Writes chat exports as WhatsApp's *Export chat* does.
enum ExportFiles {
  /// An iPhone's zip: `_chat.txt` with its attachments.
  static func iPhone(_ thread: Thread, owner: String, _ utterances: [Utterance]) -> [UInt8] {
    var zip = ZipFile()
    var lines = [
      stamp(utterances[0].sentAt - 60, brackets: true)
        + "\(thread.name): \u{200E}Messages and calls are end-to-end encrypted. No one outside of this chat, not even WhatsApp, can read or listen to them."
    ]
    var number = 0
    for utterance in utterances {
      let author = utterance.byClient ? thread.name : owner
      var body = utterance.editedTo.map { $0 + " \u{200E}<This message was edited>" } ?? utterance.text
      var prefix = ""
      if utterance.isDeleted { body = "\u{200E}This message was deleted." }
      if case .image(let name) = utterance.attachment {
        number += 1
        let file = fileName(number, "PHOTO", utterance.sentAt, "png")
        zip.add(file, MediaFiles.png(name))
        prefix = "\u{200E}"
        body = (utterance.text.isEmpty ? "" : utterance.text + " ") + "\u{200E}<attached: \(file)>"
      }
      if case .document(let name) = utterance.attachment {
        number += 1
        let file = padded(number, 8) + "-" + name
        zip.add(file, MediaFiles.pdf(name))
        prefix = "\u{200E}"
        body = "\(name) • 1 page \u{200E}<attached: \(file)>"
      }
      if case .voice(let seconds) = utterance.attachment {
        number += 1
        let file = fileName(number, "AUDIO", utterance.sentAt, "opus")
        zip.add(file, MediaFiles.opus("voice \(seconds) \(number)"))
        prefix = "\u{200E}"
        body = "\u{200E}<attached: \(file)>"
      }
      lines.append(prefix + stamp(utterance.sentAt, brackets: true) + "\(author): \(body)")
    }
    zip.add("_chat.txt", Array((lines.joined(separator: "\r\n") + "\r\n").utf8))
    return zip.bytes
  }

  /// An Android phone's text file without media, in English or German.
  static func android(_ lines: String, german: Bool) -> [UInt8] {
    var output: [String] = []
    for line in lines.split(separator: "\n") {
      // `2024-05-14 09:12 Name: text`, or without a name for what WhatsApp wrote.
      let date = line.prefix(10)
      let time = line.dropFirst(11).prefix(5)
      let rest = line.dropFirst(17)
      let year = date.prefix(4)
      let month = date.dropFirst(5).prefix(2)
      let day = date.dropFirst(8)
      output.append(
        german ? "\(day).\(month).\(year.suffix(2)), \(time) - \(rest)" : "\(day)/\(month)/\(year), \(time) - \(rest)")
    }
    return Array((output.joined(separator: "\n") + "\n").utf8)
  }

  private static func fileName(_ number: Int, _ what: String, _ second: Int64, _ ending: String) -> String {
    let time = CivilTime(Instant(seconds: second))
    let clock = String(time.clock.map { $0 == ":" ? "-" : $0 })
    return "\(padded(number, 8))-\(what)-\(time.date)-\(clock).\(ending)"
  }

  private static func stamp(_ second: Int64, brackets: Bool) -> String {
    let time = CivilTime(Instant(seconds: second))
    let date = "\(padded(time.date.day, 2))/\(padded(time.date.month, 2))/\(time.date.year)"
    return "[\(date), \(time.clock)] "
  }

  private static func padded(_ value: Int, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }
}
