import Records

/// Reads a day as an officer types it.
enum DateWords {
  /// `2024-05-14`, `2024-05`, `2024`, `14 May`, `14 May 2024`, `May 2024`, `14.5.2024`, `14/5/2024`, `today`, `yesterday`.
  ///
  /// A month or a year means its first day. A day without a year is the latest such day that is not in the future.
  static func day(_ text: String, today: CivilDate) -> CivilDate? {
    let words = text.lowercased().split(whereSeparator: { " ,".contains($0) })
    switch words.count {
    case 1: return word(String(words[0]), today: today)
    case 2:
      if let month = month(words[0]) {
        if let year = year(words[1]) { return CivilDate(year: year, month: month, day: 1) }
        return number(words[1], 2).flatMap { latest(day: $0, month: month, today) }
      }
      guard let month = month(words[1]), let day = number(words[0], 2) else { return nil }
      return latest(day: day, month: month, today)
    case 3:
      let (first, second) = (month(words[0]), month(words[1]))
      guard let year = year(words[2]), let month = first ?? second, first == nil || second == nil,
        let day = number(first == nil ? words[0] : words[1], 2)
      else { return nil }
      return CivilDate(year: year, month: month, day: day)
    default: return nil
    }
  }

  private static func word(_ text: String, today: CivilDate) -> CivilDate? {
    switch text {
    case "today": return today
    case "yesterday": return CivilDate(daysSinceEpoch: today.daysSinceEpoch - 1)
    default: break
    }
    if let year = year(text[...]) { return CivilDate(year: year, month: 1, day: 1) }
    if let month = month(text[...]) { return latest(day: 1, month: month, today) }
    let dashed = text.split(separator: "-", omittingEmptySubsequences: false)
    if dashed.count >= 2, dashed.count <= 3, let year = year(dashed[0]), let month = number(dashed[1], 2) {
      if dashed.count == 2 { return CivilDate(year: year, month: month, day: 1) }
      return number(dashed[2], 2).flatMap { CivilDate(year: year, month: month, day: $0) }
    }
    let parts = text.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "/" }
    if parts.count == 3, let day = number(parts[0], 2), let month = number(parts[1], 2), let year = year(parts[2]) {
      return CivilDate(year: year, month: month, day: day)
    }
    return nil
  }

  private static func latest(day: Int, month: Int, _ today: CivilDate) -> CivilDate? {
    // The 29th of February may be some years back.
    for year in stride(from: today.year, through: max(1, today.year - 8), by: -1) {
      if let date = CivilDate(year: year, month: month, day: day), date <= today { return date }
    }
    return nil
  }

  private static func month(_ text: Substring) -> Int? {
    let names = [
      "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
      "december",
    ]
    guard text.count >= 3 else { return nil }
    return names.firstIndex { $0.hasPrefix(text) }.map { $0 + 1 }
  }

  private static func year(_ text: Substring) -> Int? { text.utf8.count == 4 ? number(text, 4) : nil }

  private static func number(_ text: Substring, _ most: Int) -> Int? {
    guard !text.isEmpty, text.utf8.count <= most, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return Int(text)
  }
}
