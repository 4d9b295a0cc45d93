import Records
import Sealing

/// Reads one webhook body after the other, whichever provider each comes from.
public struct PayloadReader {
  private let context: ReadingContext
  private let expecting: Provider?
  private let redactor: SecretRedactor
  private let identifiers: Identifiers
  private var meta: MetaReader
  private let namer: Namer
  /// Reads the records of other systems' archives.
  var archive: ArchiveReader
  /// The number of the next event of this source.
  var sequence: Int64 = 0
  /// The provider of the last body that could be told.
  private(set) var lastProvider: Provider?

  /// Creates a reader; `expecting` names the provider where the endpoint already tells it.
  public init(context: ReadingContext, expecting: Provider? = nil) {
    self.context = context
    self.expecting = expecting
    redactor = SecretRedactor(key: context.secretKey)
    identifiers = Identifiers(vault: context.vault)
    namer = Namer(vault: context.vault)
    meta = MetaReader(fallbackAccount: context.account ?? "default", namer: namer)
    archive = ArchiveReader(context: context, namer: namer)
  }

  /// Reads a body.
  ///
  /// Whatever it holds, the reading has the delivery and at least one event or exception.
  public mutating func read(
    body: [UInt8], source: DeliverySource? = nil, headers: [Delivery.Header] = [],
    authenticity: Authenticity = .file
  ) -> Reading {
    do throws(JSONError) {
      let (value, repairs) = try JSONReader.parseNotingRepairs(body)
      return read(
        value, repairs: repairs, body: body, source: source, headers: headers, authenticity: authenticity)
    } catch {
      return unreadable(body: body, source: source, headers: headers, authenticity: authenticity, error: error)
    }
  }

  /// Reads a body that is already parsed.
  mutating func read(
    _ value: JSONValue, repairs: [JSONRepair], body: [UInt8], source: DeliverySource?,
    headers: [Delivery.Header] = [], authenticity: Authenticity = .file
  ) -> Reading {
    if let shape = ArchiveRecord.Shape(of: value) {
      var reading = read(ArchiveRecord(value, shape: shape), body: body, source, headers, authenticity)
      note(repairs, in: &reading)
      return reading
    }
    let payload = PayloadForm.unwrapped(value)
    let digest = SHA256.hash(body)
    var reading: Reading
    if MetaReader.recognises(payload) {
      lastProvider = .meta
      let account = MetaReader.account(of: payload) ?? context.account ?? "default"
      let delivery = delivery(.meta, account, body, digest, [], source, headers, authenticity)
      var sink = EventSink(
        delivery: delivery.id, capturedAt: context.capturedAt, reader: MetaReader.name, sequence: sequence)
      meta.read(payload, into: &sink)
      reading = finish(delivery, &sink)
    } else {
      reading = readGateway(payload, body, digest, source, headers, authenticity)
    }
    note(repairs, in: &reading)
    return reading
  }

  private mutating func read(
    _ record: ArchiveRecord, body: [UInt8], _ source: DeliverySource?, _ headers: [Delivery.Header],
    _ authenticity: Authenticity
  ) -> Reading {
    let provider = record.provider
    lastProvider = provider
    let session = record.session.map { redactor.sessionFingerprint($0) }
    let account = ArchiveReader.account(of: record, given: context.account, session: session)
    let (kept, redactions) = redactor.redact(body, form: .none)
    let delivery = delivery(
      provider, account, kept, SHA256.hash(body), redactions, source, headers, authenticity)
    var sink = EventSink(
      delivery: delivery.id, capturedAt: context.capturedAt, reader: ArchiveReader.name, sequence: sequence)
    archive.read(record, provider: provider, account: account, session: session, into: &sink)
    return finish(delivery, &sink)
  }

  private mutating func readGateway(
    _ payload: JSONValue, _ body: [UInt8], _ digest: Digest, _ source: DeliverySource?, _ headers: [Delivery.Header],
    _ authenticity: Authenticity
  ) -> Reading {
    let provider = PayloadForm.provider(of: payload, expecting: expecting)
    lastProvider = provider
    let session = WasenderReader.sessionName(of: payload).map { redactor.sessionFingerprint($0) }
    let account = context.account ?? session ?? "default"
    let (kept, redactions) = redactor.redact(body, form: PairingForm(of: payload))
    let delivery = delivery(provider, account, kept, digest, redactions, source, headers, authenticity)
    var sink = EventSink(
      delivery: delivery.id, capturedAt: context.capturedAt, reader: PayloadReader.readerName(provider),
      sequence: sequence)
    var shape = WasenderReader(account: account, session: session, provider: provider, namer: namer)
    switch provider {
    case .wahaGateway:
      var reader = WahaReader(shape: shape)
      reader.read(payload, into: &sink)
    case .gowaGateway:
      var reader = GowaReader(shape: shape)
      reader.read(payload, into: &sink)
    default:
      shape.read(payload, into: &sink)
      if provider == .evolutionGateway, let time = payload["date_time"]?.text {
        sink.attribute(undated: "date_time", String(time.prefix(40)))
      }
    }
    return finish(delivery, &sink)
  }

