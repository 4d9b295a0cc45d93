import Records

/// Reads the scenes' notation.
///
/// `<` the client speaks, `>` the firm; a name may follow for groups. `^` answers the message before. `{edit:new}` the
/// words are changed later to *new*; `{del}` the message is deleted for everyone later; `{react:👍}` the other side
/// reacts. `{this|that}` is one of the two. `[img:name]`, `[pdf:name]`, `[voice:seconds]` and `[location]` come with the
/// message. A scene that begins with `@MM` belongs to that month.
enum Script {
  /// The utterances of a scene that begins at `start`, with seconds to minutes between them.
  static func utterances(
    _ scene: String, from start: Int64, filling slots: [String: String], random: inout SplitMix64
  ) -> [Utterance] {
    var clock = start
    return scene.split(separator: "\n").filter { !$0.hasPrefix("@") }.map { line in
      let utterance = parse(fill(line, slots, random: &random), at: clock)
      clock += Int64(12 + random.below(random.below(4) == 0 ? 900 : 75))
      return utterance
    }
  }

  /// The month that a scene belongs to; nil where it suits any.
  static func month(of scene: String) -> Int? {
    scene.hasPrefix("@") ? Int(scene.dropFirst().prefix(2)) : nil
  }

  /// The utterances of a story, whose lines begin with `MM-DD HH:mm`.
  static func utterances(_ story: Story) -> [Utterance] {
    var last: Int64 = 0
    return story.lines.split(separator: "\n").map { line in
      let text = String(line)
      let stamp = String(text.prefix(11))
      let instant = Instant(rfc3339: "\(story.year)-\(stamp.prefix(5))T\(stamp.dropFirst(6)):07Z")
      last = max(last + 3, instant?.seconds ?? 0)
      return parse(String(text.dropFirst(12)), at: last)
    }
  }

  /// Fills `{slot}`, chooses one of `{this|that}`, and keeps the marks that `parse` reads.
  private static func fill(_ line: Substring, _ slots: [String: String], random: inout SplitMix64) -> String {
    var result = ""
    var rest = line
    while let open = rest.firstIndex(of: "{") {
      result += rest[..<open]
      guard let close = closing(rest, from: open) else {
        rest = rest[open...]
        break
      }
      let inner = rest[rest.index(after: open)..<close]
      rest = rest[rest.index(after: close)...]
      if inner.hasPrefix("edit:") {
        result += "{edit:" + fill(inner.dropFirst(5), slots, random: &random) + "}"
      } else if let value = slots[String(inner)] {
        result += value
      } else if inner.contains("|") {
        let choice = random.pick(inner.split(separator: "|", omittingEmptySubsequences: false))
        result += fill(choice, slots, random: &random)
      } else {
        result += "{" + inner + "}"
      }
    }
    return result + rest
  }

  /// The brace that closes the one at `open`.
  private static func closing(_ text: Substring, from open: Substring.Index) -> Substring.Index? {
    var depth = 0
    for index in text[open...].indices {
      if text[index] == "{" { depth += 1 }
      if text[index] == "}" { depth -= 1 }
      if depth == 0 { return index }
    }
    return nil
  }

  /// One line of a scene or a story without its stamp.
  static func parse(_ line: String, at sentAt: Int64) -> Utterance {
    let byClient = line.hasPrefix("<")
    var rest = String(line.dropFirst())
    var author = ""
    if let space = rest.firstIndex(of: " "), space != rest.startIndex {
      author = String(rest[..<space])
      rest = String(rest[space...])
    }
    var utterance = Utterance(sentAt: sentAt, byClient: byClient, author: author, text: "")
    rest = trimmed(rest)
    if rest.hasPrefix("^ ") {
      utterance.answersPrevious = true
      rest = String(rest.dropFirst(2))
    }
    if let (value, without) = take("{edit:", "}", from: rest) {
      utterance.editedTo = value
      rest = without
    }
    if let (value, without) = take("{react:", "}", from: rest) {
      utterance.reaction = value
      rest = without
    }
    if let (_, without) = take("{del", "}", from: rest) {
      utterance.isDeleted = true
      rest = without
    }
    if let (value, without) = take("[img:", "]", from: rest) {
      utterance.attachment = .image(value)
      rest = without
    } else if let (value, without) = take("[pdf:", "]", from: rest) {
      utterance.attachment = .document(value)
      rest = without
    } else if let (value, without) = take("[voice:", "]", from: rest) {
      utterance.attachment = .voice(seconds: Int(value) ?? 7)
      rest = without
    } else if let (_, without) = take("[location", "]", from: rest) {
      utterance.attachment = .location
      rest = without
    }
    utterance.text = trimmed(rest)
    return utterance
  }

  private static func take(_ open: String, _ close: Character, from text: String) -> (String, String)? {
    guard let start = range(of: open, in: text) else { return nil }
    guard let end = text[start.upperBound...].firstIndex(of: close) else { return nil }
    let value = String(text[start.upperBound..<end])
    let without = String(text[..<start.lowerBound]) + String(text[text.index(after: end)...])
    return (value, trimmed(without))
  }

  private static func range(of needle: String, in text: String) -> Range<String.Index>? {
    var index = text.startIndex
    while index < text.endIndex {
      if text[index...].hasPrefix(needle) { return index..<text.index(index, offsetBy: needle.count) }
      index = text.index(after: index)
    }
    return nil
  }

  private static func trimmed(_ text: String) -> String {
    var slice = Substring(text)
    while slice.first == " " { slice.removeFirst() }
    while slice.last == " " { slice.removeLast() }
    return String(slice)
  }
}
