import Records

/// Spreads scenes over the eighteen months of the sample: office hours, working days, a thinner August.
enum OfficeCalendar {
  /// 2024-05-01 to 2025-10-31.
  static let firstDay = 19_844
  static let lastDay = 20_392

  /// Random starts in ascending order, at least a few hours apart.
  static func starts(_ count: Int, random: inout SplitMix64) -> [Int64] {
    var days: Set<Int> = []
    while days.count < count {
      let day = firstDay + random.below(lastDay - firstDay)
      let date = CivilDate(daysSinceEpoch: day)
      if date.weekday > 5 && random.below(6) != 0 { continue }
      if date.month == 8 && random.below(2) == 0 { continue }
      days.insert(day)
    }
    return days.sorted().map { day in
      let minute = 7 * 60 + 40 + random.below(9 * 60 + 50)
      return Int64(day) * 86_400 + Int64(minute * 60 + random.below(60))
    }
  }

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]
  private static let weekdays: [String: [String]] = [
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
    "es": ["lunes", "martes", "miércoles", "jueves", "viernes"],
    "de": ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag"],
    "ar": ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الأحد"],
    "he": ["שני", "שלישי", "רביעי", "חמישי", "ראשון"],
    "zh": ["周一", "周二", "周三", "周四", "周五"],
    "ja": ["月曜日", "火曜日", "水曜日", "木曜日", "金曜日"],
    "th": ["วันจันทร์", "วันอังคาร", "วันพุธ", "วันพฤหัสบดี", "วันศุกร์"],
  ]
  private static let funds = [
    "Northmoor Income", "Calder Global", "Albion Gilt 2031", "Sable Infrastructure", "Harrow Smaller Companies",
    "Meridian Balanced", "Fjord Dividend", "Kestrel Credit", "Lantern Renewables",
  ]
  private static let currencies = ["GBP", "EUR", "USD", "CHF"]
  private static let banks = ["Halden Bank", "Banco Ribera", "Nordkai Bank", "Peak & Co", "Crescent Bank"]
  private static let cities = ["Lisbon", "Geneva", "Edinburgh", "Málaga", "Hamburg", "Dubai", "Porto", "Vienna"]

  /// Words for a scene's slots.
  static func slots(for thread: Thread, at start: Int64, random: inout SplitMix64) -> [String: String] {
    let month = CivilTime(Instant(seconds: start)).date.month
    func amount(_ random: inout SplitMix64) -> String {
      let thousands = 2 + random.below(random.below(3) == 0 ? 900 : 90)
      let rest = random.below(20) * 50
      return "\(thousands),\(rest < 10 ? "00" : rest < 100 ? "0" : "")\(rest)"
    }
    let first = thread.name.split(separator: " ").first.map(String.init) ?? thread.name
    return [
      "client": first, "desk": Cast.adviser(thread.adviser).name.split(separator: " ").first.map(String.init) ?? "",
      "fund": random.pick(funds), "ccy": random.pick(currencies), "amt": amount(&random), "amt2": amount(&random),
      "bank": random.pick(banks), "city": random.pick(cities), "day": random.pick(weekdays[thread.language] ?? ["Friday"]),
      "month": thread.language == "zh" || thread.language == "ja" ? "\(month % 12 + 1)月" : months[month % 12],
      "time": random.pick(["9:30", "10:00", "11:15", "14:00", "15:30", "16:45"]),
      "pct": "\(random.below(6)).\(1 + random.below(9)) %", "n": "\(1 + random.below(9))", "d": "\(1 + random.below(8))",
      "d2": "\(random.below(10))", "s": "\(4 + random.below(50))", "year": "\(2016 + random.below(7))",
      "ref": "MW-\(1000 + random.below(9000))",
    ]
  }
}
