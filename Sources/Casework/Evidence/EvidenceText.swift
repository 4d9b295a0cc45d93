import Records

/// Figures in the sentences about evidence.
enum EvidenceText {
  /// `20 s`, `3 min 5 s`, `2 h 3 min`, `4 days`.
  static func duration(_ milliseconds: Int64) -> String {
    let seconds = milliseconds.magnitude / 1000
    if seconds < 60 { return "\(seconds) s" }
    if seconds < 3600 { return "\(seconds / 60) min" + (seconds % 60 == 0 ? "" : " \(seconds % 60) s") }
    if seconds < 172_800 {
      return "\(seconds / 3600) h" + (seconds / 60 % 60 == 0 ? "" : " \(seconds / 60 % 60) min")
    }
    return "\(seconds / 86_400) days"
  }

  /// The milliseconds from one instant to another, whatever the payloads claimed.
  static func span(from start: Instant, to end: Instant) -> Int64 {
    let (span, isOverflow) = end.milliseconds.subtractingReportingOverflow(start.milliseconds)
    return isOverflow ? (end > start ? .max : -.max) : span
  }

  static func count(_ count: Int, _ one: String, _ many: String) -> String {
    count == 1 ? "1 \(one)" : "\(count) \(many)"
  }
}
