#if canImport(Gateway)
  import Intake
  import NIOCore
  import Records
  import Sealing
  import Settings
  import Vault

  @testable import Gateway

  extension FuzzTarget {
    static let gateway: [FuzzTarget] = [
      FuzzTarget(
        "resp", dictionary: ["\r\n", "*1\r\n", "$3\r\n", "$-1\r\n", ":1\r\n", "+OK\r\n", "-ERR x\r\n", "*-1\r\n"],
        maximumLength: 2048,
        seeds: {
          ["*3\r\n$3\r\nabc\r\n:-12\r\n*1\r\n+OK\r\n", "-ERR no\r\n", "$-1\r\n", "*1048576\r\n", "$0\r\n\r\n+a\r\n"].map
          {
            Array($0.utf8)
          }
        }, check: checkRESP),
      FuzzTarget(
        "spool-file", dictionary: ["holdfast spool v1\n", "\"number\":1", "\"previous_file\":0"], maximumLength: 2048,
        seeds: { spoolSeeds }, check: checkSpool),
      FuzzTarget(
        "http",
        dictionary: ["hub.mode=subscribe", "&hub.challenge=", "&hub.verify_token=", "%41", "+", "sha256=", ":", "\n"],
        maximumLength: 1024,
        seeds: {
          [
            "hub.mode=subscribe&hub.challenge=123&hub.verify_token=secret", "X-Hub-Signature-256: sha256=00\nHost: a\n",
            "X-Webhook-Hmac: 00\nX-Webhook-Hmac-Algorithm: sha512\n",
          ].map { Array($0.utf8) }
        }, check: checkHTTP),
      FuzzTarget(
        "network-addresses",
        dictionary: [
          "https://", "http://", "[::1]", "::ffff:1.2.3.4", "rediss://", "unix:/", ":443", "@", "%", "/../",
        ],
        maximumLength: 512,
        seeds: {
          [
            "https://Example.org:8443/a?b=c", "http://[2001:db8::1]/", "192.0.2.1", "redis://u@h:6379/2",
            "unix:///run/r.sock",
            "127.0.0.1:9464", "1-2",
          ].map { Array($0.utf8) }
        }, check: checkAddresses),
      FuzzTarget(
        "kinds",
        dictionary: jsonWords + [
          "\"object\":", "\"entry\":[", "\"changes\":[", "\"field\":", "\"event\":", "\"messages\":[",
        ],
        seeds: { (metaSeeds.prefix(4) + wahaSeeds.prefix(2)).map { Array($0.utf8) } },
        check: { bytes in
          for provider in [Provider.meta, .wasender, .waha] {
            let kinds = KindScanner.kinds(bytes, provider: provider)
            try require(!kinds.isEmpty, "a body without a kind")
            try require(kinds.count <= bytes.count + 1, "\(bytes.count) bytes have \(kinds.count) kinds")
            for kind in kinds {
              try require(kind.utf8.count <= bytes.count * 3 + 64, "a kind of \(kind.utf8.count) bytes")
            }
          }
        }),
      FuzzTarget(
        "gateway-toml",
        dictionary: [
          "[[account]]\n", "name = \"a\"\n", "provider = \"meta\"\n", "path = \"/a\"\n", "[server]\n", "[spool]\n",
          "[media]\n",
          "[archiver]\n", "[outbound]\n", "listen = \"127.0.0.1:0\"\n", "credential:x", "forward = [\"https://a/\"]\n",
        ],
        maximumLength: 2048,
        seeds: {
          [
            "[server]\nlisten = \"127.0.0.1:8080\"\n[spool]\n[[account]]\nname = \"desk\"\nprovider = \"meta\"\npath = \"/hook\"\n",
            "[[account]]\nname = \"a\"\nprovider = \"waha\"\nsecrets = [\"credential:x\"]\n",
          ].map { Array($0.utf8) }
        },
        check: { bytes in
          guard let table = try? SettingsDocument.parse(bytes, file: "gateway.toml") else { return }
          // No credentials, and a folder without files: secrets must not be looked for anywhere else.
          let paths = SettingsPaths(file: "/dev/null/gateway.toml", credentialsDirectory: nil)
          guard let settings = try? GatewaySettings(table, paths: paths, hostName: "h") else { return }
          _ = settings.tablesForNextStart(since: settings)
        }),
    ]

    private static func checkRESP(_ bytes: [UInt8]) throws {
      var buffer = ByteBuffer(bytes: bytes)
      var values: [RESPValue] = []
      var failed = false
      while buffer.readableBytes > 0 {
        do {
          guard let value = try RESPDecoder.value(&buffer) else { break }
          values.append(value)
        } catch {
          failed = true
          break
        }
      }
      try require(values.count <= bytes.count, "\(bytes.count) bytes became \(values.count) answers")
      // However the bytes are cut into packets, the answers are the same.
      var rest = ByteBuffer()
      var again: [RESPValue] = []
      for byte in bytes.prefix(256) {
        rest.writeInteger(byte)
        guard let value = try? RESPDecoder.value(&rest) else { continue }
        again.append(value)
      }
      if !failed, bytes.count <= 256 { try require(again == values, "the answers depend on the packets") }
    }

    private static var spoolSeeds: [[UInt8]] {
      var entries: [UInt8] = []
      for number in 0..<3 as Range<UInt64> {
        SpoolFormat.append([UInt8](repeating: 9, count: 30), number: number, to: &entries)
      }
      var gap: [UInt8] = []
      SpoolFormat.append([UInt8](repeating: 9, count: 30), number: 0, to: &gap)
      SpoolFormat.append([UInt8](repeating: 9, count: 30), number: 5, to: &gap)
      return [
        [0] + entries, [2] + gap, [1] + SpoolFormat.firstLine + [0, 0, 0, 2, 0x7B, 0x7D], [3, 40, 0, 1, 40, 2, 2, 9],
      ]
    }

    private static func checkSpool(_ bytes: [UInt8]) throws {
      var input = FuzzInput(bytes)
      let form = input.byte()
      if form & 3 == 1 {
        let file = input.remainder()
        if let found = (try? SpoolHeader.parse(file, path: "x")) ?? nil {
          try require(found.header.encoded == found.head, "a header reads back differently")
          try require(file.starts(with: found.head), "a header is not what the file begins with")
        }
        for ranges in [AcknowledgementLog.read(file)] {
          try require(ranges.count <= file.count, "\(file.count) bytes became \(ranges.count) ranges")
        }
        return
      }
      var file = input.remainder()
      if form & 3 == 3 {
        // Whole entries with true checksums, which the fuzzer cannot compute: numbers and lengths are what it chooses.
        var parts = FuzzInput(file)
        file = []
        while !parts.isEmpty, file.count < 1 << 16 {
          let content = [UInt8](repeating: 1, count: Int(parts.byte()))
          let number = parts.byte() & 1 == 0 ? UInt64(parts.byte()) : parts.long()
          SpoolFormat.append(content, number: number, to: &file)
          if parts.byte() & 3 == 0 { file += parts.piece() }
        }
      }
      for confirmed in [nil, 3] as [UInt64?] {
        let scan = SpoolScan(file, from: 0, path: "x", confirmed: confirmed)
        try require(
          scan.slots.count <= file.count + 1, "\(file.count) bytes have \(scan.slots.count) entries")
        for slot in scan.slots where !slot.isMissing {
          try require(Int(slot.offset) + Int(slot.length) <= file.count, "an entry ends behind the file")
        }
      }
    }

    private static func checkHTTP(_ bytes: [UInt8]) throws {
      let text = bytes.mended
      let challenge = Challenge(token: SecretBytes(Array("secret".utf8)))
      let answer = challenge.answer(query: text)
      try require([200, 400, 403].contains(answer.status), "a challenge is answered \(answer.status)")
      try require(answer.body.count <= 300, "a challenge is answered with \(answer.body.count) bytes")
      _ = QueryItems(text)
      let headers = text.split(separator: "\n").prefix(32).map { line -> Delivery.Header in
        let parts = line.split(separator: ":", maxSplits: 1)
        return Delivery.Header(String(parts.first ?? ""), parts.count > 1 ? String(parts[1].drop { $0 == " " }) : "")
      }
      for provider in [Provider.meta, .waha, .gowa, .wasender, .evolution] {
        let account = AccountSettings(
          name: "a", provider: provider, path: "/a", recordAccount: nil, secrets: [SecretBytes(Array("secret".utf8))],
          secretHeader: nil, verifyToken: nil, accessToken: nil, baseURL: nil, forward: [], bots: [])
        let outcome = Authenticator(account).check(headers, bytes).outcome
        if outcome == .valid {
          // Only the shared secret itself may pass: no fuzzer finds a MAC.
          try require(
            headers.contains { $0.value == "secret" }, "bytes of nobody are taken for those of \(provider.rawValue)")
        }
        let kept = HeaderFilter(account)(headers)
        try require(kept.count <= headers.count, "more headers than came")
        let delivery = CapturedDelivery(
          endpoint: "a", provider: provider, capturedAt: Instant(seconds: 1),
          authenticity: Authenticity(.sharedSecret, outcome),
          headers: kept, body: bytes)
        let again = try? CapturedDelivery(decoding: delivery.encoded())
        try require(again == delivery, "a captured delivery reads back differently")
      }
    }

    private static func checkAddresses(_ bytes: [UInt8]) throws {
      let text = bytes.mended
      if let target = try? OutboundTarget(url: text) {
        let again = try? OutboundTarget(url: target.url)
        try require(again == target, "the URL \(target.url) reads back differently")
        try require(!target.url.utf8.contains { $0 <= 0x20 || $0 >= 0x7F }, "a URL with a control character")
        if let location = target.resolving(location: text) { _ = try? OutboundTarget(url: location) }
      }
      if let address = IPAddress(text) {
        try require(IPAddress(address.description) == address, "the address \(address) reads back differently")
        _ = address.isPublic
      }
      if let address = ListenAddress(text) {
        try require(ListenAddress(address.description) == address, "the address \(address) reads back differently")
      }
      _ = RedisAddress(text)
      _ = SpoolPosition(redis: text)
    }
  }
#endif
