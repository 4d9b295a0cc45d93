import Records

/// The words that fill the slots of scenes, in the language of their conversation.
enum Slots {
  private static let funds = [
    "Northmoor Income", "Calder Global", "Albion Gilt 2031", "Sable Infrastructure", "Harrow Smaller Companies",
    "Meridian Balanced", "Fjord Dividend", "Kestrel Credit", "Lantern Renewables", "Tern Short Duration",
  ]
  private static let currencies = ["GBP", "EUR", "USD", "CHF"]
  private static let banks = ["Halden Bank", "Banco Ribera", "Nordkai Bank", "Peak & Co", "Crescent Bank"]
  private static let cities = [
    "en": ["Lisbon", "Geneva", "Edinburgh", "Málaga", "Hamburg", "Dubai", "Porto", "Vienna", "Galway"],
    "es": ["Málaga", "Bilbao", "Oporto", "Cádiz", "Ginebra", "Valparaíso"],
    "de": ["Hamburg", "Wien", "Leipzig", "Genf", "Freiburg", "Lissabon"],
  ]
  private static let months: [String: [String]] = [
    "en": [
      "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
      "December",
    ],
    "es": [
      "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
      "diciembre",
    ],
    "de": [
      "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
      "Dezember",
    ],
    "ar": [
      "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
    ],
    "he": ["ינואר", "פברואר", "מרץ", "אפריל", "מאי", "יוני", "יולי", "אוגוסט", "ספטמבר", "אוקטובר", "נובמבר", "דצמבר"],
    "th": [
      "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน", "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม",
      "พฤศจิกายน", "ธันวาคม",
    ],
  ]
  private static let weekdays: [String: [String]] = [
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
    "es": ["lunes", "martes", "miércoles", "jueves", "viernes"],
    "de": ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag"],
    "ar": ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الأحد"],
    "he": ["שני", "שלישי", "רביעי", "חמישי", "ראשון"],
    "zh": ["周一", "周二", "周三", "周四", "周五"],
    "ja": ["月曜日", "火曜日", "水曜日", "木曜日", "金曜日"],
    "th": ["จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์"],
  ]

  /// Words for a scene of a conversation at a time.
  static func words(for thread: SampleThread, at start: Int64, random: inout SplitMix64) -> [String: String] {
    let language = thread.language
    let month = OfficeCalendar.month(of: start)
    return [
      "client": callName(thread.name), "desk": callName(Cast.adviser(thread.adviser).name),
      "fund": random.pick(funds), "ccy": random.pick(currencies), "amt": amount(language, &random),
      "amt2": amount(language, &random), "bank": random.pick(banks),
      "city": random.pick(cities[language] ?? cities["en"] ?? [""]),
      "day": random.pick(weekdays[language] ?? weekdays["en"] ?? [""]), "month": name(month % 12, language),
      "lastmonth": name((month + 10) % 12, language),
      "time": random.pick(["9:30", "10:00", "11:15", "14:00", "15:30", "16:45"]), "pct": percentage(language, &random),
      "n": "\(2 + random.below(8))", "d": "\(1 + random.below(8))", "d2": "\(random.below(10))",
      "s": "\(4 + random.below(50))", "year": "\(2016 + random.below(7))", "ref": "MW-\(1000 + random.below(9000))",
    ]
  }

  private static func name(_ month: Int, _ language: String) -> String {
    if language == "zh" || language == "ja" { return "\(month + 1)月" }
    return (months[language] ?? months["en"] ?? [])[month]
  }

  /// What somebody is called in a chat: the first name, after a title the name that goes with it.
  private static func callName(_ name: String) -> String {
    let words = name.split(separator: " ").map(String.init)
    guard words.count > 1 else { return name }
    switch words[0] {
    case "Sir": return words[0] + " " + words[1]
    case "Dr.", "د.": return words[1]
    default: return words[0]
    }
  }

  private static func amount(_ language: String, _ random: inout SplitMix64) -> String {
    let thousands = 2 + random.below(random.below(3) == 0 ? 900 : 90)
    let rest = String(1000 + random.below(20) * 50).dropFirst()
    return "\(thousands)" + (language == "de" || language == "es" ? "." : ",") + rest
  }

  private static func percentage(_ language: String, _ random: inout SplitMix64) -> String {
    let tenths = "\(1 + random.below(9))"
    let whole = "\(random.below(5))"
    return language == "de" || language == "es" ? "\(whole),\(tenths) %" : "\(whole).\(tenths)%"
  }
}
