import Capture
import Records
import Sealing

/// Reads captured deliveries and says under which period everything is filed; pure.
///
/// For live capture the record date is the capture time, so that a delivery and its events share a period and the
/// delivery is in the vault only where its events are.
struct DeliveryFiler: Sendable {
  /// A provider's time that differs from ours by more than this is noted.
  static let tolerance: Int64 = 5 * 60 * 1000

  let vault: VaultID
  let fingerprintKey: [UInt8]

  func filing(_ captured: CapturedDelivery) throws -> Filing {
    switch captured.route {
    case .coverage: return try ownWord(captured)
    case .reading: return try readAnew(captured)
    default: return try delivery(captured)
    }
  }

  private func delivery(_ captured: CapturedDelivery) throws -> Filing {
    let context = ReadingContext(
      vault: vault, account: captured.account, capturedAt: captured.capturedAt, secretKey: fingerprintKey)
    let reading: Reading
    if captured.route == .send || captured.route == .capture {
      reading = ExchangeReader(context: context, expecting: captured.provider).read(
        body: captured.body, headers: captured.headers, authenticity: captured.authenticity)
    } else {
      var reader = PayloadReader(context: context, expecting: captured.provider)
      reading = reader.read(body: captured.body, headers: captured.headers, authenticity: captured.authenticity)
    }
    var filing = Filing(
      delivery: reading.delivery.id,
      scope: CoverageScope(provider: reading.delivery.provider, account: reading.delivery.account),
      endpoint: captured.endpoint, route: captured.route, capturedAt: captured.capturedAt, events: reading.events)
    filing.exceptions = reading.exceptions.count
    filing.items.reserveCapacity(reading.events.count + 1)
    filing.signals = CoverageSignal.signals(in: reading.events, isLive: captured.route == .webhook)
    for index in filing.events.indices {
      if captured.route == .webhook { LiveNotes.add(to: &filing.events[index]) }
      filing.events[index].sequence = ArrivalOrder.sequence(of: filing.events[index], index)
      CoverageTracker.prepare(&filing.events[index])
      let record = filing.events[index]
      let date = record.recordDate(isImport: false)
      filing.items.append(
        Filing.Item(
          bytes: Record.event(record).encode(), period: Period(.standard, YearMonth(date)), date: date))
    }
    filing.items.append(item(reading.delivery))
    return filing
  }

  /// What the gateway says about its coverage: an observation, filed as delivery and event.
  private func ownWord(_ captured: CapturedDelivery) throws -> Filing {
    let observation = try CoverageObservation(decoding: captured.body)
    let id = Identifiers(vault: vault).delivery(
      provider: .holdfast, account: observation.scope.account, originalDigest: SHA256.hash(captured.body))
    let delivery = Delivery(
      id: id, provider: .holdfast, account: observation.scope.account, capturedAt: captured.capturedAt,
      authenticity: .file, body: captured.body)
    let record = EventRecord(
      delivery: id, part: "observation", sequence: 0, capturedAt: captured.capturedAt,
      reader: CoverageObservation.reader, event: observation.event)
    let period = Period(.standard, YearMonth(captured.capturedAt))
    return Filing(
      delivery: id, scope: observation.scope, endpoint: captured.endpoint, route: captured.route,
      capturedAt: captured.capturedAt, events: [record],
      items: [
        Filing.Item(bytes: Record.event(record).encode(), period: period, date: captured.capturedAt), item(delivery),
      ])
  }

  /// An event whose file was fetched meanwhile.
  private func readAnew(_ captured: CapturedDelivery) throws -> Filing {
    guard case .event(let record) = try Record.decode(captured.body) else {
      throw IntakeError(
        .damaged, "what should be an event read anew is another record", remedy: "it goes to the dead letters")
    }
    let date = record.recordDate(isImport: false)
    return Filing(
      delivery: nil, scope: CoverageScope(provider: record.event.provider, account: record.event.account),
      endpoint: captured.endpoint, route: captured.route, capturedAt: record.capturedAt,
      items: [Filing.Item(bytes: captured.body, period: Period(.standard, YearMonth(date)), date: date)])
  }

  private func item(_ delivery: Delivery) -> Filing.Item {
    Filing.Item(
      bytes: Record.delivery(delivery).encode(), period: Period(.standard, YearMonth(delivery.capturedAt)),
      date: delivery.capturedAt, isDelivery: true)
  }
}
