import Records

/// Decides the order of day, month and year of the lines of one shape, from all of them together.
///
/// A day above twelve settles it; else a reading that jumps back over weeks is refused. What stays open stays open.
struct DateOrderInference {
  /// What was found.
  enum Finding: Equatable, Sendable {
    case settled(DateLayout)
    /// Both orders give possible dates in a possible sequence.
    case ambiguous(dayFirst: DateLayout, monthFirst: DateLayout)
    /// The order that was asked for does not fit the file, or no order does.
    case impossible
  }

  /// Dates later than this are not believed (our clock at capture, and two days).
  var latest: CivilDate
  /// What the user stated; it wins wherever it is possible.
  var stated: DateLayout?

  /// The order of the lines of one shape.
  func finding(_ stamps: [ChatStamp], shape: HeaderShape) -> Finding {
    let candidates = layouts(for: stamps, shape: shape).map { Trial($0, stamps, latest: latest) }
    let possible = candidates.filter { $0.invalid == 0 }
    let fitting = possible.isEmpty ? mostlyPossible(candidates, of: stamps.count) : possible
    if let stated, let match = statedMatch(stated, among: fitting) { return .settled(match) }
    if stated != nil, !fitting.isEmpty, fitting.allSatisfy({ $0.layout.places.year == 2 }) {
      // The statement contradicts every date of the file, as 13 for a month does.
      return fitting.count == 1 ? .settled(fitting[0].layout) : .impossible
    }
    return choose(fitting)
  }

  /// The layouts that the place of the year leaves open.
  private func layouts(for stamps: [ChatStamp], shape: HeaderShape) -> [DateLayout] {
    var votes = [0, 0, 0]
    for stamp in stamps { if let place = stamp.yearPosition { votes[place] += 1 } }
    let most = votes.max() ?? 0
    guard most > 0 else {
      // Two-digit years: a year first is only written with hyphens, or with dots and spaces.
      let yearMayLead = stated == .ymd || shape.separator == 0x2D || shape.spaced
      return yearMayLead ? [.dmy, .mdy, .ymd] : [.dmy, .mdy]
    }
    switch votes.firstIndex(of: most) {
    case 0: return [.ymd, .ydm]
    case 1: return [.myd, .dym]
    default: return [.dmy, .mdy]
    }
  }

  /// How one order fares over the file.
  private struct Trial {
    var layout: DateLayout
    var invalid = 0
    var late = 0
    var jumpsBack = 0

    init(_ layout: DateLayout, _ stamps: [ChatStamp], latest: CivilDate) {
      self.layout = layout
      var previous: Int?
      let lastDay = latest.daysSinceEpoch
      for (index, stamp) in stamps.enumerated() {
        guard let date = stamp.date(layout), date.year >= 2009 else {
          invalid += 1
          continue
        }
        let day = date.daysSinceEpoch
        if day > lastDay { late += 1 }
        // The first line may be dated by the app long after the second.
        if let previous, index > 1, day < previous - 20 { jumpsBack += 1 }
        previous = day
      }
    }
  }

  /// A pasted line may look like a header with an impossible date: one in fifty is forgiven.
  private func mostlyPossible(_ trials: [Trial], of count: Int) -> [Trial] {
    trials.filter { $0.invalid * 50 <= count }
  }

  private func statedMatch(_ stated: DateLayout, among fitting: [Trial]) -> DateLayout? {
    if fitting.contains(where: { $0.layout == stated }) { return stated }
    // `--date-order mdy` over a file that writes the year first says only that the month precedes the day.
    guard let year = fitting.first?.layout.places.year, year != 2 else { return nil }
    if year == 0, fitting.contains(where: { $0.layout == .ymd }) { return .ymd }
    return fitting.first { $0.layout.dayComesFirst == stated.dayComesFirst }?.layout
  }

  private func choose(_ fitting: [Trial]) -> Finding {
    guard !fitting.isEmpty else { return .impossible }
    if fitting.count == 1 { return .settled(fitting[0].layout) }
    // Four digits first are ISO 8601 wherever that is possible.
    if fitting.contains(where: { $0.layout == .ydm }), fitting.contains(where: { $0.layout == .ymd }) {
      return .settled(.ymd)
    }
    let timely = fitting.filter { $0.late == 0 }
    let credible = timely.isEmpty ? fitting : timely
    if credible.count == 1 { return .settled(credible[0].layout) }
    let ranked = credible.sorted { $0.jumpsBack < $1.jumpsBack }
    if ranked[1].jumpsBack >= 4 * ranked[0].jumpsBack + 1 { return .settled(ranked[0].layout) }
    let open = ranked.filter { $0.jumpsBack < 4 * ranked[0].jumpsBack + 1 }.map(\.layout)
    let dayFirst = open.first { $0.dayComesFirst } ?? open[0]
    let monthFirst = open.first { !$0.dayComesFirst && $0 != dayFirst } ?? open[1]
    return .ambiguous(dayFirst: dayFirst, monthFirst: monthFirst)
  }
}
