/// Reads the date of a header, and what stands between it and the time.
extension HeaderScanner {
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

  mutating func readDate() -> (DateComponent, DateComponent, DateComponent)? {
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
  mutating func skipBetween() -> Bool {
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
}
