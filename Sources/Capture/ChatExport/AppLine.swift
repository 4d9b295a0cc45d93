import Records

/// What WhatsApp itself wrote in the place of, or around, what people wrote.
enum AppLine: Hashable, Sendable {
  /// A file was sent and is not in the export; the kind where the words say it.
  case omitted(String?)
  /// The message was deleted before the export; true when by the exporting phone's owner.
  case deleted(byOwner: Bool)
  /// A view-once message.
  case viewOnce
  /// A call: `missed`, `voice`, `video` …
  case call(String)
  case liveLocation
  /// The message had not been decrypted on the exporting phone.
  case waiting
  /// The group's history: the action as `GroupChange` names it.
  case group(String)
  /// Any other notice, with a short name: `encryption`, `security-code`, `business` …
  case system(String)
}

/// Looks words up among the lines that WhatsApp writes.
enum AppPhrases {
  /// Longer texts are never looked up: the longest notice has about 400 bytes.
  static let longest = 700

  /// The meaning of a whole body; nil when it is not one of the known lines.
  ///
  /// Where the app marks its lines, what follows a call's name is free; unmarked, “Missed call from Ann?” is a person's.
  static func whole(_ bytes: ArraySlice<UInt8>, marked: Bool) -> AppLine? {
    guard bytes.count <= 160, !bytes.isEmpty else { return nil }
    let folded = fold(bytes)
    if let known = exact[folded] { return known }
    for (phrase, line) in calls where folded.starts(with: phrase) {
      if marked || folded.count == phrase.count { return line }
      let next = folded[phrase.count]
      if line != .call("voice"), line != .call("video"), next == 0x2E || next == 0x2C { return line }
    }
    return nil
  }

  /// The meaning of a notice that carries names in it, such as who joined.
  static func notice(_ bytes: ArraySlice<UInt8>) -> AppLine? {
    if let known = whole(bytes, marked: true) { return known }
    let folded = fold(bytes.prefix(longest))
    for (needle, line) in notices where contains(folded, needle) { return line }
    return nil
  }

  /// Whether a bracketed or parenthesised word says that a file is attached.
  static func saysAttached(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.count <= 64 else { return false }
    return attachedWords.contains(fold(bytes))
  }

  /// Whether a bracketed ending says that the message was edited.
  static func saysEdited(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.count <= 96 else { return false }
    return editedWords.contains(fold(bytes))
  }

  /// Without invisible marks, ASCII letters in lower case, no full stop or space at the ends.
  static func fold(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var out = withoutComposites(ChatMarks.stripped(bytes))
    for index in out.indices where (0x41...0x5A).contains(out[index]) { out[index] |= 0x20 }
    while let last = out.last, last == 0x2E || last == 0x20 { out.removeLast() }
    while out.last == 0x82, out.suffix(3) == [0xE3, 0x80, 0x82] { out.removeLast(3) }
    let lead = out.prefix { $0 == 0x20 }.count
    if lead > 0 { out.removeFirst(lead) }
    return out
  }

  /// Devanagari letters with a dot come as one character or as two: as two, as Unicode normalises them.
  private static func withoutComposites(_ bytes: [UInt8]) -> [UInt8] {
    let bases: [UInt8] = [0x95, 0x96, 0x97, 0x9C, 0xA1, 0xA2, 0xAB, 0xAF]
    guard bytes.contains(0xA5) else { return bytes }
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count + 12)
    var index = 0
    while index < bytes.count {
      if index + 2 < bytes.count, bytes[index] == 0xE0, bytes[index + 1] == 0xA5,
        (0x98...0x9F).contains(bytes[index + 2])
      {
        out += [0xE0, 0xA4, bases[Int(bytes[index + 2]) - 0x98], 0xE0, 0xA4, 0xBC]
        index += 3
      } else {
        out.append(bytes[index])
        index += 1
      }
    }
    return out
  }

  private static func contains(_ hay: [UInt8], _ needle: [UInt8]) -> Bool {
    guard let first = needle.first, needle.count <= hay.count else { return false }
    var index = 0
    let last = hay.count - needle.count
    while index <= last {
      if hay[index] == first {
        var offset = 1
        while offset < needle.count, hay[index + offset] == needle[offset] { offset += 1 }
        if offset == needle.count { return true }
      }
      index += 1
    }
    return false
  }

  private static func folded(_ text: String) -> [UInt8] { fold(ArraySlice(text.utf8)) }

  private static let exact: [[UInt8]: AppLine] = {
    var table: [[UInt8]: AppLine] = [:]
    func add(_ phrases: [String], _ line: AppLine) { for phrase in phrases { table[folded(phrase)] = line } }
    add(AppPhraseTables.mediaOmitted.map { "<\($0)>" }, .omitted(nil))
    add(AppPhraseTables.mediaOmitted, .omitted(nil))
    for (kind, phrases) in AppPhraseTables.kindOmitted { add(phrases, .omitted(kind)) }
    add(AppPhraseTables.deleted, .deleted(byOwner: false))
    add(AppPhraseTables.deletedByOwner, .deleted(byOwner: true))
    add(AppPhraseTables.liveLocation, .liveLocation)
    add(AppPhraseTables.waiting, .waiting)
    add(AppPhraseTables.viewOnce, .viewOnce)
    return table
  }()

  private static let calls: [([UInt8], AppLine)] = AppPhraseTables.calls.flatMap { kind, phrases in
    phrases.map { (folded($0), AppLine.call(kind)) }
  }

  private static let notices: [([UInt8], AppLine)] =
    AppPhraseTables.system.flatMap { name, phrases in phrases.map { (folded($0), AppLine.system(name)) } }
    + AppPhraseTables.group.flatMap { action, phrases in phrases.map { (folded($0), AppLine.group(action)) } }

  private static let attachedWords = Set(AppPhraseTables.attached.map(folded))
  private static let editedWords = Set(AppPhraseTables.edited.map(folded))
}
