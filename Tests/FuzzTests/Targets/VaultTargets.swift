import Records
import Sealing
import Storage

@testable import Vault

extension FuzzTarget {
  private static let id = VaultID(suffix: "fuzzvault")

  static let vault: [FuzzTarget] = [
    FuzzTarget(
      "vault-toml",
      dictionary: [
        "format = 1\n", "version = 1\n", "vault = \"", "created_at = \"", "[identity]\n", "[recovery]\n",
        "[[officers]]\n",
        "[[writers]]\n", "[signature]\n", "ed25519 = \"", "public = \"", "previous = \"", "\"\"\"", "\\u0000",
      ],
      seeds: { (try? configuration()).map { [$0] } ?? [] },
      check: { bytes in
        guard let configuration = try? VaultConfiguration.read(bytes) else { return }
        // Signed, and written in one form only: what is read is what was signed.
        try require(
          bytes.starts(with: Array(configuration.signedText.utf8)), "vault.toml is not in the form that was signed")
        _ = configuration.fingerprint
      }),
    FuzzTarget(
      "segment-parts",
      dictionary: ["hf-end1\n", "holdfast segment v1\n", "holdfast object v1\n", "\"compression\":\"zstd\""],
      seeds: { segmentSeeds }, check: checkSegmentParts),
    FuzzTarget("segment", maximumLength: 2048, seeds: { tableSeeds }, check: checkSegment),
    FuzzTarget(
      "ledger-entry",
      dictionary: [
        "holdfast log v1\n", "holdfast config v1\n", "holdfast slot v1\n", "holdfast key v1\n", "holdfast segment v1\n",
        "holdfast object v1\n", "holdfast checkpoint v1\n", "sealed-at ", "record-root ", "size ", "month 2024-05",
      ],
      seeds: {
        [
          LedgerEntry.log(
            vault: id, writer: WriterID(suffix: "abcd"), kind: .allCases[0], createdAt: Instant(seconds: 1)),
          .configuration(version: 1, digest: .zero),
          .slot(SlotDescription(id: "a", kind: "passphrase", path: "keys/a", objectDigest: .zero)),
          .key(KeyDescription(id: "k", period: period, publicKey: "AA==", path: "keys/k", objectDigest: .zero)),
          .segment(description(size: 100, records: 3)),
          .checkpoint(SeenCheckpoint(origin: "o", size: 3, root: .zero, noteDigest: .zero)),
        ].map(\.bytes)
      },
      check: { bytes in
        let entry = LedgerEntry(parsing: bytes)
        if case .unknown = entry { return }
        try require(entry.bytes == bytes, "a ledger entry has two forms")
      }),
    FuzzTarget(
      "vault-keys", dictionary: ["\"sealed\":\"", "\"signature\":\"", "\"month\":\"2024-05\"", "\"format\":1"],
      seeds: { keySeeds },
      check: { bytes in
        var path = "keys/x"
        // The path is part of what is checked: it is taken from the file, as an attacker would choose it.
        if let json = try? JSONReader.parse(Array(bytes.dropLast())),
          let writer = json["writer"]?.string.flatMap({ WriterID($0) }),
          let name = json["class"]?.string.flatMap({ RetentionClass(rawValue: $0) }),
          let month = json["month"]?.string.flatMap({ YearMonth($0) })
        {
          path = VaultPath.retentionKey(Period(name, month), writer: writer)
        }
        if let file = try? RetentionKeyFile(parsing: bytes, vault: id, path: path) {
          try require(file.encoded == bytes, "a key file reads back differently")
          if let key = try? X25519PrivateKey.generate(using: SeededRandomness(seed: 4)) {
            _ = try? file.open(with: [VaultIdentity(version: 1, privateKey: key)])
          }
        }
        if let envelope = try? GatewayEnvelope(encoded: bytes) {
          try require(envelope.encoded == bytes, "a gateway's envelope reads back differently")
          if let key = try? GatewayKey(SecretBytes(Array(1...32))) {
            _ = try? envelope.open(with: key, binding: AssociatedData(.stateKey))
          }
        }
        if let key = try? GatewayKey.parse(bytes) {
          let again = try? GatewayKey.parse(Array(key.text.utf8))
          try require(again?.text == key.text, "a gateway key reads back differently")
        }
      }),
    FuzzTarget(
      "vault-state", maximumLength: 1024,
      seeds: {
        let tail = try? TailEntry.encode(RecordAddress(segment: SegmentID(suffix: "abcd"), number: 7), period, [1, 2])
        return [tail ?? [], LogIntent(before: 3, entries: [[1, 2], []], note: [9]).encoded]
      },
      check: { bytes in
        if let entry = TailEntry(decoding: bytes) {
          let encoded = try? TailEntry.encode(entry.address, entry.period, entry.bytes)
          try require(encoded == bytes, "an entry of the tail reads back differently")
        }
        let intent = try TemporaryFile.with(bytes, suffix: ".json") { try? LogIntent.read($0, files: SystemFiles()) }
        guard let intent else { return }
        let again = try TemporaryFile.with(intent.encoded, suffix: ".json") {
          try? LogIntent.read($0, files: SystemFiles())
        }
        try require(again == intent, "an intent reads back differently")
      }),
  ]

