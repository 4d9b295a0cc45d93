import Records

extension FuzzTarget {
  static let records: [FuzzTarget] = [
    FuzzTarget(
      "record",
      dictionary: jsonWords + [
        "\"kind\":\"event\"", "\"kind\":\"delivery\"", "\"kind\":\"act\"", "\"v\":1", "\"event\":{", "\"content\":{",
        "\"media\":{", "\"details\":{", "\"body\":", "\"gap\":{", "\"sender\":{", "\"conversation\":{",
      ],
      seeds: { recordSeeds.map { $0.encode() } },
      check: { bytes in
        guard let record = try? Record.decode(bytes) else { return }
        let encoded = record.encode()
        guard let again = try? Record.decode(encoded) else {
          throw FuzzFailure("a record cannot be read back: \(encoded.mended)")
        }
        try require(again == record, "a record reads back differently: \(encoded.mended)")
        try require(again.encode() == encoded, "a record's bytes are not stable")
        try require(encoded.count <= bytes.count * 6 + 1024, "\(bytes.count) bytes became \(encoded.count)")
      }),
    FuzzTarget(
      "record-details",
      dictionary: jsonWords + ["phone:", "lid:", "name:c-aaaa:", "username:@", "\"groups\":[", "h-aaaa"],
      seeds: {
        [
          HoldPlacement(
            hold: HoldID(suffix: "aaaa"), matter: "M-1", reason: "r", predicate: "from:a", grammar: 1, tokenizer: 1,
            timeZone: "UTC"
          ).details,
          MatterOpening(matter: "M-1", title: "t").details,
          PeopleMerge(groups: [[ClaimKey(.phone, "44"), ClaimKey(.lid, "9")]], reason: "r").details,
          PeopleSplit(groups: [[ClaimKey(.phone, "44")], [ClaimKey(.name, "A")]], reason: "r").details,
        ].map { CanonicalJSON.encode(.object($0)) }
      },
      check: { bytes in
        guard let details = (try? JSONReader.parse(bytes))?.object else { return }
        if let one = HoldPlacement(details: details) {
          try require(HoldPlacement(details: one.details) == one, "a hold reads back differently")
        }
        if let one = MatterOpening(details: details) {
          try require(MatterOpening(details: one.details) == one, "a matter reads back differently")
        }
        if let one = PeopleMerge(details: details) {
          try require(PeopleMerge(details: one.details) == one, "a merge reads back differently")
        }
        if let one = PeopleSplit(details: details) {
          try require(PeopleSplit(details: one.details) == one, "a split reads back differently")
        }
      }),
    FuzzTarget(
      "record-names",
      dictionary: [
        "T", "Z", "+01:00", "phone:", "lid:", "user:", "username:", "name::", "c-", "s-aaaa/", "9999-12-31",
      ],
      maximumLength: 256,
      seeds: {
        [
          "2024-05-14T09:17:02.123Z", "2024-05-14t09:17:60-23:59", "0001-01", "9999-12", "s-abcdefg/17", "phone:+4477",
          "name:c-abc:Ann", "username:@Lee", "m-abc234", "holds", "standard",
        ].map { Array($0.utf8) }
      }, check: checkNames),
    FuzzTarget(
      "media-facts",
      dictionary: ["RIFF", "WEBPVP8X", "VP8 ", "VP8L", "OggS", "OpusHead", "IHDR", "ftypisom", "PK\u{3}\u{4}"],
      seeds: {
        mediaSeeds
      },
      check: { bytes in
        let half = bytes.count / 2
        for facts in [MediaFacts(head: bytes), MediaFacts(head: Array(bytes[..<half]), tail: Array(bytes[half...]))] {
          for length in [facts.width, facts.height].compactMap({ $0 }) {
            try require((1...1 << 20).contains(length), "a picture of \(length) points")
          }
          if let seconds = facts.seconds { try require(seconds >= 0, "a sound of \(seconds) seconds") }
          if let type = facts.mimeType {
            try require(!facts.contradicts(type), "\(type) contradicts itself")
          }
        }
        _ = MediaFacts(head: [], tail: bytes)
      }),
  ]

