import Records

/// Tells people's words from the app's, entry by entry.
///
/// On iOS the app marks its own words with U+200E (U+200F in right-to-left languages), which settles it whatever the
/// language. On Android nothing does: known words are taken for the app's, and the event says so.
struct ChatLineReader {
  private let bytes: [UInt8]
  private let isStrict: Bool
  private let names: ChatNames

  /// Creates a reader; `names` are the labels known so far that have a colon in them.
  init(_ transcript: ChatTranscript, title: String?) {
    bytes = transcript.bytes
    isStrict = transcript.isBracketed && transcript.isMarked
    names = ChatNames(transcript, title: title)
  }

  /// Reads one entry.
  func read(_ entry: ChatEntry) -> ChatLine {
    guard let found = author(of: entry) else { return notice(entry) }
    var line = body(from: found.body, to: max(found.body, entry.textEnd), lineMarked: entry.lineMarked)
    line.label = found.label
    return line
  }

  // MARK: Authors

  private func author(of entry: ChatEntry) -> AuthorScanner.Found? {
    let end = entry.firstLineEnd
    if ChatMarks.isAppMark(in: bytes, at: entry.rest, end: end),
      AppPhrases.notice(bytes[entry.rest..<end]) != nil
    {
      return nil
    }
    if let known = names.longest(in: bytes, from: entry.rest, to: end) { return known }
    if entry.lineMarked, let marked = AuthorScanner.authorBeforeMark(bytes, from: entry.rest, to: end) { return marked }
    guard let found = AuthorScanner.author(bytes, from: entry.rest, to: end) else { return nil }
    // “You changed the subject to "a: b"”: the colon stands inside the quoted name.
    if hasOpenQuote(found.label), case .group? = AppPhrases.notice(bytes[entry.rest..<entry.textEnd]) { return nil }
    return found
  }

  private func hasOpenQuote(_ range: Range<Int>) -> Bool {
    var straight = 0
    var open = 0
    for scalar in String(decoding: bytes[range], as: UTF8.self).unicodeScalars {
      switch scalar {
      case "\"": straight += 1
      case "“", "„", "«": open += 1
      case "”", "»": open -= 1
      default: break
      }
    }
    return straight % 2 == 1 || open > 0
  }

  // MARK: Notices

  private func notice(_ entry: ChatEntry) -> ChatLine {
    let text = entry.rest..<max(entry.rest, entry.textEnd)
    let marked = ChatMarks.isAppMark(in: bytes, at: entry.rest, end: entry.textEnd)
    return ChatLine(
      label: nil, text: text, meaning: meaning(ofNotice: AppPhrases.notice(bytes[text])), isMarked: marked)
  }

  private func meaning(ofNotice line: AppLine?) -> ChatLine.Meaning {
    switch line {
    case .group(let action): return .group(action)
    case .system(let name): return .system(name)
    case .call(let kind): return .call(kind)
    default: return .system("unclassified")
    }
  }

  // MARK: Bodies

  private func body(from start: Int, to end: Int, lineMarked: Bool) -> ChatLine {
    var text = trimmed(start..<end)
    // Off iOS a mark says nothing: texts pasted from elsewhere carry it.
    let marked = isStrict && startsMarked(start, end)
    if text.isEmpty { return ChatLine(text: text, meaning: .empty, isMarked: false) }
    var edited = false
    var imitates = isStrict && !marked && AppPhrases.whole(bytes[text], marked: false) != nil
    if let mark = editMark(text) {
      if mark.isMarked || !isStrict {
        text = mark.before
        edited = true
      } else {
        imitates = true
      }
    }
    if let media = markedMedia(text, lineMarked: lineMarked) { return media }
    if let line = marked ? markedLine(text, lineMarked: lineMarked) : unmarkedLine(text) { return line }
    if marked, !edited { return ChatLine(text: text, meaning: .unknownAppText, isMarked: true) }
    return ChatLine(
      text: text, meaning: edited ? .edited : isVenue(text) ? .location : .text, isMarked: false,
      imitatesApp: imitates)
  }

  /// Whether the text begins with the app's mark.
  private func startsMarked(_ start: Int, _ end: Int) -> Bool {
    var at = start
    while at + 2 < end, bytes[at] == 0xEF, bytes[at + 1] == 0xBB, bytes[at + 2] == 0xBF { at += 3 }
    return ChatMarks.isAppMark(in: bytes, at: at, end: end)
  }

