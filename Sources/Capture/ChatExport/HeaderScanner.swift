/// Reads the head of a line of an export: by hand, over bytes, in every form that WhatsApp is known to write.
///
/// Neither the language nor the platform is given; whatever reads as date, time and a known ending is a candidate.
struct HeaderScanner {
  let bytes: [UInt8]
  let end: Int
  var at: Int
  var separator: UInt8 = 0
  var spaced = false

  /// Creates a scanner of the line that lies in `start..<end`, without its line ending.
  init(_ bytes: [UInt8], from start: Int, to end: Int) {
    self.bytes = bytes
    self.at = start
    self.end = end
  }

  /// The head of the line; nil when the line does not begin with one.
  static func scan(_ bytes: [UInt8], from start: Int, to end: Int) -> ChatHeader? {
    var scanner = HeaderScanner(bytes, from: start, to: end)
    return scanner.scan()
  }

  private mutating func scan() -> ChatHeader? {
    let lineMarked = skipMarks()
    let bracketed = take(0x5B)
    if bracketed { skipMarks() }
    guard startsLikeStamp else { return nil }
    let start = at
    var timeFirst = false
    var date: (DateComponent, DateComponent, DateComponent)
    var time: ClockTime
    if let writtenDate = readDate(), skipBetween(), let writtenTime = readTime() {
      date = writtenDate
      time = writtenTime
    } else {
      at = start
      guard let writtenTime = readTime(), skipBetween(), let writtenDate = readDate() else { return nil }
      date = writtenDate
      time = writtenTime
      timeFirst = true
    }
    if !time.hasMeridiem, !timeFirst { readMeridiem(into: &time) }
    guard time.normalise(), let ending = readEnding(bracketed: bracketed, time: time) else { return nil }
    let stamp = ChatStamp(
      first: date.0, middle: date.1, last: date.2, hour: time.hour, minute: time.minute, second: time.second,
      hasSeconds: time.hasSeconds)
    let place = stamp.yearPosition.flatMap { stamp[$0].digits >= 3 || stamp[$0].era != .none ? $0 : nil }
    let shape = HeaderShape(
      ending: ending, separator: separator, spaced: spaced, timeFirst: timeFirst, yearPlace: UInt8(place ?? 3))
    return ChatHeader(stamp: stamp, shape: shape, lineMarked: lineMarked, rest: at)
  }

  // MARK: Bytes

  var byte: UInt8 { at < end ? bytes[at] : 0 }

  mutating func take(_ expected: UInt8) -> Bool {
    guard at < end, bytes[at] == expected else { return false }
    at += 1
    return true
  }

  func has(_ text: StaticString, at index: Int) -> Bool {
    let count = text.utf8CodeUnitCount
    guard index + count <= end else { return false }
    // A StaticString's UTF-8 lives as long as the program.
    let start = text.utf8Start
    for offset in 0..<count where bytes[index + offset] != start[offset] { return false }
    return true
  }

  mutating func take(_ text: StaticString) -> Bool {
    guard has(text, at: at) else { return false }
    at += text.utf8CodeUnitCount
    return true
  }

  /// Skips invisible marks; true when one of them was U+200E or U+200F.
  @discardableResult mutating func skipMarks() -> Bool {
    var marked = false
    while true {
      let width = ChatMarks.width(in: bytes, at: at, end: end)
      guard width > 0 else { return marked }
      if ChatMarks.isAppMark(in: bytes, at: at, end: end) { marked = true }
      at += width
    }
  }

  /// Skips spaces and marks; true when there was a space.
  @discardableResult mutating func skipSpaces() -> Bool {
    var any = false
    while true {
      skipMarks()
      let width = ChatMarks.spaceWidth(in: bytes, at: at, end: end)
      guard width > 0 else { return any }
      any = true
      at += width
    }
  }

  /// A cheap refusal of nearly all lines that are no header.
  private var startsLikeStamp: Bool {
    guard at < end else { return false }
    let lead = bytes[at]
    if (0x30...0x39).contains(lead) { return true }
    if lead >= 0x80 { return true }
    guard at + 1 < end else { return false }
    switch (lead, bytes[at + 1]) {
    case (0x52, let next), (0x48, let next), (0x53, let next): return (0x30...0x39).contains(next) || next == 0x20
    case (0x42, 0x45), (0x41, 0x4D), (0x50, 0x4D): return true
    default: return false
    }
  }

  // MARK: Ending

  private mutating func readEnding(bracketed: Bool, time: ClockTime) -> HeaderShape.Ending? {
    if bracketed {
      skipSpaces()
      guard take(0x5D) else { return nil }
      if at < end, !take(0x20) { return nil }
      return .bracket
    }
    let start = at
    let space = skipSpaces()
    if space, take(0x2D) || take("–") || take("—") {
      guard at == end || take(0x20) else { return nil }
      return .dash
    }
    at = start
    if take(0x3A) {
      guard take(0x20), AuthorScanner.hasAuthor(bytes, from: at, to: end) else { return nil }
      return .colon
    }
    // Korean: `오후 9:17, Lee : …`.
    if take(0x2C) {
      guard time.hasMeridiem, take(0x20), let found = AuthorScanner.author(bytes, from: at, to: end),
        bytes[found.label.upperBound - 1] == 0x20
      else { return nil }
      return .comma
    }
    // Nothing but a space: only with seconds, as the oldest exports wrote, and only before an author.
    guard time.hasSeconds, take(0x20), AuthorScanner.hasAuthor(bytes, from: at, to: end) else { return nil }
    return .space
  }
}
