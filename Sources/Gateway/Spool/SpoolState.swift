import Intake
import Records

/// What a spool knows of its entries: values and decisions, no input or output.
struct SpoolState: Sendable {
  /// One file and its entries.
  struct File: Sendable {
    var number: UInt64
    var path: String
    var key: SpoolFileKey
    /// Where the entries begin.
    var start: Int
    var slots: [SpoolScan.Slot]
    var acknowledged = EntryRuns()
    /// Entries that can be read and are not acknowledged.
    var live = 0
    /// Whether entries are still added.
    var isActive: Bool
    /// A damaged file stays for an investigation.
    var isDamaged = false

    var canBeRemoved: Bool { !isActive && live == 0 && !isDamaged }
  }

  /// An entry that is to be read for whoever asked.
  struct Handout: Sendable {
    var position: SpoolPosition
    var slot: SpoolScan.Slot
    var path: String
    var key: SpoolFileKey
    var attempts: Int
  }

  /// What is given back is not handed out again before this has passed: whoever fails at once would not do else.
  static let rest = Duration.milliseconds(50)
  /// At most so many bytes are handed out at once, or one entry.
  static let handoutBytes = 16 << 20

  let limit: Int64
  private(set) var files: [File] = []
  private(set) var entries: Int64 = 0
  private(set) var bytes: Int64 = 0
  private(set) var damages: [SpoolError] = []
  /// The next entry that was never handed out.
  private var cursor = SpoolPosition(major: 0, minor: 0)
  /// Given back, oldest first, perhaps acknowledged since.
  private var returned: [SpoolPosition] = []
  /// Given back just now, oldest first, each batch until when it rests.
  private var resting: [(until: ContinuousClock.Instant, positions: [SpoolPosition])] = []
  private var attempts: [SpoolPosition: Int] = [:]
  private var outstanding: Set<SpoolPosition> = []

  init(limit: Int64) { self.limit = limit }

  // MARK: - Files

  private func index(of number: UInt64) -> Int? {
    var (low, high) = (0, files.count)
    while low < high {
      let middle = (low + high) / 2
      if files[middle].number < number { low = middle + 1 } else { high = middle }
    }
    return low < files.count && files[low].number == number ? low : nil
  }

  /// Adds a file, whose number is the largest; its entries count.
  mutating func add(_ file: File) {
    var file = file
    file.live = 0
    for (number, slot) in file.slots.enumerated() where !slot.isMissing && !file.acknowledged.contains(number) {
      file.live += 1
      bytes += Int64(slot.length)
    }
    entries += Int64(file.live)
    files.append(file)
  }

  mutating func note(_ damage: SpoolError) { damages.append(damage) }

  /// Adds confirmed entries to a file.
  mutating func confirm(_ slots: [SpoolScan.Slot], in number: UInt64) {
    guard let index = index(of: number) else { return }
    files[index].slots.append(contentsOf: slots)
    files[index].live += slots.count
    entries += Int64(slots.count)
    for slot in slots { bytes += Int64(slot.length) }
  }

  /// Nothing is added to any file any more.
  mutating func endActiveFile() { for index in files.indices { files[index].isActive = false } }

  /// Takes out the files whose entries are all safe elsewhere.
  mutating func removeFinished() -> [String] {
    // Mostly there is none, and this is asked after every acknowledgement.
    guard files.contains(where: \.canBeRemoved) else { return [] }
    let paths = files.filter(\.canBeRemoved).map(\.path)
    files.removeAll(where: \.canBeRemoved)
    return paths
  }

  /// The slot of an entry that is not acknowledged and can be read.
  private func live(_ position: SpoolPosition) -> (file: Int, entry: Int)? {
    guard let file = index(of: position.major), let entry = Int(exactly: position.minor),
      entry < files[file].slots.count, !files[file].slots[entry].isMissing,
      !files[file].acknowledged.contains(entry)
    else { return nil }
    return (file, entry)
  }

  private func handout(_ file: Int, _ entry: Int) -> Handout {
    let position = SpoolPosition(major: files[file].number, minor: UInt64(entry))
    return Handout(
      position: position, slot: files[file].slots[entry], path: files[file].path, key: files[file].key,
      attempts: attempts[position] ?? 0)
  }

  // MARK: - Handing out

  /// Takes entries to hand out, oldest first.
  mutating func take(_ limit: Int, now: ContinuousClock.Instant = .now) -> [Handout] {
    wakeRested(now)
    var taken: [Handout] = []
    var length = 0
    func hasRoom(_ slot: SpoolScan.Slot) -> Bool {
      taken.count < limit && (taken.isEmpty || length + Int(slot.length) <= SpoolState.handoutBytes)
    }
    var used = 0
    for position in returned {
      guard let (file, entry) = live(position) else {
        used += 1
        continue
      }
      let next = handout(file, entry)
      guard hasRoom(next.slot) else { break }
      taken.append(next)
      length += Int(next.slot.length)
      used += 1
    }
    returned.removeFirst(used)
    if returned.isEmpty { takeNew(limit, &taken, &length) }
    for handout in taken { outstanding.insert(handout.position) }
    return taken
  }

