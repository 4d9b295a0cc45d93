import Records
import Vault

@testable import Intake

extension FuzzTarget {
  static let intake: [FuzzTarget] = [
    FuzzTarget(
      "captured-delivery", dictionary: ["webhook", "send", "capture", "meta", "x-hub-signature-256"],
      seeds: { [capturedSeed.encoded(), capturedSeed.encoded().dropLast(3)].map { Array($0) } },
      check: { bytes in
        guard let delivery = try? CapturedDelivery(decoding: bytes) else { return }
        let again = try? CapturedDelivery(decoding: delivery.encoded())
        try require(again == delivery, "a captured delivery reads back differently")
      }),
    FuzzTarget(
      "media-job", maximumLength: 1024,
      seeds: {
        var event = MessageEvent(.message, provider: .meta, account: "900")
        event.content = Content(.image)
        var media = MediaReference(.missing)
        media.remote = RemoteMedia(.plain)
        event.content?.media = media
        let record = EventRecord(
          delivery: DeliveryID(suffix: "abcd"), part: "$.a", sequence: 1, capturedAt: Instant(seconds: 1),
          reader: "r/1",
          event: event)
        return [MediaJob(record: record, endpoint: "desk").encoded()]
      },
      check: { bytes in
        guard let job = try? MediaJob(decoding: bytes) else { return }
        let again = try? MediaJob(decoding: job.encoded())
        try require(again == job, "a job reads back differently")
      }),
    FuzzTarget(
      "gateway-files",
      dictionary: jsonWords + [
        "\"v\":1", "\"version\":1", "\"days\":[", "\"open\":[", "\"waiting\":[", "\"observed\":\"1-2\"",
        "\"accounts\":[",
        "\"format\":1", "\"vault\":\"v-fuzzvault\"", "\"commitment\":", "\"identity\":", "\"written_at\":",
      ],
      seeds: {
        var state = CoverageState()
        state.observed = SpoolPosition(major: 1, minor: 2)
        state.uncounted = [SpoolPosition(major: 1, minor: 1)]
        state.troubles = ["full": Instant(seconds: 1)]
        state.waiting = [capturedSeed]
        return [
          state.encoded, CoverageState().encoded,
          GatewayStatus(startedAt: Instant(seconds: 1), process: 7).encoded(),
          Array(
            "{\"commitment\":\"AA==\",\"format\":1,\"identity\":\"AA==\",\"reason\":\"r\",\"vault\":\"v-fuzzvault\"}\nx"
              .utf8),
        ]
      },
      check: { bytes in
        if let state = CoverageState(decoding: bytes) {
          try require(CoverageState(decoding: state.encoded) == state, "the coverage reads back differently")
        }
        if let status = try? GatewayStatus(decoding: bytes) {
          let again = try? GatewayStatus(decoding: status.encoded())
          try require(again == status, "the status reads back differently")
        }
        _ = try? DeadLetterFile(parsing: bytes, vault: VaultID(suffix: "fuzzvault"), path: "x")
        _ = SpoolPosition(bytes.mended)
      }),
  ]

  private static var capturedSeed: CapturedDelivery {
    CapturedDelivery(
      endpoint: "desk", provider: .meta, account: "900", capturedAt: Instant(seconds: 1_767_366_759),
      authenticity: Authenticity(.hmacSHA256, .valid), headers: [.init("X-Hub-Signature-256", "sha256=00")],
      body: Array("{}".utf8))
  }
}
