import Records

/// Cuts an export into its entries.
///
/// The shape of the first header is the file's own. A header in another shape is taken for one only where its time
/// lies between those around it; else it is text that somebody quoted. Files that end messages in CR LF (iOS) have
/// no header after a bare LF.
struct ChatSplitter {
  private let bytes: [UInt8]
  private let inference: DateOrderInference
  private let unaided: DateOrderInference

  /// Creates a splitter; dates after `latest` are not believed where another order gives earlier ones.
  init(_ bytes: [UInt8], latest: CivilDate, stated: DateLayout?) {
    self.bytes = bytes
    inference = DateOrderInference(latest: latest, stated: stated)
    unaided = DateOrderInference(latest: latest, stated: nil)
  }

  /// A line that begins with a header.
  private struct Candidate {
    var start: Int
    var end: Int
    var line: Int
    var afterCRLF: Bool
    var header: ChatHeader
  }

  /// How the lines of one shape are read.
  private enum Order {
    case settled(DateLayout)
    case open(DateLayout, DateLayout)
    case none
  }

  /// Cuts the file.
  func split() -> ChatTranscript {
    var candidates = findCandidates()
    var transcript = ChatTranscript(
      bytes: bytes, preamble: 0..<(candidates.first?.start ?? bytes.count), entries: [], isBracketed: false,
      isMarked: false, findings: [])
    guard let own = candidates.first?.header.shape else { return transcript }
    transcript.isBracketed = own.ending == .bracket
    var quoted: [Candidate] = []
    if endsMessagesInCRLF(candidates, own) {
      quoted = candidates.dropFirst().filter { !$0.afterCRLF }
      candidates = candidates.prefix(1) + candidates.dropFirst().filter(\.afterCRLF)
    }
    let orders = findOrders(candidates, own: own, inference, transcript: &transcript)
    var nothing = transcript
    let unaidedOrders =
      inference.stated == nil ? orders : findOrders(candidates, own: own, unaided, transcript: &nothing)
    if inference.stated != nil, case .settled(let layout)? = orders[own] {
      if case .settled? = unaidedOrders[own] {} else { transcript.statedOrder = layout }
    }
    let accepted = accept(candidates, own: own, orders: orders, quoted: &quoted)
    build(accepted, quoted: quoted, orders: orders, unaided: unaidedOrders, into: &transcript)
    return transcript
  }

  // MARK: Lines

  private func findCandidates() -> [Candidate] {
    // A file without any LF was made on a system that ends lines in CR.
    let newline: UInt8 = bytes.contains(0x0A) ? 0x0A : 0x0D
    var found: [Candidate] = []
    var start = 0
    var line = 1
    var afterCRLF = true
    while start < bytes.count {
      var end = start
      while end < bytes.count, bytes[end] != newline { end += 1 }
      let crlf = newline == 0x0A && end > start && bytes[end - 1] == 0x0D
      let textEnd = crlf ? end - 1 : end
      if let header = HeaderScanner.scan(bytes, from: start, to: textEnd) {
        found.append(Candidate(start: start, end: textEnd, line: line, afterCRLF: afterCRLF, header: header))
      }
      afterCRLF = crlf
      start = end + 1
      line += 1
    }
    return found
  }

  private func endsMessagesInCRLF(_ candidates: [Candidate], _ own: HeaderShape) -> Bool {
    guard own.ending == .bracket else { return false }
    var after = 0
    var bare = 0
    for candidate in candidates.dropFirst() { if candidate.afterCRLF { after += 1 } else { bare += 1 } }
    return after >= 10 && bare * 10 <= after
  }

  // MARK: Orders

  private func findOrders(
    _ candidates: [Candidate], own: HeaderShape, _ inference: DateOrderInference, transcript: inout ChatTranscript
  ) -> [HeaderShape: Order] {
    var stamps: [HeaderShape: [ChatStamp]] = [:]
    for candidate in candidates { stamps[candidate.header.shape, default: []].append(candidate.header.stamp) }
    var orders: [HeaderShape: Order] = [:]
    let ownStamps = stamps.removeValue(forKey: own) ?? []
    switch inference.finding(ownStamps, shape: own) {
    case .settled(let layout):
      orders[own] = .settled(layout)
      if let stated = inference.stated, stated != layout, layout.places.year == stated.places.year {
        transcript.findings.append(
          (0, "the dates of this file cannot be in the order \(stated.rawValue); they were read as \(layout.rawValue)"))
      }
    case .ambiguous(let dayFirst, let monthFirst):
      orders[own] = .open(dayFirst, monthFirst)
      transcript.ambiguity = (dayFirst, monthFirst)
    case .impossible: orders[own] = Order.none
    }
    for (shape, list) in stamps {
      switch inference.finding(list, shape: shape) {
      case .settled(let layout): orders[shape] = .settled(layout)
      case .ambiguous(let dayFirst, let monthFirst):
        // The phone that wrote the rest of the file wrote these lines as well.
        if case .settled(let layout)? = orders[own] {
          orders[shape] = .settled(layout.dayComesFirst ? dayFirst : monthFirst)
        } else {
          orders[shape] = .open(dayFirst, monthFirst)
        }
      case .impossible: orders[shape] = Order.none
      }
    }
    return orders
  }

