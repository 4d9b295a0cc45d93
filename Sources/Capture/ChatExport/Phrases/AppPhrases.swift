/// Looks words up among the lines that WhatsApp writes.
enum AppPhrases {
  /// Longer texts are never looked up: the longest notice has about 400 bytes, in Indian scripts 700.
  static let longest = 1000

  /// The meaning of a whole body; nil when it is not one of the known lines.
  ///
  /// Where the app marks its lines, what follows a call's name is free; unmarked, “Missed call from Ann?” is a person's.
  static func whole(_ bytes: ArraySlice<UInt8>, marked: Bool) -> AppLine? {
    guard bytes.count <= 200, !bytes.isEmpty else { return nil }
    let folded = PhraseFold.fold(bytes)
    if let known = exact[folded] { return known }
    if let omitted = bracketed(folded) { return omitted }
    guard let first = folded.first else { return nil }
    for (phrase, line) in calls[first] ?? [] where folded.starts(with: phrase) {
      if marked || folded.count == phrase.count { return line }
      let next = folded[phrase.count]
      if line != .call("voice"), line != .call("video"), next == 0x2E || next == 0x2C { return line }
    }
    return nil
  }

  /// The meaning of a notice that carries names in it, such as who joined.
  static func notice(_ bytes: ArraySlice<UInt8>) -> AppLine? {
    if let known = whole(bytes, marked: true) { return known }
    let folded = PhraseFold.fold(bytes.prefix(longest))
    for (needle, line) in notices where contains(folded, needle) { return line }
    return saysEncrypted(folded) ? .system("encryption") : nil
  }

  /// Whether a bracketed or parenthesised word says that a file is attached.
  static func saysAttached(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.count <= 96 else { return false }
    let folded = PhraseFold.fold(bytes)
    // A word of another script may stand with endings; an English one may stand in anybody's remark.
    return attachedWords.contains(folded) || attachedStems.contains { contains(folded, $0) }
  }

  /// Whether a bracketed ending says that the message was edited.
  static func saysEdited(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.count <= 128 else { return false }
    return editedWords.contains(PhraseFold.fold(bytes))
  }

  // MARK: Rules beside the lists

  /// `<… omitted>` with a word for the thing that no list has.
  private static func bracketed(_ folded: [UInt8]) -> AppLine? {
    guard folded.count > 4, folded.count <= 96, folded.first == 0x3C, folded.last == 0x3E else { return nil }
    let inside = folded[1..<(folded.count - 1)]
    if case .omitted(let kind)? = exact[PhraseFold.fold(inside)] { return .omitted(kind) }
    guard !inside.contains(0x3C), !inside.contains(0x0A) else { return nil }
    return omittedEndings.contains { ends(inside, in: $0) } ? .omitted(nil) : nil
  }

  private static func ends(_ text: ArraySlice<UInt8>, in ending: [UInt8]) -> Bool {
    guard text.count > ending.count, text.suffix(ending.count).elementsEqual(ending) else { return false }
    // Where words are parted by spaces, the ending is a word.
    return ending.first.map { $0 >= 0xE0 } == true || text[text.endIndex - ending.count - 1] == 0x20
  }

  /// A notice that names the app and a word for encryption, in whatever sentence.
  private static func saysEncrypted(_ folded: [UInt8]) -> Bool {
    appNames.contains { contains(folded, $0) } && encryptionStems.contains { contains(folded, $0) }
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

  // MARK: Tables

  private static func folded(_ text: String) -> [UInt8] { PhraseFold.fold(ArraySlice(text.utf8)) }

  private static let exact: [[UInt8]: AppLine] = {
    var table: [[UInt8]: AppLine] = [:]
    func add(_ phrases: [String], _ line: AppLine) { for phrase in phrases { table[folded(phrase)] = line } }
    add(AppPhraseTables.mediaOmitted, .omitted(nil))
    for (kind, phrases) in AppPhraseTables.kindOmitted { add(phrases, .omitted(kind)) }
    add(AppPhraseTables.deletedByOwner, .deleted(byOwner: true))
    // Words that mean the one in one language and the other in another do not tell whose phone it was.
    add(AppPhraseTables.deleted, .deleted(byOwner: false))
    add(AppPhraseTables.liveLocation, .liveLocation)
    add(AppPhraseTables.waiting, .waiting)
    add(AppPhraseTables.viewOnce, .viewOnce)
    return table
  }()

  /// The last words of what is written for files that are not there: `omitted`, `weggelassen`, `已省略`.
  private static let omittedEndings: Set<[UInt8]> = {
    let phrases = AppPhraseTables.mediaOmitted + AppPhraseTables.kindOmitted.flatMap(\.1)
    return Set(
      phrases.compactMap { phrase in
        let words = folded(phrase).split(separator: 0x20)
        guard words.count > 1, let last = words.last, last.count >= 4 else { return nil }
        return Array(last)
      } + AppPhraseTables.omittedEndings.map(folded))
  }()

  /// By their first byte, since every line of an Android export is asked about.
  private static let calls: [UInt8: [([UInt8], AppLine)]] = {
    let all = AppPhraseTables.calls.flatMap { kind, phrases in phrases.map { (folded($0), AppLine.call(kind)) } }
    return Dictionary(grouping: all) { $0.0.first ?? 0 }
  }()

  private static let notices: [([UInt8], AppLine)] =
    AppPhraseTables.startedCalls.flatMap { kind, phrases in phrases.map { (folded($0), AppLine.call(kind)) } }
    + AppPhraseTables.system.flatMap { name, phrases in phrases.map { (folded($0), AppLine.system(name)) } }
    + AppPhraseTables.group.flatMap { action, phrases in phrases.map { (folded($0), AppLine.group(action)) } }

  private static let appNames = AppPhraseTables.appNames.map(folded)
  private static let encryptionStems = AppPhraseTables.encryptionStems.map(folded)
  private static let attachedWords = Set(AppPhraseTables.attached.map(folded))
  private static let attachedStems = AppPhraseTables.attached.map(folded).filter { $0.allSatisfy { $0 >= 0x80 } }
  private static let editedWords = Set(AppPhraseTables.edited.map(folded))
}
