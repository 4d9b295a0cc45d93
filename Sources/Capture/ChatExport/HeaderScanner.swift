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
    if lead == 0x52 || lead == 0x48 || lead == 0x53 { return at + 1 < end && (0x30...0x39).contains(bytes[at + 1]) }
    return lead >= 0x80
  }

  // MARK: Numbers

  private func digit() -> (value: Int, width: Int)? {
    guard at < end else { return nil }
    let lead = bytes[at]
    if (0x30...0x39).contains(lead) { return (Int(lead) - 0x30, 1) }
    guard lead >= 0x80, at + 1 < end else { return nil }
    let second = bytes[at + 1]
    switch lead {
    case 0xD9: return (0xA0...0xA9).contains(second) ? (Int(second) - 0xA0, 2) : nil  // Arabic-Indic
    case 0xDB: return (0xB0...0xB9).contains(second) ? (Int(second) - 0xB0, 2) : nil  // Persian, Urdu
    case 0xE0:
      guard at + 2 < end else { return nil }
      let third = bytes[at + 2]
      if second == 0xA5 || second == 0xA7 {  // Devanagari, Bengali
        return (0xA6...0xAF).contains(third) ? (Int(third) - 0xA6, 3) : nil
      }
      return second == 0xB9 && (0x90...0x99).contains(third) ? (Int(third) - 0x90, 3) : nil  // Thai
    default: return nil
    }
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
    var era = DateComponent.Era.none
    if take("R") || take("令和") {
      era = .reiwa
    } else if take("H") || take("平成") {
      era = .heisei
    } else if take("S") || take("昭和") {
      era = .showa
    }
    guard let number = readNumber(atMost: 4) else { return nil }
    return DateComponent(value: number.value, digits: number.digits, era: era)
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
    markEra(&early)
    markEra(&last)
    if !take("日"), !take("일"), byte == 0x2E, at + 1 < end, bytes[at + 1] == 0x20 || bytes[at + 1] == 0x2C { at += 1 }
    return (early, middle, last)
  }

  /// ` BE` after a Buddhist year.
  private mutating func markEra(_ component: inout DateComponent) {
    let start = at
    skipSpaces()
    if component.digits == 4, take("BE") || take("พ.ศ.") {
      component.era = .buddhist
    } else {
      at = start
    }
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
    if take("klo ") || take("um ") || take("à ") || take("às ") || take("at ") || take("kl. ") || take("kl ")
      || take("a las ") || take("a les ") || take("alle ") || take("om ") || take("ob ") || take("o ") || take("в ")
      || take("г., ") || take("г. ") || take("saat ") || take("lúc ") || take("في ")
    {
      skipSpaces()
    }
    return at > start
  }

  // MARK: Time

  private mutating func readTime() -> ClockTime? {
    skipMarks()
    var time = ClockTime()
    if let marker = DayHalf.match(bytes, at: at, end: end, leading: true) {
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
      if let second = readNumber(atMost: 2), second.digits == 2 {
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
    if let marker = DayHalf.match(bytes, at: at, end: end, leading: false) {
      time.half = marker.half
      at += marker.width
    } else {
      at = start
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
