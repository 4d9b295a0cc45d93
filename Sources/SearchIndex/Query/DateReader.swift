import Records
import Settings

/// Reads one date of the query language, and explains what is wrong with it.
struct DateReader {
  let parser: QueryParser
  /// Where the date stands in the query.
  let range: Range<Int>

  func bound(_ written: Substring) throws(QueryError) -> DateBound {
    let word = written.lowercased()
    if let relative = relative(word) {
      guard parser.options.today != nil else {
        throw fail("‘\(written)’ depends on today, which is not allowed here; write the date itself")
      }
      return .relative(relative)
    }
    let bytes = Array(word.utf8)
    guard bytes.count <= 40, bytes.allSatisfy({ $0 < 0x80 }) else { throw notADate(written) }
    if let point = try civil(bytes) { return .civil(point) }
    throw notADate(written)
  }

  private func relative(_ word: String) -> RelativeDate? {
    if let named = RelativeDate.words.first(where: { $0.name == word }) { return named.date }
    guard let last = word.last, let unit = RelativeDate.Unit(rawValue: String(last)) else { return nil }
    let digits = word.dropLast()
    guard (1...4).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let count = Int(digits)
    else { return nil }
    return RelativeDate(isWholeUnit: false, count: count, unit: unit)
  }

  /// Reads `2024`, `2024-05`, `2024-05-14`, `2024-05-14t09`, `…t09:00`, `…t09:00:05`, each with an optional offset.
  private func civil(_ bytes: [UInt8]) throws(QueryError) -> CivilPoint? {
    var index = 0
    func digits(_ count: Int) -> Int? {
      guard index + count <= bytes.count else { return nil }
      var value = 0
      for byte in bytes[index..<index + count] {
        guard (0x30...0x39).contains(byte) else { return nil }
        value = value * 10 + Int(byte - 0x30)
      }
      return value
    }
    func at(_ character: Character) -> Bool { index < bytes.count && bytes[index] == character.asciiValue }

    guard let year = digits(4) else { return nil }
    index = 4
    var point = CivilPoint(year: year)
    guard year >= 1 else { throw fail("no year 0000; did you mean 2000?", "2000") }
    if index == bytes.count { return point }
    guard at("-") else { return nil }
    index += 1
    guard let month = digits(2) else { return nil }
    let rest = index + 2
    guard (1...12).contains(month) else {
      let nearest = pad(year, 4) + "-" + (month == 0 ? "01" : "12")
      throw fail("no month \(pad(month, 2)) in \(year); did you mean \(nearest)?", nearest)
    }
    point.month = month
    index = rest
    if index == bytes.count { return point }
    guard at("-") else { return nil }
    index += 1
    guard let day = digits(2) else { return nil }
    let last = CivilDate.days(inMonth: month, of: year)
    guard (1...last).contains(day) else {
      let nearest = pad(year, 4) + "-" + pad(month, 2) + "-" + (day == 0 ? "01" : pad(last, 2))
      throw fail("no day \(pad(day, 2)) in \(pad(year, 4))-\(pad(month, 2)); did you mean \(nearest)?", nearest)
    }
    point.day = day
    index += 2
    if index == bytes.count { return point }
    guard at("t") else { return nil }
    index += 1
    guard let hour = digits(2) else { return nil }
    guard hour < 24 else { throw fail("no hour \(hour); hours go from 00 to 23") }
    point.hour = hour
    index += 2
    if at(":") {
      index += 1
      guard let minute = digits(2) else { return nil }
      guard minute < 60 else { throw fail("no minute \(minute); minutes go from 00 to 59") }
      point.minute = minute
      index += 2
      if at(":") {
        index += 1
        guard let second = digits(2) else { return nil }
        guard second < 60 else { throw fail("no second \(second); seconds go from 00 to 59") }
        point.second = second
        index += 2
      }
    }
    if index == bytes.count { return point }
    if at("z"), index + 1 == bytes.count {
      point.offsetSeconds = 0
      return point
    }
    guard at("+") || at("-") else { return nil }
    let sign = at("+") ? 1 : -1
    index += 1
    guard let hours = digits(2), hours < 24 else { return nil }
    index += 2
    if at(":") { index += 1 }
    guard let minutes = digits(2), minutes < 60, index + 2 == bytes.count else { return nil }
    point.offsetSeconds = sign * (hours * 3600 + minutes * 60)
    return point
  }

  private func notADate(_ written: Substring) -> QueryError {
    let shown = written.count > 40 ? String(written.prefix(40)) + "…" : String(written)
    if let nearest = reordered(written) {
      return fail("‘\(shown)’ is not a date here; did you mean \(nearest)?", nearest)
    }
    let names = RelativeDate.words.map(\.name)
    if parser.options.today != nil, let nearest = DidYouMean.nearest(to: shown, among: names) {
      return fail("‘\(shown)’ is not a date; did you mean \(nearest)?", nearest)
    }
    return fail("‘\(shown)’ is not a date; write 2024-05-14, 2024-05 or 2024")
  }

  /// Dates in other orders, where only one order is possible: `14/05/2024`, `2024-5-7`, `14.5.2024`.
  private func reordered(_ written: Substring) -> String? {
    let parts = written.split(omittingEmptySubsequences: false) { "/.-".contains($0) }
    let numbers = parts.map { $0.utf8.count <= 4 ? Int($0) ?? -1 : -1 }
    guard !numbers.contains(where: { $0 < 0 }) else { return nil }
    func date(_ year: Int, _ month: Int, _ day: Int) -> String? {
      CivilDate(year: year, month: month, day: day)?.description
    }
    if numbers.count == 2, parts[0].utf8.count == 4, (1...12).contains(numbers[1]), numbers[0] > 0 {
      return pad(numbers[0], 4) + "-" + pad(numbers[1], 2)
    }
    guard numbers.count == 3 else { return nil }
    if parts[0].utf8.count == 4 { return date(numbers[0], numbers[1], numbers[2]) }
    guard parts[2].utf8.count == 4 else { return nil }
    let dayFirst = date(numbers[2], numbers[1], numbers[0])
    let monthFirst = date(numbers[2], numbers[0], numbers[1])
    if dayFirst != nil, monthFirst != nil, dayFirst != monthFirst { return nil }
    return dayFirst ?? monthFirst
  }

  private func fail(_ message: String, _ suggestion: String? = nil) -> QueryError {
    parser.error(.badDate, range, message, suggestion: suggestion)
  }

  private func pad(_ value: Int, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }
}
