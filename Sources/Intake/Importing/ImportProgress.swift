import Records
import Storage

/// Tells how far an import has come: bytes, messages, rate and the time that is left.
struct ImportProgress {
  private let total: Int64
  private let started = ContinuousClock.now
  private var lastTold: ContinuousClock.Instant?
  private let tell: (Progress) -> Void
  /// Bytes of the files that are done.
  private var before: Int64 = 0

  init(total: Int64, tell: @escaping (Progress) -> Void) {
    self.total = total
    self.tell = tell
  }

  /// Tells at most ten times a second.
  mutating func at(_ done: Int64, deliveries: Int64) {
    let now = ContinuousClock.now
    if let lastTold, now - lastTold < .milliseconds(100) { return }
    lastTold = now
    let bytes = min(total, before + done)
    let elapsed = ImportProgress.seconds(now - started)
    var note = "\(deliveries) deliveries"
    if elapsed > 0.2 {
      note += ", \(Int64(Double(deliveries) / elapsed))/s"
      if bytes > 0, total > bytes {
        let left = elapsed * Double(total - bytes) / Double(bytes)
        note += ", " + ImportProgress.words(left) + " left"
      }
    }
    tell(Progress(done: bytes, total: total, unit: "bytes", note: note))
  }

  mutating func finished(fileOf size: Int64) { before += size }

  /// Tells the end, whatever was told last.
  func end(deliveries: Int64) {
    tell(Progress(done: total, total: total, unit: "bytes", note: "\(deliveries) deliveries"))
  }

  private static func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
  }

  static func words(_ seconds: Double) -> String {
    let whole = Int64(min(seconds.rounded(.up), 1e9))
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole / 60 % 60) min"
  }
}
