import Intake
import Records

/// A job that the fetcher holds: in the spool until it is done for good.
struct MediaWork: Sendable {
  var position: SpoolPosition
  var job: MediaJob
  var deadline: Instant
  /// When it is next tried.
  var due: Instant
  /// Tries so far, by what they failed with.
  var tries: [MediaFailure.Nature: Int] = [:]
  /// Whether a reading that says what is the matter was filed already.
  var isReported = false

  init(position: SpoolPosition, job: MediaJob, due: Instant) {
    self.position = position
    self.job = job
    self.due = due
    deadline = MediaExpiry.deadline(of: job.record)
  }
}

/// Work in the order in which it is due.
struct MediaQueue: Sendable {
  // Latest first, so that the next is taken from the end.
  private var work: [MediaWork] = []

  var count: Int { work.count }
  var nextDue: Instant? { work.last?.due }

  mutating func add(_ item: MediaWork) {
    var low = 0
    var high = work.count
    while low < high {
      let middle = (low + high) / 2
      if work[middle].due > item.due { low = middle + 1 } else { high = middle }
    }
    work.insert(item, at: low)
  }

  /// The work that has been due longest, if any is.
  mutating func take(at now: Instant) -> MediaWork? {
    guard let last = work.last, last.due <= now else { return nil }
    return work.removeLast()
  }
}