  private static var period: Period {
    Period(.standard, YearMonth(Instant(seconds: 1_715_000_000)))
  }

  private static func description(size: Int64, records: Int, root: Digest = .zero) -> SegmentDescription {
    SegmentDescription(
      id: SegmentID(suffix: "abcd"), path: "segments/s", period: period, key: "k", sequence: 0, recordCount: records,
      recordRoot: root, size: size, head: .zero, objectDigest: .zero, sealedAt: Instant(seconds: 1))
  }

  private static func configuration() throws -> [UInt8] {
    let key = try SigningKey.generate(using: SeededRandomness(seed: 21))
    let exchange = try X25519PrivateKey.generate(using: SeededRandomness(seed: 22)).publicKey
    let officer = OfficerEntry(
      id: OfficerID(of: key.verifyingKey, in: id), key: key.verifyingKey, role: "administrator", sealedName: "AA==")
    return try VaultConfiguration(
      version: 1, vault: id, createdAt: Instant(seconds: 1), title: "t\"\\\n", region: "eu", timeZone: "UTC",
      previous: nil, identity: VaultPublicIdentity(version: 1, publicKey: exchange), recovery: exchange,
      officers: [officer], writers: []
    ).signed(by: key)
  }

  private static var header: SealedHeader {
    SealedHeader(
      kind: .media, vault: id, id: SegmentID(suffix: "abcd"), writer: WriterID(suffix: "abcd"), sequence: 1,
      period: period, key: "k", createdAt: Instant(seconds: 1), commitment: .zero, wrapped: "AA==", isCompressed: true)
  }

  private static var table: SegmentFooter {
    var table = SegmentFooter()
    table.blocks = [.init(sealedLength: 272 + 16, records: 3)]
    table.lengths = [2, 0, 3]
    table.large = [.init(number: 1, length: 9, digest: .zero, path: "objects/o")]
    table.earliest = Instant(seconds: 1)
    table.latest = Instant(seconds: 2)
    return table
  }

  private static func packed(_ plain: [UInt8]) -> [UInt8] {
    (try? plain.withUnsafeBytes { try PaddedFrame.pack($0, with: Zstandard.Compressor()) }) ?? []
  }

  private static var segmentSeeds: [[UInt8]] {
    var segment = header
    segment.kind = .segment
    let trailer =
      SegmentTrailer.unsigned(footerLength: 300, recordCount: 3, recordRoot: .zero) + [UInt8](repeating: 5, count: 64)
      + SealedFile.endMark
    return [header.head, segment.head, header.encoded, segment.encoded, table.encoded, packed(table.encoded), trailer]
  }

