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
    var text = "\(verb) \(Numerals.grouped(progress.done))"
    if tellsNote, let total = progress.total, total > 0 {
      Output.write("\r\u{1B}[K\(verb) \(progress.done * 100 / total) % · \(progress.note)", to: STDERR_FILENO)
      isShown = true
      return
    }
    if let total = progress.total, total > 0 {
      text += " of \(Numerals.grouped(total)) \(progress.unit) · \(progress.done * 100 / total) %"
      if rate > 0, progress.done < total {
        text += " · \(Numerals.duration(Double(total - progress.done) / rate)) left"
      }
    } else {
      text += " \(progress.unit)"
    }
    text += " · \(Numerals.grouped(Int64(rate)))/s"
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
