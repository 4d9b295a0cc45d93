import Records
import Sealing

@testable import Capture

extension FuzzTarget {
  static let context = ReadingContext(
    vault: VaultID(suffix: "fuzzvault"), capturedAt: Instant(seconds: 1_767_600_000), timeZone: "Europe/Berlin",
    secretKey: [1, 2, 3, 4])

  static let payloads: [FuzzTarget] = [
    payload("meta", .meta, metaWords, metaSeeds),
    payload("wasender", .wasender, baileysWords, wasenderSeeds),
    payload("waha", .wahaGateway, wahaWords, wahaSeeds),
    payload("gowa", .gowaGateway, gowaWords, gowaSeeds),
    payload("evolution", .evolutionGateway, baileysWords + ["messages.edited", "instance", "keyId"], evolutionSeeds),
    FuzzTarget("payload-file", dictionary: jsonWords, seeds: { fileSeeds }, check: checkFile),
    FuzzTarget(
      "archive-records", dictionary: archiveWords,
      seeds: { archiveSeeds.map { Array($0.utf8) } }, check: checkArchive),
    FuzzTarget(
      "exchange", dictionary: jsonWords + ["\"exchange\":1", "\"request\":", "\"response_base64\":", "\"status\":"],
      seeds: {
        [
          Exchange(
            provider: .meta, account: "900", path: "/v20.0/900/messages", requestedAt: Instant(seconds: 1_767_366_759),
            answeredAt: Instant(seconds: 1_767_366_760), status: 200,
            request: Array(
              #"{"messaging_product":"whatsapp","to":"447700900123","type":"text","text":{"body":"x"}}"#.utf8),
            response: Array(#"{"messages":[{"id":"wamid.A"}],"contacts":[{"wa_id":"447700900123"}]}"#.utf8)),
          Exchange(
            provider: .wasender, account: "desk", path: "/api/send-message", requestedAt: Instant(seconds: 1),
            request: [0xFF, 0xFE]),
        ].map { $0.encoded() }
      },
      check: { bytes in
        guard let value = try? JSONReader.parse(bytes), let exchange = Exchange(value) else { return }
        guard let again = (try? JSONReader.parse(exchange.encoded())).flatMap({ Exchange($0) }) else {
          throw FuzzFailure("an exchange cannot be read back")
        }
        try require(again == exchange, "an exchange reads back differently")
        let reader = ExchangeReader(context: context)
        try checkReading(reader.read(body: bytes, authenticity: .file), body: bytes)
      }),
    FuzzTarget(
      "redaction", dictionary: jsonWords + ["\"apikey\":", "\"token\":", "\"qr\":", "\"data\":", "\"payload\":"],
      seeds: {
        [#"{"apikey":"k-1","data":{"qr":"2@x","session":"s"}}"#, #"{"payload":"{\"token\":\"t\"}"}"#].map {
          Array($0.utf8)
        }
      },
      check: { bytes in
        let redactor = SecretRedactor(key: [1, 2, 3])
        for form in [PairingForm.none, .whole, .inner] {
          let (body, redactions) = redactor.redact(bytes, form: form)
          try require(redactions.isEmpty == (body == bytes), "a body changed without a word, or said to be")
          try require(body.count <= bytes.count * 60 + 64, "\(bytes.count) bytes became \(body.count)")
          for redaction in redactions {
            try require(
              redaction.offset >= 0 && redaction.length > 0
                && redaction.offset + redaction.length <= Int64(body.count), "a redaction lies outside the body")
          }
          guard (try? JSONReader.parse(bytes)) != nil else { continue }
          try require((try? JSONReader.parse(body)) != nil, "JSON is none any more without its secrets")
        }
      }),
    FuzzTarget(
      "addresses",
      dictionary: ["@s.whatsapp.net", "@lid", "@g.us", "@c.us", "true_", "false_", "+", ":1", "_", "T", "Z"],
      maximumLength: 256,
      seeds: {
        [
          "447700900123:7@s.whatsapp.net", "true_1@g.us_A_9@lid", "+44 7700 900-123", "1767366759.5", "1767366759123",
          "2026-01-02T12:12:39.000+01:00", "1e12", "BEGIN:VCARD\nTEL;waid=1:+1\nFN:x\nEND:VCARD",
        ].map { Array($0.utf8) }
      }, check: checkAddress),
  ]

  /// A webhook body as it comes, where the endpoint says whose it is; and the same once more, as a second delivery.
  private static func payload(_ name: String, _ provider: Provider, _ words: [String], _ seeds: [String]) -> FuzzTarget
  {
    FuzzTarget(
      name, dictionary: jsonWords + words, seeds: { seeds.map { Array($0.utf8) } },
      check: { bytes in
        var reader = PayloadReader(context: context, expecting: provider)
        var again = reader
        let reading = reader.read(body: bytes)
        try checkReading(reading, body: bytes)
        try require(again.read(body: bytes).events == reading.events, "reading is no function of the bytes")
        // State that one delivery leaves behind must not break the next.
        try checkReading(reader.read(body: bytes), body: bytes)
      })
  }

  /// What must hold of every reading: nothing vanishes, and everything can be sealed and read back.
  static func checkReading(_ reading: Reading, body: [UInt8]) throws {
    try require(!reading.events.isEmpty, "nothing came of the bytes")
    try require(reading.events.count <= body.count + 1, "\(body.count) bytes became \(reading.events.count) events")
    var size = 0
    for record in reading.events {
      try require(record.delivery == reading.delivery.id, "an event belongs to another delivery")
      try require(!record.part.isEmpty, "an event does not say where it stood")
      var kept = record
      kept.event.content?.media?.remote = nil
      let bytes = Record.event(record).encode()
      size += bytes.count
      let decoded = try? Record.decode(bytes)
      try require(decoded == .event(kept), "an event does not survive its record: \(bytes.mended)")
    }
    // Notes, identifiers and the names of members cost a fixed number of bytes an event.
    try require(
      size <= 64 * body.count + 4096 * reading.events.count, "\(body.count) bytes became \(size) bytes of records")
    let delivery = Record.delivery(reading.delivery)
    try require((try? Record.decode(delivery.encode())) == delivery, "the delivery does not survive its record")
  }

  private static func checkFile(_ bytes: [UInt8]) throws {
    try TemporaryFile.with(bytes, suffix: ".json") { path in
      for limits in [PayloadSplitter.Limits(body: 1 << 20, chunk: 4096), .init(body: 64, chunk: 16)] {
        guard let file = try? ByteFile(path: path) else { return }
        var splitter = PayloadSplitter(file: file, limits: limits)
        var end: Int64 = 0
        var pieces = 0
        while let piece = try? splitter.next() {
          try require(piece.offset >= end, "a piece begins before the last one ended")
          end = piece.offset + Int64(piece.bytes.count)
          try require(end <= Int64(bytes.count), "a piece ends behind the file")
          if !piece.bytes.isEmpty {
            try require(
              bytes[Int(piece.offset)..<Int(end)].elementsEqual(piece.bytes), "a piece is not what the file has there")
          }
          try require(piece.line >= 1, "a line before the first")
          pieces += 1
          try require(pieces <= bytes.count, "more pieces than bytes")
        }
      }
      guard
        var reader = try? PayloadFileReader(
          path: path, context: context, limits: .init(body: 1 << 20, chunk: 4096))
      else { return }
      while let reading = try? reader.next() { try checkReading(reading, body: bytes) }
    }
  }

  private static func checkArchive(_ bytes: [UInt8]) throws {
    // A few rounds instead of 100,000: what is under test is what is done with the bytes.
    let keys = ArchiveKeys(master: SecretBytes(Array("master".utf8)), rounds: 2)
    for given in [nil, keys] {
      var context = context
      context.archiveKeys = given
      var reader = PayloadReader(context: context)
      try checkReading(reader.read(body: bytes), body: bytes)
    }
    try TemporaryFile.with(bytes, suffix: ".json") { path in
      guard var file = try? RecordFile(path: path, name: "a.json") else { return }
      var reader = RecordReader(context: context)
      var places: [RecordFile.Place] = []
      var rounds = 0
      while let readings = try? file.next(count: 2, bytes: 512, by: &reader), !readings.isEmpty {
        for reading in readings { try checkReading(reading, body: bytes) }
        if places.count < 4 { places.append(file.place) }
        rounds += 1
        try require(rounds <= bytes.count, "the file does not end")
      }
      // Whatever place was noted, reading goes on from it.
      for place in places {
        guard var rest = try? RecordFile(path: path, name: "a.json", from: place) else { continue }
        _ = try? rest.next(count: 1, bytes: 1, by: &reader)
      }
    }
  }

  private static func checkAddress(_ bytes: [UInt8]) throws {
    let text = bytes.mended
    if let jid = JID(text) { try require(jid.text == text, "an address lost something") }
    if let id = WahaID(.string(text)) { try require(!id.id.isEmpty, "an empty id") }
    if let digits = PhoneNumber.digits(text) {
      try require(digits.utf8.allSatisfy { (0x30...0x39).contains($0) }, "a number of something else than digits")
      try require(PhoneNumber.digits(digits) == digits, "a number is not stable")
    }
    for value in [JSONValue.string(text), .number(text)] {
      guard let time = ProviderTime(value) else { continue }
      try require(time.instant.milliseconds > 0, "a time before the epoch")
      try require(Instant(rfc3339: time.instant.rfc3339) == time.instant, "a time does not survive its text")
    }
    _ = VCard.lines(of: text)
  }
}