  private static func checkSegmentParts(_ bytes: [UInt8]) throws {
    for line in ["holdfast segment v1\n", "holdfast object v1\n"] {
      guard let head = (try? SealedFile.parseHead(bytes, firstLine: line, what: "x")) ?? nil else { continue }
      try require(head.length <= bytes.count, "a head longer than its file")
      try require(
        SealedFile.head(firstLine: line, header: head.header) == Array(bytes.prefix(head.length)),
        "a head reads back differently")
    }
    for isSegment in [true, false] {
      guard let header = try? SealedHeader(parsing: bytes, isSegment: isSegment, vault: id, what: "x") else { continue }
      try require(header.encoded == bytes, "a header reads back differently")
    }
    if let trailer = try? SegmentTrailer(parsing: bytes, what: "x") {
      let unsigned = SegmentTrailer.unsigned(
        footerLength: trailer.footerLength, recordCount: trailer.recordCount, recordRoot: trailer.recordRoot)
      try require(unsigned + trailer.signature + SealedFile.endMark == bytes, "a trailer reads back differently")
    }
    if let footer = try? SegmentFooter(parsing: bytes, what: "x") {
      try require(footer.encoded == bytes, "a record table reads back differently")
    }
    if let plain = PaddedFrame.unpack(bytes) {
      try require(plain.count <= PaddedFrame.maximumPlainLength, "a frame unpacks to \(plain.count) bytes")
      let again = PaddedFrame.unpack(packed(plain))
      try require(again == plain, "a frame reads back differently")
    }
    let compressed = packed(bytes)
    try require(PaddedFrame.unpack(compressed) == bytes, "bytes do not survive a frame")
    try require(compressed.count == Padding.length(for: compressed.count), "a frame is not padded")
  }

  private static var tableSeeds: [[UInt8]] {
    [Array("\u{3}ab".utf8) + table.encoded, [5, 1, 2, 3, 4, 5] + SegmentFooter().encoded]
  }

  /// A record table that a writer gone astray has sealed: everything the keys vouch for, and still hostile.
  private static func checkSegment(_ bytes: [UInt8]) throws {
    guard let key = try? SegmentKey(SecretBytes([UInt8](repeating: 7, count: 32))) else { return }
    var input = FuzzInput(bytes)
    let block = input.piece()
    let tableBytes = input.remainder()
    guard let table = try? SegmentFooter(parsing: tableBytes, what: "x") else { return }
    let head = [UInt8](repeating: 1, count: 64)
    var object = head
    for number in table.blocks.indices.prefix(8) {
      let sealed = try AES256GCM.seal(
        packed(block), key: key.blockKey, nonce: AES256GCM.counterNonce(UInt64(number)),
        aad: SegmentSealer.blockData(.zero, UInt64(number)))
      object += sealed.prefix(table.blocks[number].sealedLength)
    }
    let footer = try AES256GCM.seal(
      packed(tableBytes), key: key.footerKey, nonce: AES256GCM.counterNonce(0), aad: SegmentSealer.footerData(.zero))
    let size = table.blocks.reduce(Int64(head.count + footer.count + SegmentTrailer.length)) {
      $0 + Int64($1.sealedLength)
    }
    let store = MemoryStore()
    _ = try store.putIfAbsent("segments/s", object + footer)
    let whole = object + footer
    var description = description(size: size, records: table.lengths.count, root: table.recordRoot)
    description.objectDigest = SHA256.hash(whole)
    guard
      let segment = try? OpenSegment(
        description, store: store, key: key, headLength: head.count, footerBytes: footer,
        openLarge: { Array(repeating: 1, count: min($0.length, 64)) })
    else { return }
    for number in [0, 1, 2, segment.recordCount - 1, segment.recordCount, -1, Int.max] {
      _ = try? segment.record(number)
    }
    var seen = 0
    try? segment.forEachRecord { _, _ in seen += 1 }
    try require(seen <= segment.recordCount, "\(seen) records of \(segment.recordCount)")
    _ = try? segment.check()
  }

  private static var keySeeds: [[UInt8]] {
    guard let pair = try? X25519PrivateKey.generate(using: SeededRandomness(seed: 4)),
      let signing = try? SigningKey.generate(using: SeededRandomness(seed: 5)),
      let gateway = try? GatewayKey(SecretBytes(Array(1...32))),
      let envelope = try? GatewayEnvelope.seal(
        SecretBytes([1, 2, 3]), under: gateway, binding: AssociatedData(.stateKey), using: SeededRandomness(seed: 6))
    else { return [] }
    var file = RetentionKeyFile(
      id: "k", vault: id, writer: WriterID(suffix: "abcd"), period: period, createdAt: Instant(seconds: 1),
      publicKey: pair.publicKey, sealed: "AA==")
    try? file.sign(with: signing)
    return [file.encoded, envelope.encoded, Array(gateway.text.utf8)]
  }
}
