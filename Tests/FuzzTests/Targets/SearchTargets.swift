import Records

@testable import SearchIndex

extension FuzzTarget {
  static let searchIndex: [FuzzTarget] = [
    FuzzTarget(
      "query",
      dictionary: QueryField.allCases.map { $0.rawValue + ":" } + [
        " OR ", " AND ", "NOT ", "|", "-", "(", ")", "\"", "*", "\\", "..", "<", ">", "<=", ">=", "today", "yesterday",
        "last:",
        "7d", "2024-05", "2024-05-14T09:17+01:00", "+44 7700 900123", "from:me", "has:media", "is:deleted",
      ],
      maximumLength: 512,
      seeds: {
        [
          "refund -\"buy now\" (from:lee OR from:+447700900123)", "date:2024-05-01..2024-05-14 has:media",
          "before:yesterday pay*",
          "in:group conv:c-abcd id:m-abcd", "NOT (a | b) c", "after:7d kind:image is:deleted", "from:(a OR \"b c\")",
        ].map { Array($0.utf8) }
      }, check: checkQuery),
    FuzzTarget(
      "index-bytes", maximumLength: 1024,
      seeds: { indexSeeds },
      check: { bytes in
        let extra = ItemExtra(bytes)
        if let encoded = extra.encoded {
          try require(ItemExtra(encoded) == extra, "an item's extra reads back differently")
        }
        if let fact = LateFact(encoded: bytes) {
          guard let again = LateFact(encoded: fact.encoded) else {
            throw FuzzFailure("a late fact cannot be read back")
          }
          try require(again.encoded == fact.encoded, "a late fact reads back differently")
        }
        if let skimmed = DeliverySkimmer(bytes), let record = try? Record.decode(bytes),
          case .delivery(let full) = record,
          record.encode() == bytes
        {
          try require(
            skimmed.id == full.id && skimmed.provider == full.provider.rawValue
              && skimmed.capturedAt == full.capturedAt.milliseconds, "the skimmer and the reader differ")
        }
        if let name = ShardName(bytes.mended) {
          try require(ShardName(name.description) == name, "a shard's name reads back differently")
        }
      }),
    FuzzTarget(
      "person-name", dictionary: ["\u{202E}", "\u{200B}", "а", "ο", "＋４４", "\u{2066}", "\u{0301}", "l1I|"],
      maximumLength: 256,
      seeds: { ["Ann Lee", "Аnn", "\u{202E}eeL nnA", "+44 7700 900123", "ａｎｎ"].map { Array($0.utf8) } },
      check: { bytes in
        let text = bytes.mended
        let shape = NameShape(text)
        try require(NameShape(text) == shape, "a name has two shapes")
        let length = shape.skeleton?.utf8.count ?? 0
        try require(length <= bytes.count * 24 + 16, "\(bytes.count) bytes look like \(length)")
      }),
  ]

  private static func checkQuery(_ bytes: [UInt8]) throws {
    let text = bytes.mended
    for options in [
      QueryOptions.utc,
      QueryOptions(
        timeZone: "Europe/Berlin", timeZoneOffset: { $0.milliseconds & 1 == 0 ? 3600 : 7200 },
        today: CivilDate(year: 2024, month: 5, day: 14), completesLastWord: true),
    ] {
      switch QueryParser.parse(text, options: options) {
      case .failure(let error):
        try require(
          error.column >= 0 && error.column <= text.count, "an error at column \(error.column) of \(text.count)")
        try require(error.length >= 0, "an error of \(error.length) characters")
        // A suggestion is something to type instead: it must itself be readable, or lead further.
        if let suggestion = error.suggestion { try require(!suggestion.isEmpty, "an empty suggestion") }
      case .success(let query):
        let written = query.canonicalText
        var strict = options
        strict.completesLastWord = false
        guard case .success(let again) = QueryParser.parse(written, options: strict) else {
          throw FuzzFailure("the canonical text cannot be read: \(written)")
        }
        try require(again == query, "the canonical text means something else: \(written)")
        try require(again.canonicalText == written, "the canonical text is not stable: \(written)")
        let time = query.requiredTime
        if let from = time.from, let until = time.until { _ = from < until }
        _ = query.plainWords
        _ = query.holdProblems()
        let fixed = query.fixingRelativeDates(options)
        try require(!fixed.isRelative, "a relative date is left")
        guard case .success(let fixedAgain) = QueryParser.parse(fixed.canonicalText, options: strict) else {
          throw FuzzFailure("a query with its dates written out cannot be read: \(fixed.canonicalText)")
        }
        try require(fixedAgain.canonicalText == fixed.canonicalText, "its dates written out are not stable")
      }
    }
  }

  private static var indexSeeds: [[UInt8]] {
    var media = MediaReference(.missing)
    media.path = "a/b"
    media.size = 300
    var extra = ItemExtra()
    extra.media = media
    extra.quoted = "q"
    extra.recipients = [1, -1]
    extra.attributes = ["forwarded": "1"]
    let delivery = Record.delivery(
      Delivery(
        id: DeliveryID(suffix: "abcd"), provider: .meta, account: "900", capturedAt: Instant(seconds: 1),
        authenticity: .file, body: Array("{\"a\":\"b\"}".utf8)))
    return [
      extra.encoded ?? [], delivery.encode(), Array("2024-05".utf8),
      [1, 1, 0, 12, 6] + Array("s-abcd".utf8) + [13, 1, 7, 4, 1, 9, 7, 4] + Array("read".utf8),
    ]
  }
}