  /// Without byte order marks and the app's marks at the beginning, and without spaces at the end.
  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var low = range.lowerBound
    var high = range.upperBound
    while low < high {
      if ChatMarks.isAppMark(in: bytes, at: low, end: high) {
        low += 3
      } else if low + 2 < high, bytes[low] == 0xEF, bytes[low + 1] == 0xBB, bytes[low + 2] == 0xBF {
        low += 3
      } else {
        break
      }
    }
    while high > low, bytes[high - 1] == 0x20 || bytes[high - 1] == 0x09 { high -= 1 }
    return low..<high
  }

  /// `‎<This message was edited>` at the end: what stands before it, and whether the app marked it.
  private func editMark(_ range: Range<Int>) -> (before: Range<Int>, isMarked: Bool)? {
    var high = range.upperBound
    if high > range.lowerBound, bytes[high - 1] == 0x2E { high -= 1 }
    guard high > range.lowerBound, bytes[high - 1] == 0x3E,
      let open = lastIndex(of: 0x3C, in: max(range.lowerBound, high - 120)..<high),
      AppPhrases.saysEdited(bytes[(open + 1)..<(high - 1)])
    else { return nil }
    let isMarked = open >= range.lowerBound + 3 && ChatMarks.isAppMark(in: bytes, at: open - 3, end: high)
    var end = open
    while end >= range.lowerBound + 3, ChatMarks.isAppMark(in: bytes, at: end - 3, end: end) { end -= 3 }
    while end > range.lowerBound, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x0A { end -= 1 }
    return (range.lowerBound..<end, isMarked)
  }

  /// `…‎image omitted`, `…‎<attached: name>`: the app's part stands after its last mark.
  private func markedMedia(_ range: Range<Int>, lineMarked: Bool) -> ChatLine? {
    // The mark before the whole body was trimmed away: the whole is then the app's part.
    var candidates = [range.lowerBound]
    if let mark = lastMark(in: range) { candidates.append(mark + 3) }
    if let mark = lastMark(in: range), let earlier = lastMark(in: range.lowerBound..<mark) {
      // `<attached: ‎name>` has one more mark inside.
      candidates.append(earlier + 3)
    }
    for start in candidates.reversed() {
      let marked = start > range.lowerBound || startsMarkedBefore(range.lowerBound)
      guard marked || !isStrict else { continue }
      let part = trimmed(start..<range.upperBound)
      let caption = range.lowerBound..<max(range.lowerBound, start - 3)
      if let name = attachedName(part, sure: marked) {
        return ChatLine(
          text: start > range.lowerBound ? trimmed(caption) : range.upperBound..<range.upperBound,
          meaning: .media(fileName: name, kind: nil), isMarked: marked)
      }
      if start > range.lowerBound, case .omitted(let kind)? = AppPhrases.whole(bytes[part], marked: true) {
        return ChatLine(
          text: trimmed(caption), meaning: .media(fileName: nil, kind: kind), isMarked: marked)
      }
    }
    // In whatever language: a file belongs to a line that is marked itself, and the app's part follows the last mark.
    if isStrict, lineMarked, let mark = lastMark(in: range), mark > range.lowerBound, mark + 3 < range.upperBound,
      bytes[mark + 3] != 0x3C, range.upperBound - mark <= 120
    {
      let caption = trimmed(range.lowerBound..<mark)
      let title = String(decoding: ChatMarks.stripped(bytes[caption]), as: UTF8.self)
      let isDocument = title.range(ofText: " • ") != nil || MediaNames.mimeType(title) != nil
      return ChatLine(
        text: caption, meaning: .media(fileName: nil, kind: isDocument ? "document" : nil), isMarked: true)
    }
    return nil
  }

  private func startsMarkedBefore(_ index: Int) -> Bool {
    index >= 3 && ChatMarks.isAppMark(in: bytes, at: index - 3, end: index)
  }

  /// The name in `<attached: name>`; any word will do where the app marked it.
  private func attachedName(_ range: Range<Int>, sure: Bool) -> String? {
    guard range.count > 4, range.count < 1200, bytes[range.lowerBound] == 0x3C, bytes[range.upperBound - 1] == 0x3E
    else { return nil }
    return AttachedName.read(bytes[(range.lowerBound + 1)..<(range.upperBound - 1)], sure: sure)
  }

  /// A body that the app wrote as a whole.
  private func markedLine(_ range: Range<Int>, lineMarked: Bool) -> ChatLine? {
    if isPoll(range) { return ChatLine(text: range, meaning: .poll, isMarked: true) }
    if let known = AppPhrases.whole(bytes[range], marked: true) ?? AppPhrases.notice(bytes[range]) {
      return line(known, range, isMarked: true)
    }
    if isMap(range) { return ChatLine(text: range, meaning: .location, isMarked: true) }
    // iOS marks the line itself only where a file belongs to it, whatever the language.
    if lineMarked {
      return ChatLine(text: range, meaning: .media(fileName: nil, kind: nil), isMarked: true)
    }
    return androidAttachment(range)
  }

  /// A body without a mark: a person's on iOS; on Android it may be the app's.
  private func unmarkedLine(_ range: Range<Int>) -> ChatLine? {
    if isStrict { return nil }
    if let attachment = androidAttachment(range) { return attachment }
    let first = firstLine(range)
    if let known = AppPhrases.whole(bytes[first], marked: false) {
      if case .omitted(let kind) = known {
        let caption = min(first.upperBound + 1, range.upperBound)..<range.upperBound
        return ChatLine(text: caption, meaning: .media(fileName: nil, kind: kind), isMarked: false)
      }
      if first == range { return line(known, range, isMarked: false) }
    }
    if range.count == 4, bytes[range].elementsEqual("null".utf8) {
      return ChatLine(text: range, meaning: .viewOnce, isMarked: false)
    }
    if isPoll(range) { return ChatLine(text: range, meaning: .poll, isMarked: false) }
    if first == range, isMap(range) { return ChatLine(text: range, meaning: .location, isMarked: false) }
    return nil
  }

  private func line(_ known: AppLine, _ range: Range<Int>, isMarked: Bool) -> ChatLine {
    let nothing = range.upperBound..<range.upperBound
    switch known {
    case .omitted(let kind):
      return ChatLine(text: nothing, meaning: .media(fileName: nil, kind: kind), isMarked: isMarked)
    case .deleted(let byOwner): return ChatLine(text: range, meaning: .deleted(byOwner: byOwner), isMarked: isMarked)
    case .viewOnce: return ChatLine(text: range, meaning: .viewOnce, isMarked: isMarked)
    case .call(let kind): return ChatLine(text: range, meaning: .call(kind), isMarked: isMarked)
    case .liveLocation: return ChatLine(text: range, meaning: .liveLocation, isMarked: isMarked)
    case .waiting: return ChatLine(text: range, meaning: .waiting, isMarked: isMarked)
    case .group(let action): return ChatLine(text: range, meaning: .group(action), isMarked: isMarked)
    case .system(let name): return ChatLine(text: range, meaning: .system(name), isMarked: isMarked)
    }
  }

  /// `IMG-20220323-WA0002.jpg (file attached)`, the caption on the lines below.
  private func androidAttachment(_ range: Range<Int>) -> ChatLine? {
    let first = firstLine(range)
    guard first.count > 6, bytes[first.upperBound - 1] == 0x29,
      let open = lastIndex(of: 0x28, in: first), open > first.lowerBound, bytes[open - 1] == 0x20
    else { return nil }
    let word = (open + 1)..<(first.upperBound - 1)
    let name = String(
      decoding: ChatMarks.withoutDirection(bytes[first.lowerBound..<open]), as: UTF8.self
    ).trimmingSpaces
    guard let dot = name.lastIndex(of: "."), name.distance(from: dot, to: name.endIndex) <= 9,
      AppPhrases.saysAttached(bytes[word]) || MediaNames.isWhatsAppName(name)
    else { return nil }
    let caption = min(first.upperBound + 1, range.upperBound)..<range.upperBound
    return ChatLine(text: caption, meaning: .media(fileName: name, kind: nil), isMarked: false)
  }

  // MARK: Small looks

  private func firstLine(_ range: Range<Int>) -> Range<Int> {
    var end = range.lowerBound
    while end < range.upperBound, bytes[end] != 0x0A { end += 1 }
    if end < range.upperBound, end > range.lowerBound, bytes[end - 1] == 0x0D { return range.lowerBound..<(end - 1) }
    return range.lowerBound..<end
  }

  private func lastIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
    var at = range.upperBound
    while at > range.lowerBound {
      at -= 1
      if bytes[at] == byte { return at }
    }
    return nil
  }

  /// The last mark of the app, near the end: what follows it is short.
  private func lastMark(in range: Range<Int>) -> Int? {
    var at = range.upperBound
    let floor = max(range.lowerBound, range.upperBound - 1200)
    while at > floor + 2 {
      at -= 1
      if bytes[at] == 0x0A { return nil }
      if at + 2 < range.upperBound, ChatMarks.isAppMark(in: bytes, at: at, end: range.upperBound) { return at }
    }
    return nil
  }

  private func isPoll(_ range: Range<Int>) -> Bool {
    let first = firstLine(range)
    guard first != range, first.count <= 40 else { return false }
    return ChatPoll.titles.contains(PhraseFold.fold(bytes[first]))
  }

  private func isMap(_ range: Range<Int>) -> Bool {
    range.count < 400 && ChatLocation.hasMapLink(bytes[range])
  }

  /// A place sent by name: `Name (address): https://foursquare.com/v/…`, on Android on lines of its own.
  private func isVenue(_ range: Range<Int>) -> Bool {
    range.count < 1000 && ChatLocation.endsInVenue(bytes[range])
  }
}