  private func time(_ candidate: Candidate, _ order: Order?) -> CivilTime? {
    switch order {
    case .settled(let layout), .open(let layout, _): return candidate.header.stamp.time(layout)
    case .some(.none), nil: return nil
    }
  }

  // MARK: Acceptance

  private func accept(
    _ candidates: [Candidate], own: HeaderShape, orders: [HeaderShape: Order], quoted: inout [Candidate]
  ) -> [Candidate] {
    var accepted: [Candidate] = []
    accepted.reserveCapacity(candidates.count)
    var previous: Int64 = .min
    let following = nextOwnTimes(candidates, own: own, orders: orders)
    let ownIsUnreadable: Bool
    if case .some(.none) = orders[own] { ownIsUnreadable = true } else { ownIsUnreadable = false }
    for (index, candidate) in candidates.enumerated() {
      let shape = candidate.header.shape
      let minute = time(candidate, orders[shape]).map(ChatSplitter.minute)
      if shape == own {
        // A date that does not exist in the file's order is somebody's text, unless no date of the file does.
        guard minute != nil || ownIsUnreadable else {
          quoted.append(candidate)
          continue
        }
      } else {
        guard let minute, minute > previous, minute <= following[index] else {
          quoted.append(candidate)
          continue
        }
      }
      if let minute { previous = minute }
      accepted.append(candidate)
    }
    return accepted
  }

  /// For each candidate the time of the next header in the file's own shape.
  private func nextOwnTimes(_ candidates: [Candidate], own: HeaderShape, orders: [HeaderShape: Order]) -> [Int64] {
    var next = [Int64](repeating: .max, count: candidates.count)
    var following = Int64.max
    for index in candidates.indices.reversed() {
      next[index] = following
      if candidates[index].header.shape == own, let own = time(candidates[index], orders[own]) {
        following = ChatSplitter.minute(own)
      }
    }
    return next
  }

  private static func minute(_ time: CivilTime) -> Int64 {
    Int64(time.date.daysSinceEpoch) * 1440 + Int64(time.hour * 60 + time.minute)
  }

  // MARK: Entries

  private func build(
    _ accepted: [Candidate], quoted: [Candidate], orders: [HeaderShape: Order], unaided: [HeaderShape: Order],
    into transcript: inout ChatTranscript
  ) {
    transcript.entries.reserveCapacity(accepted.count)
    transcript.preamble = 0..<(accepted.first?.start ?? bytes.count)
    var quotes = quoted.sorted { $0.start < $1.start }[...]
    for (index, candidate) in accepted.enumerated() {
      let end = index + 1 < accepted.count ? accepted[index + 1].start : bytes.count
      var textEnd = end
      while textEnd > candidate.header.rest, bytes[textEnd - 1] == 0x0A || bytes[textEnd - 1] == 0x0D { textEnd -= 1 }
      var entry = ChatEntry(
        range: candidate.start..<end, rest: candidate.header.rest, firstLineEnd: min(candidate.end, textEnd),
        textEnd: textEnd, line: candidate.line, stamp: candidate.header.stamp,
        lineMarked: candidate.header.lineMarked)
      if case .settled(let layout)? = orders[candidate.header.shape] {
        entry.time = candidate.header.stamp.time(layout)
      }
      switch unaided[candidate.header.shape] {
      case .settled: break
      case .open(let dayFirst, let monthFirst):
        guard let one = candidate.header.stamp.time(dayFirst), let other = candidate.header.stamp.time(monthFirst)
        else {
          entry.isOpen = true
          break
        }
        // 05/05 is one day in either order.
        if one == other { entry.time = one } else { entry.readings = (one, other) }
        entry.isOpen = one != other
      case .some(.none), nil: entry.isOpen = true
      }
      while let quote = quotes.first, quote.start < end {
        quotes.removeFirst()
        guard quote.start > candidate.start else { continue }
        entry.quotesHeader = true
      }
      if entry.lineMarked || ChatMarks.isAppMark(in: bytes, at: entry.rest, end: entry.textEnd) {
        transcript.isMarked = true
      } else if !transcript.isMarked,
        let author = AuthorScanner.author(bytes, from: entry.rest, to: entry.firstLineEnd),
        ChatMarks.isAppMark(in: bytes, at: author.body, end: entry.textEnd)
      {
        transcript.isMarked = true
      }
      transcript.entries.append(entry)
    }
  }
}