  private static func readerName(_ provider: Provider) -> String {
    switch provider {
    case .wahaGateway: return WahaReader.name
    case .gowaGateway: return GowaReader.name
    case .evolutionGateway: return EvolutionForm.readerName
    default: return WasenderReader.name
    }
  }

  /// A reading of bytes that are not JSON: kept, and reported with the place.
  mutating func unreadable(
    body: [UInt8], source: DeliverySource?, headers: [Delivery.Header] = [], authenticity: Authenticity = .file,
    error: JSONError
  ) -> Reading {
    let provider = expecting ?? lastProvider ?? PayloadForm.unknownProvider
    let account = context.account ?? "default"
    let (kept, redactions) = redactor.redact(body, form: .none)
    let delivery = delivery(provider, account, kept, SHA256.hash(body), redactions, source, headers, authenticity)
    var sink = EventSink(
      delivery: delivery.id, capturedAt: context.capturedAt, reader: "json/1", sequence: sequence)
    let line = 1 + body.prefix(max(0, error.offset)).reduce(into: 0) { $0 += $1 == 0x0A ? 1 : 0 }
    let place =
      "line \((source?.line ?? 0) + Int64(line) - (source == nil ? 0 : 1)), "
      + "byte \((source?.offset ?? 0) + Int64(error.offset))"
    var event = MessageEvent(.exception, provider: provider, account: account)
    event.gap = Gap(reason: "unreadable", detail: "\(error.message) at byte \(error.offset) of the delivery")
    sink.add(event, at: place)
    sink.exceptions.append(
      ReadingException(where_: place, what: "not readable as JSON: \(error.message); the bytes are kept as they came"))
    return finish(delivery, &sink)
  }

  /// A reading of a payload that was passed over: its digest is kept, its bytes are not.
  mutating func tooLarge(size: Int64, limit: Int, digest: Digest, source: DeliverySource) -> Reading {
    let provider = expecting ?? lastProvider ?? PayloadForm.unknownProvider
    let account = context.account ?? "default"
    let delivery = delivery(provider, account, [], digest, [], source, [], .file)
    var sink = EventSink(
      delivery: delivery.id, capturedAt: context.capturedAt, reader: "json/1", sequence: sequence)
    let what = "a payload of \(size) bytes is larger than the limit of \(limit) and was not taken in"
    var event = MessageEvent(.exception, provider: provider, account: account)
    event.gap = Gap(reason: "unreadable", detail: what)
    let place = "line \(source.line), byte \(source.offset)"
    sink.add(event, at: place)
    sink.exceptions.append(ReadingException(where_: place, what: what + "; its SHA-256 is recorded"))
    return finish(delivery, &sink)
  }

  private func delivery(
    _ provider: Provider, _ account: String, _ body: [UInt8], _ digest: Digest, _ redactions: [Delivery.Redaction],
    _ source: DeliverySource?, _ headers: [Delivery.Header], _ authenticity: Authenticity
  ) -> Delivery {
    let isWhole = redactions.isEmpty && !body.isEmpty
    return Delivery(
      id: identifiers.delivery(provider: provider, account: account, originalDigest: digest), provider: provider,
      account: account, capturedAt: context.capturedAt, authenticity: authenticity, headers: headers, source: source,
      body: body, originalDigest: isWhole ? nil : digest.hex, redactions: redactions)
  }

  private mutating func finish(_ delivery: Delivery, _ sink: inout EventSink) -> Reading {
    sequence = sink.sequence
    return Reading(delivery: delivery, events: sink.events, exceptions: sink.exceptions)
  }

  /// Says what had to be mended in the texts.
  private func note(_ repairs: [JSONRepair], in reading: inout Reading) {
    let mended = repairs.filter { $0.kind != .rawControl }
    guard let first = mended.first else { return }
    let what = first.kind == .loneSurrogate ? "half a surrogate pair" : "bytes that are not UTF-8"
    for index in reading.events.indices {
      reading.events[index].event.notes.append(
        "the delivery had \(what), read as U+FFFD; the raw delivery keeps the original")
    }
    let offset = (reading.delivery.source?.offset ?? 0) + Int64(first.offset)
    reading.exceptions.append(
      ReadingException(
        where_: "byte \(offset)",
        what: "\(mended.count) text(s) with \(what), read as U+FFFD; the raw delivery keeps the original"))
  }
}
