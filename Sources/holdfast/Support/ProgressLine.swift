import Glibc
import Records
import Storage

/// One moving line on standard error: how much, how fast, how long still.
///
/// Silent when nobody watches.
final class ProgressLine: @unchecked Sendable {  // Guarded by `lock`: jobs report from their own threads.
  private var lock = pthread_mutex_t()
  private let verb: String
  /// Whether what the job says of itself is shown, and not what follows from the numbers.
  private let tellsNote: Bool
  private let startedAt = SystemClock().now()
  private var lastDrawn = Instant(milliseconds: 0)
  private var isShown = false

  /// Creates a line that begins with a verb: `Importing`.
  init(_ verb: String, tellsNote: Bool = false) {
    self.verb = verb
    self.tellsNote = tellsNote
    pthread_mutex_init(&lock, nil)
  }

  /// Draws the line anew, at most ten times a second.
  func update(_ progress: Progress) {
    guard Output.notesAreLive else { return }
    pthread_mutex_lock(&lock)
    defer { pthread_mutex_unlock(&lock) }
    let now = SystemClock().now()
    guard now.milliseconds - lastDrawn.milliseconds >= 100 else { return }
    lastDrawn = now
    let seconds = max(0.001, Double(now.milliseconds - startedAt.milliseconds) / 1000)
    let rate = Double(progress.done) / seconds
    var text = "\(verb) \(Numbers.grouped(progress.done))"
    if tellsNote, let total = progress.total, total > 0 {
      Output.write("\r\u{1B}[K\(verb) \(progress.done * 100 / total) % · \(progress.note)", to: STDERR_FILENO)
      isShown = true
      return
    }
    if let total = progress.total, total > 0 {
      text += " of \(Numbers.grouped(total)) \(progress.unit) · \(progress.done * 100 / total) %"
      if rate > 0, progress.done < total {
        text += " · \(Numbers.duration(Double(total - progress.done) / rate)) left"
      }
    } else {
      text += " \(progress.unit)"
    }
    text += " · \(Numbers.grouped(Int64(rate)))/s"
    Output.write("\r\u{1B}[K" + text, to: STDERR_FILENO)
    isShown = true
  }

  /// Removes the line.
  func finish() {
    pthread_mutex_lock(&lock)
    defer { pthread_mutex_unlock(&lock) }
    if isShown { Output.write("\r\u{1B}[K", to: STDERR_FILENO) }
    isShown = false
  }
}

/// Numbers for people.
enum Numbers {
  /// Thousands separated by commas.
  static func grouped(_ value: some BinaryInteger) -> String {
    let digits = String(value.magnitude)
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result += "," }
      result.append(digit)
    }
    return (value < 0 ? "-" : "") + result
  }

  /// `3 s`, `2 min 5 s`, `1 h 12 min`.
  static func duration(_ seconds: Double) -> String {
    let whole = Int(min(seconds.rounded(.up), 1e9))
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole / 60 % 60) min"
  }

  /// `412 kB`, `1.2 MB`.
  static func bytes(_ value: Int64) -> String {
    if value < 1000 { return "\(value) bytes" }
    let units = ["kB", "MB", "GB", "TB"]
    var amount = Double(value) / 1000
    var unit = 0
    while amount >= 1000, unit + 1 < units.count {
      amount /= 1000
      unit += 1
    }
    let tenths = Int((amount * 10).rounded())
    return tenths % 10 == 0 || tenths >= 100
      ? "\((tenths + 5) / 10) \(units[unit])" : "\(tenths / 10).\(tenths % 10) \(units[unit])"
  }
}
