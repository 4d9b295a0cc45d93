/// Numbers, sizes and dates as they are written for people: the same on every machine.
public enum Numerals {
  /// Thousands separated by commas.
  public static func grouped(_ value: some BinaryInteger) -> String {
    let digits = String(value.magnitude)
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result += "," }
      result.append(digit)
    }
    return (value < 0 ? "-" : "") + result
  }

  /// `1 message`, `2,514 messages`.
  public static func count(_ value: some BinaryInteger, _ one: String, _ many: String? = nil) -> String {
    grouped(value) + " " + (value == 1 ? one : many ?? one + "s")
  }

  /// `412 kB`.
  public static func bytes(_ value: Int64) -> String {
    if value < 1000 { return "\(value) bytes" }
    var amount = Double(value) / 1000
    for unit in ["kB", "MB", "GB"] {
      if amount < 999.5 {
        return amount < 9.95 ? "\(Double(Int(amount * 10 + 0.5)) / 10) \(unit)" : "\(Int(amount + 0.5)) \(unit)"
      }
      amount /= 1000
    }
    return "\(Int(amount + 0.5)) TB"
  }

  /// `3 s`, `2 min 5 s`, `1 h 12 min`, `11 days`.
  public static func duration(_ seconds: Double) -> String {
    let whole = Int(min(seconds.rounded(.up), 1e10))
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return whole % 60 == 0 ? "\(whole / 60) min" : "\(whole / 60) min \(whole % 60) s" }
    if whole < 86_400 { return whole / 60 % 60 == 0 ? "\(whole / 3600) h" : "\(whole / 3600) h \(whole / 60 % 60) min" }
    return "\(whole / 86_400) day\(whole / 86_400 == 1 ? "" : "s")"
  }

  private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// `Tue 14 May 2024`.
  public static func day(_ date: CivilDate) -> String { "\(weekdays[date.weekday - 1]) \(shortDay(date))" }

  /// `14 May 2024`.
  public static func shortDay(_ date: CivilDate) -> String { "\(date.day) \(months[date.month - 1]) \(date.year)" }

  /// `09:17`.
  public static func minute(_ time: CivilTime) -> String { String(time.clock.prefix(5)) }

  /// `14 May 2024 09:17:02`.
  public static func full(_ time: CivilTime) -> String { "\(shortDay(time.date)) \(time.clock)" }

  /// What a list shows for a time: the clock today, the weekday this week, the day this year, else the month.
  public static func recent(_ time: CivilTime, now: CivilTime) -> String {
    let age = now.date.daysSinceEpoch - time.date.daysSinceEpoch
    if age == 0 { return minute(time) }
    if age > 0, age < 7 { return weekdays[time.date.weekday - 1] }
    if time.date.year == now.date.year { return "\(time.date.day) \(months[time.date.month - 1])" }
    return "\(months[time.date.month - 1]) \(time.date.year)"
  }

  /// A number as people write it: `+34 612 555 092`.
  public static func phone(_ digits: String) -> String {
    guard digits.count > 6, digits.allSatisfy(\.isASCII), digits.allSatisfy(\.isNumber) else { return digits }
    let code = countryCode(digits)
    let rest = Array(digits.dropFirst(code))
    var groups: [String] = []
    var index = 0
    // London's area code has two digits, the United Kingdom's mobile ones four.
    if digits.hasPrefix("4420"), rest.count == 10 { index = 2 }
    if digits.hasPrefix("447"), rest.count == 10 { index = 4 }
    if index > 0 { groups.append(String(rest[..<index])) }
    while index < rest.count {
      let left = rest.count - index
      let take = left == 4 || left == 8 ? 4 : min(3, left)
      groups.append(String(rest[index..<index + take]))
      index += take
    }
    return "+" + digits.prefix(code) + " " + groups.joined(separator: " ")
  }

  /// The length of the country code (ITU E.164 assignments): one digit for 1 and 7, two for the listed, else three.
  private static func countryCode(_ digits: String) -> Int {
    if digits.hasPrefix("1") || digits.hasPrefix("7") { return 1 }
    let two: Set<String> = [
      "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49", "51",
      "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84", "86", "90",
      "91", "92", "93", "94", "95", "98",
    ]
    return two.contains(String(digits.prefix(2))) ? 2 : 3
  }
}
