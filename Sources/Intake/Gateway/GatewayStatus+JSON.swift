import Records

extension GatewayStatus {
  /// Canonical JSON (docs/format.md §13).
  public var json: JSONValue {
    .members([
      ("accepted", .whole(accepted)), ("accounts", .array(accounts.map(\.json))),
      ("ack_high_us", .whole(ackHighMicroseconds)), ("ack_median_us", .whole(ackMedianMicroseconds)),
      ("archived", .whole(archived)), ("archiver_failure", .text(archiverFailure)),
      ("checkpoint_at", .whole(checkpointAt?.milliseconds)), ("connections", .whole(connections)),
      ("dead_letters", .whole(deadLetters)), ("disk_free", .whole(diskFree)), ("disk_total", .whole(diskTotal)),
      ("forward", forward.json), ("last_15_minutes", .whole(lastQuarter)), ("last_minute", .whole(lastMinute)),
      ("media", media.json), ("mode", .string(mode.rawValue)),
      ("per_second", .array(perSecond.map { .whole($0) })), ("process", .whole(process)),
      ("quarantined", .whole(quarantined)), ("refused", .whole(refused)), ("rejected", .whole(rejected)),
      ("seal_lag_ms", .whole(sealLagMilliseconds)),
      ("sealed_at", .whole(sealedAt?.milliseconds)), ("spool", spool.json),
      ("started_at", .whole(startedAt.milliseconds)), ("unauthorized", .whole(unauthorized)),
      ("version", .whole(1)), ("written_at", .whole(writtenAt.milliseconds)),
    ])
  }

  /// The bytes of a status file.
  public func encoded() -> [UInt8] { CanonicalJSON.encode(json) }

  /// Reads a status file; throws ``IntakeError`` `damaged` for anything else, and leaves out what it does not know.
  public init(decoding bytes: [UInt8]) throws {
    guard let json = try? JSONReader.parse(bytes), json["version"]?.integer == 1,
      let writtenAt = json.instant("written_at"),
      let startedAt = json.instant("started_at"), let mode = json["mode"]?.string
    else {
      throw IntakeError(.damaged, "the gateway's status file cannot be read", remedy: "it is written anew each second")
    }
    self.init(startedAt: startedAt, mode: Mode(rawValue: mode), process: json.count("process"))
    self.writtenAt = writtenAt
    accounts = (json["accounts"]?.array ?? []).prefix(10_000).compactMap { Account($0) }
    accepted = json.count("accepted")
    unauthorized = json.count("unauthorized")
    refused = json.count("refused")
    rejected = json.count("rejected")
    lastMinute = json.count("last_minute")
    lastQuarter = json.count("last_15_minutes")
    perSecond = (json["per_second"]?.array ?? []).prefix(60).map { max(0, $0.integer ?? 0) }
    ackMedianMicroseconds = json["ack_median_us"]?.integer
    ackHighMicroseconds = json["ack_high_us"]?.integer
    connections = json.count("connections")
    spool = Queue(json["spool"])
    media = Queue(json["media"])
    forward = Queue(json["forward"])
    archived = json.count("archived")
    sealLagMilliseconds = json.count("seal_lag_ms")
    sealedAt = json.instant("sealed_at")
    archiverFailure = json["archiver_failure"]?.string
    deadLetters = json.count("dead_letters")
    quarantined = json.count("quarantined")
    diskFree = json.count("disk_free")
    diskTotal = json.count("disk_total")
    checkpointAt = json.instant("checkpoint_at")
  }
}

extension GatewayStatus.Account {
  var json: JSONValue {
    .members([
      ("accepted", .whole(accepted)), ("bytes", .whole(bytes)), ("last_at", .whole(lastAt?.milliseconds)),
      ("missing_kinds", .array(missingKinds.map { .string($0) })), ("name", .string(name)),
      ("provider", .string(provider)), ("refused", .whole(refused)), ("unauthorized", .whole(unauthorized)),
    ])
  }

  init?(_ json: JSONValue) {
    guard let name = json["name"]?.string else { return nil }
    self.init(
      name: name, provider: json["provider"]?.string ?? "", accepted: json.count("accepted"),
      bytes: json.count("bytes"), unauthorized: json.count("unauthorized"), refused: json.count("refused"),
      lastAt: json.instant("last_at"),
      missingKinds: (json["missing_kinds"]?.array ?? []).prefix(256).compactMap(\.string))
  }
}

extension GatewayStatus.Queue {
  var json: JSONValue {
    .members([
      ("bytes", .whole(bytes)), ("damaged", .whole(damaged)), ("entries", .whole(entries)), ("failed", .whole(failed)),
      ("failure", .text(failure)),
      ("limit", .whole(limit)), ("oldest_at", .whole(oldestAt?.milliseconds)),
    ])
  }

  init(_ json: JSONValue?) {
    guard let json else {
      self.init()
      return
    }
    self.init(
      entries: json.count("entries"), bytes: json.count("bytes"), limit: json.count("limit"),
      oldestAt: json.instant("oldest_at"), failed: json.count("failed"), failure: json["failure"]?.string,
      damaged: json.count("damaged"))
  }
}

extension JSONValue {
  fileprivate static func members(_ members: [(String, JSONValue)]) -> JSONValue {
    .object(JSONObject(members.map { JSONObject.Member(name: $0.0, value: $0.1) }))
  }
  fileprivate static func whole(_ value: Int64?) -> JSONValue { value.map { .number(String($0)) } ?? .null }
  fileprivate static func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
  fileprivate func count(_ name: String) -> Int64 { max(0, self[name]?.integer ?? 0) }
  fileprivate func instant(_ name: String) -> Instant? { self[name]?.integer.map { Instant(milliseconds: $0) } }
}
