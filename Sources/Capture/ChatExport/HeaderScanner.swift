/// Reads the head of a line of an export: by hand, over bytes, in every form that WhatsApp is known to write.
///
/// Neither the language nor the platform is given; whatever reads as date, time and a known ending is a candidate.
struct HeaderScanner {
  let bytes: [UInt8]
  let end: Int
  private var at: Int
  private var separator: UInt8 = 0
  private var spaced = false

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

  private var byte: UInt8 { at < end ? bytes[at] : 0 }

  private mutating func take(_ expected: UInt8) -> Bool {
    guard at < end, bytes[at] == expected else { return false }
    at += 1
    return true
  }

  private func has(_ text: StaticString, at index: Int) -> Bool {
    let count = text.utf8CodeUnitCount
    guard index + count <= end else { return false }
    // A StaticString's UTF-8 lives as long as the program.
    let start = text.utf8Start
    for offset in 0..<count where bytes[index + offset] != start[offset] { return false }
    return true
  }

  private mutating func take(_ text: StaticString) -> Bool {
    guard has(text, at: at) else { return false }
    at += text.utf8CodeUnitCount
    return true
  }

  /// Skips invisible marks; true when one of them was U+200E or U+200F.
  @discardableResult private mutating func skipMarks() -> Bool {
    var marked = false
    while true {
      let width = ChatMarks.width(in: bytes, at: at, end: end)
      guard width > 0 else { return marked }
      if ChatMarks.isAppMark(in: bytes, at: at, end: end) { marked = true }
      at += width
    }
  }

  /// Skips spaces and marks; true when there was a space.
  @discardableResult private mutating func skipSpaces() -> Bool {
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

  // MARK: Numbers

  /// A digit of any script.
  private func digit() -> (value: Int, width: Int)? {
    guard at < end else { return nil }
    let lead = bytes[at]
    if lead < 0x80 { return (0x30...0x39).contains(lead) ? (Int(lead) - 0x30, 1) : nil }
    guard let (scalar, width) = scalar(), scalar.properties.numericType == .decimal,
      let value = scalar.properties.numericValue
    else { return nil }
    return (Int(value), width)
  }

  /// The character of more than one byte at the present place.
  private func scalar() -> (scalar: Unicode.Scalar, width: Int)? {
    let width = bytes[at] >= 0xF0 ? 4 : bytes[at] >= 0xE0 ? 3 : 2
    guard bytes[at] >= 0xC2, at + width <= end else { return nil }
    var value = UInt32(bytes[at]) & (width == 2 ? 0x1F : width == 3 ? 0x0F : 0x07)
    for offset in 1..<width {
      guard bytes[at + offset] & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(bytes[at + offset] & 0x3F)
    }
    return Unicode.Scalar(value).map { ($0, width) }
  }

  private mutating func readNumber(atMost limit: Int) -> (value: Int, digits: Int)? {
    var value = 0
    var count = 0
    while let next = digit() {
      count += 1
      guard count <= limit else { return nil }
      value = value * 10 + next.value
      at += next.width
    }
    return count > 0 ? (value, count) : nil
  }

  // MARK: Date

  private mutating func readComponent() -> DateComponent? {
    skipMarks()
    let era = readLeadingEra()
    if let era, take("元") { return DateComponent(value: 1, digits: 1, era: era) }
    guard let number = readNumber(atMost: 4) else { return nil }
    return DateComponent(value: number.value, digits: number.digits, era: era ?? .none)
  }

  /// `R4`, `令和4`, `BE 2565`, `民國111`.
  private mutating func readLeadingEra() -> DateComponent.Era? {
    guard at < end, !(0x30...0x39).contains(bytes[at]) else { return nil }
    for (name, era) in HeaderWords.leadingEras where take(name) {
      skipSpaces()
      return era
    }
    return nil
  }

  private mutating func readDate() -> (DateComponent, DateComponent, DateComponent)? {
    spaced = false
    guard let first = readComponent(), let sign = readDateSign(), var middle = readComponent() else { return nil }
    markEra(&middle)
    guard let other = readDateSign(), var last = readComponent() else { return nil }
    // One date is written with one sign; 年月 and 년월 stand for one.
    guard sign == other || sign >= 0x80 else { return nil }
    separator = sign
    var early = first
    if first.isSurelyYear { markEra(&early) } else { markEra(&last) }
    if !take("日"), !take("일"), byte == 0x2E, at + 1 < end, bytes[at + 1] == 0x20 || bytes[at + 1] == 0x2C { at += 1 }
    return (early, middle, last)
  }

  /// ` BE` after a Buddhist year, ` R` after a Japanese one.
  private mutating func markEra(_ component: inout DateComponent) {
    guard component.era == .none else { return }
    let start = at
    let spaced = skipSpaces()
    for (name, era) in HeaderWords.trailingEras where take(name) {
      // One letter is an era only where a space sets it apart.
      let ends = at == end || !(0x30...0x7A).contains(bytes[at]) || bytes[at] == 0x5D
      guard ends, spaced || at - start > 1 else { break }
      component.era = era
      return
    }
    at = start
  }

  private mutating func readDateSign() -> UInt8? {
    skipMarks()
    let sign = byte
    if sign == 0x2F || sign == 0x2D {
      at += 1
    } else if sign == 0x2E {
      at += 1
      if skipSpaces() { spaced = true }
    } else if take("年") || take("月") || take("년") || take("월") {
      skipSpaces()
      return 0xE5
    } else {
      return nil
    }
    skipMarks()
    return sign
  }

  /// What may stand between date and time: a comma, spaces, a word such as Finnish `klo`.
  private mutating func skipBetween() -> Bool {
    let start = at
    skipMarks()
    if !take(","), !take("،"), !take("、"), !take("，") {}
    skipSpaces()
    for word in HeaderWords.between where take(word) {
      skipSpaces()
      break
    }
    return at > start
  }

  // MARK: Time

  private mutating func readTime() -> ClockTime? {
    skipMarks()
    var time = ClockTime()
    if let marker = DayHalf.match(bytes, at: at, end: end) {
      time.half = marker.half
      at += marker.width
      skipSpaces()
    }
    guard let hour = readNumber(atMost: 2) else { return nil }
    let sign = byte
    guard sign == 0x3A || sign == 0x2E else { return nil }
    at += 1
    skipMarks()
    guard let minute = readNumber(atMost: 2), minute.digits == 2 else { return nil }
    time.hour = hour.value
    time.minute = minute.value
    if byte == sign {
      let before = at
      at += 1
      skipMarks()
      if let second = readNumber(atMost: 2) {
        time.second = second.value
        time.hasSeconds = true
      } else {
        at = before
      }
    }
    if time.half == nil { readMeridiem(into: &time) }
    return time
  }

  private mutating func readMeridiem(into time: inout ClockTime) {
    let start = at
    skipSpaces()
    if let marker = DayHalf.match(bytes, at: at, end: end), marker.isCommon || endsTime(at + marker.width) {
      time.half = marker.half
      at += marker.width
    } else {
      at = start
    }
  }

  /// Whether a time may end at an index: before a bracket, a dash, a comma or, where the time stands first, a date.
  private func endsTime(_ index: Int) -> Bool {
    var at = index
    while at < end {
      let width = max(
        ChatMarks.width(in: bytes, at: at, end: end), ChatMarks.spaceWidth(in: bytes, at: at, end: end))
      if width == 0 { break }
      at += width
    }
    guard at < end else { return false }
    switch bytes[at] {
    case 0x5D, 0x2D, 0x2C, 0x30...0x39: return true
    default: return has("–", at: at) || has("—", at: at) || has("،", at: at)
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
