/// Reads the time of a header.
extension HeaderScanner {
  mutating func readTime() -> ClockTime? {
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

  mutating func readMeridiem(into time: inout ClockTime) {
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
}
