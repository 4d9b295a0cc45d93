import Records
import Storage

/// Tells how far the import of an archive has come; what an earlier run did counts as done, and not for the rate.
struct BackfillProgress {
  private let total: Int64
  private let tell: (Progress) -> Void
  private let started = ContinuousClock.now
  private var lastTold: ContinuousClock.Instant?
  private let before: (bytes: Int64, records: Int64)

  init(total: Int64, before: (bytes: Int64, records: Int64), tell: @escaping (Progress) -> Void) {
    self.total = total
    self.before = before
    self.tell = tell
  }

  /// Tells at most ten times a second.
  mutating func at(_ bytes: Int64, records: Int64) {
    let now = ContinuousClock.now
    if let lastTold, now - lastTold < .milliseconds(100) { return }
    lastTold = now
    let seconds = Double((now - started).components.seconds) + Double((now - started).components.attoseconds) / 1e18
    var note = "\(records) records"
    if seconds > 0.2 {
      note += ", \(Int64(Double(max(0, records - before.records)) / seconds))/s"
      let done = bytes - before.bytes
      if done > 0, total > bytes {
        note += ", " + ImportProgress.words(seconds * Double(total - bytes) / Double(done)) + " left"
      }
    }
    tell(Progress(done: min(bytes, total), total: total, unit: "bytes", note: note))
  }

  /// Tells the end, whatever was told last.
  func end(records: Int64) { tell(Progress(done: total, total: total, unit: "bytes", note: "\(records) records")) }
}
