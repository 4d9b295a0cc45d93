import Records
import TestSupport

@testable import Capture

extension FuzzTarget {
  static let chatWords = [
    "[", "] ", " - ", ": ", ", ", "\n", "\r\n", "\u{200E}", "\u{202F}", "\u{FEFF}", "\u{2068}", "\u{2069}", "PM",
    "a. m.",
    "下午", "오전", "٠١٢", "۱۲", "令和6年", "2567", "<Media omitted>", "<attached: ", "(file attached)", "image omitted",
    "This message was deleted", "Messages and calls are end-to-end encrypted", "POLL:", "OPTION: ",
    "‎<This message was edited>",
    "12/31/24, 11:59 PM - ", "31.12.24, 23:59 - ", "[2024-12-31, 23:59:59] ", "~ ", "+44 7700 900123",
    "location: https://",
    "created group “", "left", "added", "Missed voice call",
  ]

  static let chatExports: [FuzzTarget] = [
    FuzzTarget(
      "chat-text", dictionary: chatWords, seeds: { chatSeeds.map { Array($0.utf8) } },
      check: { bytes in
        for order in [nil, DateOrder.dayMonthYear] {
          try checkExport(bytes, order: order, name: "WhatsApp Chat with A.txt")
        }
      }),
    FuzzTarget(
      "chat-zip", dictionary: chatWords + ["PK\u{3}\u{4}", "PK\u{1}\u{2}", "PK\u{5}\u{6}", "_chat.txt", "../"],
      seeds: {
        let text = Array("[01.02.24, 09:17:02] A: hi\n[01.02.24, 09:18:02] A: \u{200E}<attached: a.jpg>\n".utf8)
        return [
          [0] + StoredZip.make([("_chat.txt", text), ("a.jpg", [0xFF, 0xD8, 0xFF, 0xE0])]),
          [1, 9] + Array("_chat.txt".utf8) + [UInt8(text.count)] + text + [5] + Array("a.jpg".utf8)
            + [4, 0xFF, 0xD8, 0xFF, 0xE0],
        ]
      }, check: checkZip),
    FuzzTarget(
      "chat-header", dictionary: chatWords, maximumLength: 128,
      seeds: {
        [
          "12/31/24, 11:59 PM - A: x", "[2024-12-31, 23:59:59] A: x", "31.12.2024, 23:59 - x",
          "\u{200E}[31/12/24 下午11:59:59] x",
          "R6.12.31 23:59 - x", "23:59, 31/12/2567 - x", "13. 6. 2018 v 9:17 - x", "٣١/١٢/٢٠٢٤, ١١:٥٩ م - x",
        ].map { Array($0.utf8) }
      },
      check: { bytes in
        guard let header = HeaderScanner.scan(bytes, from: 0, to: bytes.count) else { return }
        try require(header.rest > 0 && header.rest <= bytes.count, "a header of \(header.rest) bytes")
        for layout in DateLayout.allCases {
          guard let date = header.stamp.date(layout) else { continue }
          try require(
            CivilDate(year: date.year, month: date.month, day: date.day) == date, "no day of the calendar: \(date)")
          if let time = header.stamp.time(layout) {
            try require(CivilTime(time.instant(offsetSeconds: 0)) == time, "no time of the day: \(time)")
          }
        }
        _ = header.stamp.written
        // What follows a header does not change how it is read.
        if let again = HeaderScanner.scan(bytes + Array("x".utf8), from: 0, to: bytes.count + 1) {
          try require(again.stamp == header.stamp, "a header depends on what follows it")
        }
      }),
  ]

  private static let chatSeeds: [String] = [
    "12/31/24, 11:58 PM - Messages and calls are end-to-end encrypted. Tap to learn more.\n12/31/24, 11:59 PM - A: hi\nmore\n1/1/25, 12:00 AM - B: <Media omitted>\n",
    "\u{FEFF}[31.12.24, 23:59:58] A: \u{200E}Messages and calls are end-to-end encrypted.\r\n[31.12.24, 23:59:59] ~ B: \u{200E}<attached: 1-PHOTO-2024-12-31-23-59-59.jpg>\r\n[01.01.25, 00:00:00] B: x \u{200E}<This message was edited>\r\n",
    "31/12/2567 23:59 - +44 7700 900123: x\n31/12/2567 23:59 - A: location: https://maps.google.com/?q=1.5,-2\n",
    "[2024/12/31 下午11:59:59] A: POLL:\nq\nOPTION: a (1 vote)\nOPTION: b (0 votes)\n",
    "02/03/24, 09:17 - A: x\n03/02/24, 09:17 - A: This message was deleted\n02/04/24, 9:17 - A created group “g”\n",
    "٣١/١٢/٢٠٢٤, ١١:٥٩ م - A: x\n",
    "3/10/24, 2:30 AM - A: x\n31.3.24, 02:30 - A: y\n27.10.24, 02:30 - A: z\n",
  ]

  private static func checkExport(_ bytes: [UInt8], order: DateOrder?, name: String) throws {
    var context = context
    context.dateOrder = order
    guard let export = try? ChatExport(bytes: bytes, path: name, names: [name], context: context) else { return }
    let whole = export.transcript.bytes
    try require(export.lines.count == export.transcript.entries.count, "lines and entries differ in number")
    var end = export.transcript.preamble.upperBound
    for entry in export.transcript.entries {
      try require(entry.range.lowerBound == end, "bytes \(end) to \(entry.range.lowerBound) belong to no message")
      end = entry.range.upperBound
    }
    try require(end == whole.count, "the last message ends at \(end) of \(whole.count)")
    var readings = ChatReadings(export, context: context, sourceName: name, fileDigest: "")
    var body: [UInt8] = []
    var events = 0
    while let reading = try readings.nextReading() {
      try checkReading(reading, body: reading.delivery.body)
      body += reading.delivery.body
      events += reading.events.count
    }
    try require(body == Array(whole), "the deliveries are not the text")
    try require(events == export.lines.count, "\(export.lines.count) messages became \(events) events")
  }

  private static func checkZip(_ bytes: [UInt8]) throws {
    var input = FuzzInput(bytes)
    var zip = bytes
    if input.byte() & 1 == 0 {
      zip = input.remainder()
    } else {
      var files: [(String, [UInt8])] = []
      while !input.isEmpty, files.count < 16 { files.append((input.text(), input.piece())) }
      zip = StoredZip.make(files)
    }
    try TemporaryFile.with(zip, suffix: ".zip") { path in
      guard var reader = try? ChatZipReader(path: path, context: context) else { return }
      var attached = 0
      while let reading = try? reader.next() {
        try checkReading(reading, body: reading.delivery.body)
        for attachment in reading.attachments {
          attached += 1
          var size = 0
          try? attachment.read { size += $0.count }
          // Stored files cannot grow; compressed ones are held to what libarchive unpacks.
          try require(size <= zip.count * 1032 + 1024, "\(zip.count) bytes unpack to \(size)")
        }
      }
      try require(attached <= zip.count / 30 + 1, "\(attached) files in \(zip.count) bytes")
    }
  }
}
