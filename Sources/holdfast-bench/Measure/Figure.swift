import Records

/// One line of a result.
struct Figure {
  var what: String
  var value: Double
  var unit: String
  /// The other way of doing it, measured in the same run.
  var baseline: (what: String, value: Double)?
  var budget: String = ""
  /// Whether the budget is met; nil where there is none.
  var isWithin: Bool?

  /// How many times the baseline: of rates more is better, of times less.
  var ratio: Double? {
    guard let baseline, baseline.value > 0 else { return nil }
    return value / baseline.value
  }

  var json: JSONValue {
    var members: [JSONObject.Member] = [
      .init(name: "unit", value: .string(unit)), .init(name: "value", value: Figure.number(value)),
      .init(name: "what", value: .string(what)),
    ]
    if let baseline {
      members.append(.init(name: "baseline", value: Figure.number(baseline.value)))
      members.append(.init(name: "baseline_what", value: .string(baseline.what)))
      if let ratio { members.append(.init(name: "ratio", value: Figure.number(ratio))) }
    }
    if !budget.isEmpty { members.append(.init(name: "budget", value: .string(budget))) }
    if let isWithin { members.append(.init(name: "within_budget", value: .bool(isWithin))) }
    return .object(JSONObject(members))
  }

  static func number(_ value: Double) -> JSONValue { .number(digits(value)) }

  /// Three significant digits below a thousand, whole numbers above.
  static func digits(_ value: Double) -> String {
    guard value.isFinite else { return "0" }
    if value.magnitude >= 1000 || value == value.rounded() { return String(Int64(value.rounded())) }
    let places = value.magnitude >= 100 ? 0 : value.magnitude >= 10 ? 1 : value.magnitude >= 1 ? 2 : 3
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let whole = Int64((value.magnitude * scale).rounded())
    let text = String(whole)
    guard places > 0 else { return (value < 0 ? "-" : "") + text }
    let padded = String(repeating: "0", count: max(0, places + 1 - text.count)) + text
    return (value < 0 ? "-" : "") + padded.dropLast(places) + "." + padded.suffix(places)
  }

  /// With the thousands apart, for people.
  static func grouped(_ value: Double) -> String {
    let text = digits(value)
    guard !text.contains("."), text.count > 4 else { return text }
    var output = ""
    for (index, character) in text.enumerated() {
      if index > 0, (text.count - index) % 3 == 0 { output += "," }
      output.append(character)
    }
    return output
  }
}
