import Records
import Sealing

/// Turns an export into readings: one delivery, or several where the text is very long.
struct ChatReadings {
  /// The reader's name and version, as records keep it.
  static let reader = "chat-export/1"
  /// Longer exports are split between messages, so that memory and records stay bounded.
  static let longestDelivery = 8 << 20

  private(set) var export: ChatExport
  private let context: ReadingContext
  private let sourceName: String
  private let fileDigest: String
  private var builder: ChatEventBuilder?
  private var next = 0

  /// Begins; `sourceName` is the file's name without its folder.
  init(_ export: ChatExport, context: ReadingContext, sourceName: String, fileDigest: String) {
    self.export = export
    self.context = context
    self.sourceName = sourceName
    self.fileDigest = fileDigest
  }

  /// How many bytes of the text lie behind.
  var done: Int64 {
    let entries = export.transcript.entries
    return Int64(next < entries.count ? entries[next].range.lowerBound : export.transcript.bytes.count)
  }

  var isAtEnd: Bool { next >= export.transcript.entries.count }

  /// Aligns with what is archived, before anything is read.
  mutating func align(with known: any KnownChatExports) throws -> String? {
    guard next == 0 else { return nil }
    return try export.align(with: known)
  }

  /// The next delivery with its events.
  mutating func nextReading() throws -> Reading? {
    let transcript = export.transcript
    guard next < transcript.entries.count else { return nil }
    let first = next
    let start = first == 0 ? 0 : transcript.entries[first].range.lowerBound
    var last = first
    while last + 1 < transcript.entries.count,
      transcript.entries[last + 1].range.upperBound - start <= ChatReadings.longestDelivery
    {
      last += 1
    }
    next = last + 1
    let body = Array(transcript.bytes[start..<transcript.entries[last].range.upperBound])
    let delivery = delivery(body, offset: start, line: first == 0 ? 1 : transcript.entries[first].line)
    var sink = EventSink(
      delivery: delivery.id, capturedAt: context.capturedAt, reader: ChatReadings.reader, sequence: Int64(first))
    var builder = self.builder ?? export.builder()
    for index in first...last {
      let entry = transcript.entries[index]
      let event = try builder.event(entry, export.lines[index], label: export.labels[index])
      sink.add(event, at: "line \(entry.line)")
    }
    self.builder = builder
    if first == 0 { sink.exceptions += exceptions() }
    return Reading(delivery: delivery, events: sink.events, exceptions: sink.exceptions)
  }

  private func delivery(_ body: [UInt8], offset: Int, line: Int) -> Delivery {
    let digest = SHA256.hash(body)
    return Delivery(
      id: Identifiers(vault: context.vault).delivery(
        provider: .chatExport, account: export.account, originalDigest: digest),
      provider: .chatExport, account: export.account, capturedAt: context.capturedAt, authenticity: .file,
      source: DeliverySource(
        name: sourceName, fileDigest: fileDigest, offset: Int64(offset), line: Int64(line)),
      body: body)
  }

  // MARK: What an officer should know

  private func exceptions() -> [ReadingException] {
    let transcript = export.transcript
    var found: [ReadingException] = []
    let preamble = transcript.bytes[transcript.preamble]
    if ChatMarks.stripped(preamble).contains(where: { $0 > 0x20 }) {
      found.append(
        ReadingException(
          where_: "line 1",
          what: "\(preamble.count) bytes stand before the first message; they are kept raw and belong to no message"))
    }
    if transcript.ambiguity != nil,
      let entry = transcript.entries.first(where: { $0.readings != nil && $0.time == nil }),
      let readings = entry.readings
    {
      found.append(
        ReadingException(
          where_: "line \(entry.line)",
          what: """
            the order of day and month is ambiguous: “\(entry.stamp.written)” is \(readings.dayFirst.date) or \
            \(readings.monthFirst.date), and nothing in the file settles it. Its messages are kept without a date, with \
            both readings; import it again with --date-order dmy or --date-order mdy
            """))
    }
    for finding in transcript.findings {
      found.append(ReadingException(where_: finding.line > 0 ? "line \(finding.line)" : "dates", what: finding.what))
    }
    let quoting = transcript.entries.filter(\.quotesHeader)
    if let one = quoting.first {
      found.append(
        ReadingException(
          where_: "line \(one.line)",
          what: "\(quoting.count) message(s) hold lines that look like headers; they were taken for quoted text"))
    }
    let dateless = transcript.entries.filter { $0.time == nil && $0.readings == nil }
    if let one = dateless.first {
      found.append(
        ReadingException(
          where_: "line \(one.line)", what: "\(dateless.count) message(s) have a date that does not exist"))
    }
    if let limit = ExportLimit.reached(by: export.lines) {
      found.append(ReadingException(where_: "line 1", what: limit))
    }
    return found
  }
}