  private static var mediaSeeds: [[UInt8]] {
    func zeros(_ count: Int, _ byte: UInt8 = 0) -> [UInt8] { [UInt8](repeating: byte, count: count) }
    let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]
    let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xC0, 0, 11, 8, 0, 16, 0, 32, 1, 1, 0x11, 0]
    let gif: [UInt8] = Array("GIF89a".utf8) + [4, 0, 2, 0]
    let webp: [UInt8] = Array("RIFF".utf8) + zeros(4) + Array("WEBPVP8X".utf8) + zeros(20, 1)
    let page: [UInt8] = Array("OggS".utf8) + zeros(22) + [1, 19]
    let ogg: [UInt8] = page + Array("OpusHead".utf8) + [1, 1, 0, 0, 0x80, 0xBB, 0, 0, 0, 0, 0]
    return [
      png + Array("IHDR".utf8) + [0, 0, 1, 0, 0, 0, 2, 0], jpeg, gif, webp, ogg, Array("%PDF-1.7".utf8),
      zeros(3) + [24] + Array("ftypisom".utf8), Array("PK\u{3}\u{4}".utf8) + zeros(40),
    ]
  }

  private static var recordSeeds: [Record] {
    var event = MessageEvent(.message, provider: .meta, account: "900")
    event.content = Content(.image)
    event.content?.text = "x"
    event.content?.media = MediaReference(.missing)
    event.attributes = ["a": "b"]
    event.notes = ["n"]
    var gap = MessageEvent(.exception, provider: .wasender, account: "desk")
    gap.gap = Gap(reason: "unreadable", detail: "d")
    let delivery = DeliveryID(suffix: "abcd")
    return [
      .event(
        EventRecord(
          delivery: delivery, part: "$.a", sequence: 1, capturedAt: Instant(seconds: 1), reader: "meta/1", event: event)
      ),
      .event(
        EventRecord(
          delivery: delivery, part: "line 1", sequence: 2, capturedAt: Instant(seconds: 1), reader: "json/1", event: gap
        )),
      .delivery(
        Delivery(
          id: delivery, provider: .meta, account: "900", capturedAt: Instant(seconds: 1), authenticity: .file,
          headers: [.init("a", "b")], body: [0xFF, 0x00])),
      .act(
        OfficerAct(
          id: ActID(suffix: "abcd"), kind: .search, officer: OfficerID(suffix: "abcd"), doneAt: Instant(seconds: 1),
          details: JSONObject([.init(name: "query", value: .string("x"))]), signature: "c2ln")),
    ]
  }

  private static func checkNames(_ bytes: [UInt8]) throws {
    let text = bytes.mended
    if let instant = Instant(rfc3339: text) {
      // A year before the first or after the last can only come of the offset.
      let years = CivilTime(instant).date.year
      if (1...9999).contains(years) {
        try require(Instant(rfc3339: instant.rfc3339) == instant, "\(instant.rfc3339) reads back differently")
      }
      try require(YearMonth(instant).month == CivilTime(instant).date.month, "an instant in two months")
    }
    if let month = YearMonth(text) {
      try require(YearMonth(month.description) == month, "\(month) reads back differently")
      try require(month.start < month.end, "an empty month")
      _ = month.next
    }
    if let address = RecordAddress(text) {
      try require(RecordAddress(address.description) == address, "\(address) reads back differently")
    }
    if let key = ClaimKey(text) { try require(ClaimKey(key.text) == key, "\(key) reads back differently") }
    if let id = MessageID(text) { try require(id.text == text, "an identifier lost something") }
    if let name = RetentionClass(rawValue: text) { try require(name.rawValue == text, "a class lost something") }
    // Any number of milliseconds is an instant, and has a text.
    var input = FuzzInput(bytes)
    let any = Instant(milliseconds: Int64(bitPattern: input.long()))
    _ = any.rfc3339
    _ = Instant(seconds: any.milliseconds)
    try require(
      CivilDate(daysSinceEpoch: Int(any.seconds / 86_400)).daysSinceEpoch == Int(any.seconds / 86_400), "a day moved")
  }
}