  private mutating func wakeRested(_ now: ContinuousClock.Instant) {
    let rested = resting.prefix { $0.until <= now }
    guard !rested.isEmpty else { return }
    returned = (returned + rested.flatMap(\.positions)).sorted()
    resting.removeFirst(rested.count)
  }

  /// When the next of what was given back has rested; nil when nothing rests.
  var nextRested: ContinuousClock.Instant? { resting.first?.until }

  private mutating func takeNew(_ limit: Int, _ taken: inout [Handout], _ length: inout Int) {
    var file = files.firstIndex { $0.number >= cursor.major } ?? files.count
    while file < files.count, taken.count < limit {
      var entry = files[file].number == cursor.major ? Int(cursor.minor) : 0
      while entry < files[file].slots.count, taken.count < limit {
        let gap = files[file].acknowledged.firstGap(from: entry)
        if gap > entry {
          entry = gap
          continue
        }
        let slot = files[file].slots[entry]
        if !slot.isMissing {
          if !taken.isEmpty, length + Int(slot.length) > SpoolState.handoutBytes {
            cursor = SpoolPosition(major: files[file].number, minor: UInt64(entry))
            return
          }
          taken.append(handout(file, entry))
          length += Int(slot.length)
        }
        entry += 1
      }
      cursor = SpoolPosition(major: files[file].number, minor: UInt64(entry))
      file += 1
    }
  }

  /// Whether ``take(_:)`` would find something.
  var hasNext: Bool {
    if returned.contains(where: { live($0) != nil }) { return true }
    guard let first = files.firstIndex(where: { $0.number >= cursor.major }) else { return false }
    for file in files[first...] {
      var entry = file.number == cursor.major ? Int(cursor.minor) : 0
      while case let next = file.acknowledged.firstGap(from: entry), next < file.slots.count {
        if !file.slots[next].isMissing { return true }
        entry = next + 1
      }
    }
    return false
  }

  /// Hands out again, after a rest, what was handed out; `failed` counts it as an attempt.
  mutating func giveBack(
    _ positions: [SpoolPosition], failed: Bool = true, now: ContinuousClock.Instant = .now
  ) {
    var more: [SpoolPosition] = []
    for position in positions where outstanding.remove(position) != nil && live(position) != nil {
      if failed { attempts[position, default: 0] += 1 }
      more.append(position)
    }
    guard !more.isEmpty else { return }
    resting.append((now + SpoolState.rest, more.sorted()))
  }

  /// Takes out an entry that does not open.
  mutating func lose(_ position: SpoolPosition, _ damage: SpoolError) {
    outstanding.remove(position)
    guard let (file, entry) = live(position) else { return }
    let length = files[file].slots[entry].length
    files[file].slots[entry] = .missing
    files[file].isDamaged = true
    files[file].live -= 1
    entries -= 1
    bytes -= Int64(length)
    damages.append(damage)
  }

  // MARK: - Acknowledging

  /// The ranges to write down for positions that are there and not acknowledged.
  func ranges(_ positions: [SpoolPosition]) -> [AcknowledgedRange] {
    var ranges: [AcknowledgedRange] = []
    for position in positions.sorted() {
      guard let (_, entry) = live(position) else { continue }
      if let last = ranges.indices.last, ranges[last].file == position.major, ranges[last].entries.upperBound >= entry {
        ranges[last].entries = ranges[last].entries.lowerBound..<max(ranges[last].entries.upperBound, entry + 1)
      } else {
        ranges.append(AcknowledgedRange(file: position.major, entries: entry..<entry + 1))
      }
    }
    return ranges
  }

  /// All that is acknowledged in the files there are.
  var acknowledged: [AcknowledgedRange] {
    files.flatMap { file in
      file.acknowledged.runs.map { AcknowledgedRange(file: file.number, entries: $0) }
    }
  }

  /// Forgets what was written down.
  mutating func acknowledge(_ ranges: [AcknowledgedRange]) {
    for range in ranges {
      guard let file = index(of: range.file) else { continue }
      for entry in range.entries.clamped(to: 0..<files[file].slots.count) {
        let slot = files[file].slots[entry]
        guard !slot.isMissing, !files[file].acknowledged.contains(entry) else { continue }
        files[file].live -= 1
        entries -= 1
        bytes -= Int64(slot.length)
        let position = SpoolPosition(major: range.file, minor: UInt64(entry))
        outstanding.remove(position)
        if !attempts.isEmpty { attempts[position] = nil }
      }
      files[file].acknowledged.insert(range.entries)
    }
  }

  /// The oldest entry that is not acknowledged.
  var oldest: Handout? {
    for (index, file) in files.enumerated() where file.live > 0 {
      var entry = file.acknowledged.firstGap(from: 0)
      while entry < file.slots.count {
        if !file.slots[entry].isMissing { return handout(index, entry) }
        entry = file.acknowledged.firstGap(from: entry + 1)
      }
    }
    return nil
  }
}
