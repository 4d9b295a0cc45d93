import Records

/// Counts over time as a line of small bars.
enum Sparkline {
  private static let bars: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

  /// How many of the instants fall into each of so many equal stretches between two instants.
  static func counts(_ instants: [Instant], from: Instant, until: Instant, buckets: Int) -> [Int] {
    guard buckets > 0 else { return [] }
    var result = [Int](repeating: 0, count: buckets)
    let span = Double(until.milliseconds) - Double(from.milliseconds)
    for instant in instants {
      let part = span > 0 ? (Double(instant.milliseconds) - Double(from.milliseconds)) / span : 0
      let bucket = Int(min(1, max(0, part)) * Double(buckets))
      result[min(buckets - 1, bucket)] += 1
    }
    return result
  }

  /// The bars; a blank where there is nothing.
  static func text(_ counts: [Int]) -> String {
    let most = counts.max() ?? 0
    guard most > 0 else { return "" }
    return String(counts.map { $0 == 0 ? " " : bars[max(0, min(7, ($0 * 8 + most - 1) / most - 1))] })
  }
}
