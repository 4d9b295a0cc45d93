import Records
import Sealing

/// Reads sends: the message out of the request, its id and receiver out of the answer.
public struct ExchangeReader {
  /// The reader's name and version, as records keep it.
  public static let name = "exchange/1"

  private let context: ReadingContext
  private let expecting: Provider?

  /// Creates a reader; `expecting` names the provider where the endpoint already tells it.
  public init(context: ReadingContext, expecting: Provider? = nil) {
    self.context = context
    self.expecting = expecting
  }

  /// Reads the body of a delivery that the send-through proxy or the capture endpoint made.
  ///
  /// A body that is not an exchange is read as a webhook's.
  public func read(
    body: [UInt8], source: DeliverySource? = nil, headers: [Delivery.Header] = [], authenticity: Authenticity
  ) -> Reading {
    guard let value = try? JSONReader.parse(body),
      let exchange = Exchange(
        value, provider: expecting, account: context.account, capturedAt: context.capturedAt)
    else {
      var reader = PayloadReader(context: context, expecting: expecting)
      return reader.read(body: body, source: source, headers: headers, authenticity: authenticity)
    }
    let redactor = SecretRedactor(key: context.secretKey)
    let (kept, redactions) = redactor.redact(body, form: .none)
    let digest = SHA256.hash(body)
    let identifiers = Identifiers(vault: context.vault)
    let delivery = Delivery(
      id: identifiers.delivery(provider: exchange.provider, account: exchange.account, originalDigest: digest),
      provider: exchange.provider, account: exchange.account, capturedAt: context.capturedAt,
      authenticity: authenticity, headers: headers, source: source, body: kept,
      originalDigest: redactions.isEmpty ? nil : digest.hex, redactions: redactions)
    var sink = EventSink(
      delivery: delivery.id, capturedAt: context.capturedAt, reader: ExchangeReader.name, sequence: 0)
    read(exchange, into: &sink)
    return Reading(delivery: delivery, events: sink.events, exceptions: sink.exceptions)
  }

  private func read(_ exchange: Exchange, into sink: inout EventSink) {
    guard let request = try? JSONReader.parse(exchange.request), request.object != nil else {
      sink.add(gap("unreadable", "the request of a send is not JSON", exchange), at: "$.request")
      return
    }
    guard let status = exchange.status else {
      // Nobody knows: the words are kept where they would be read, and the doubt is said.
      var event = message(request, answer: .null, exchange)
      event.kind = .gap
      event.gap = Gap(
        reason: "send-outcome-unknown",
        detail: "this was passed to the provider, and no answer came: it may or may not have been sent",
        from: exchange.requestedAt)
      sink.add(event, at: "$.request")
      return
    }
    let answer = (try? JSONReader.parse(exchange.response)) ?? .null
    guard (200..<300).contains(status), !isRefused(answer) else {
      var event = MessageEvent(.operations, provider: exchange.provider, account: exchange.account)
      event.sentAt = exchange.requestedAt
      event.direction = .outbound
      event.attributes = ["operation": "send-refused", "status": String(status)]
      event.notes.append("not sent: \(reason(answer) ?? "the provider answered \(status)")")
      sink.add(event, at: "$.response")
      return
    }
    if let read = request["message_id"]?.text, request["status"]?.string == "read" {
      var event = MessageEvent(.operations, provider: exchange.provider, account: exchange.account)
      event.sentAt = exchange.requestedAt
      event.target = read
      event.attributes = ["operation": "marked-as-read"]
      sink.add(event, at: "$.request")
      return
    }
    sink.add(message(request, answer: answer, exchange), at: "$.request")
  }

  /// The event of a message, read by the reader that knows the provider's message objects.
  private func message(_ request: JSONValue, answer: JSONValue, _ exchange: Exchange) -> MessageEvent {
    let id = ExchangeAnswer.id(in: answer)
    let to = ExchangeAnswer.receiver(in: answer) ?? request["to"]?.text
    let namer = Namer(vault: context.vault)
    var event: MessageEvent
    if exchange.provider == .meta {
      event = echo(SentMessage.echo(of: request, id: id, to: to, at: exchange.requestedAt), exchange)
    } else {
      event = MessageEvent(.message, provider: exchange.provider, account: exchange.account)
      event.content = SentMessage.plain(request)
      let party = Party(phone: PhoneNumber.digits(to))
      event.recipients = party.isEmpty ? [] : [party]
      if let key = party.key {
        event.conversation = namer.reference(
          exchange.provider, exchange.account, kind: .direct, key: key, counterpart: party)
      }
      if event.content == nil {
        event.gap = Gap(reason: "unknown-type", detail: "what was sent is of a kind that is not known to this version")
      }
    }
    event.direction = .outbound
    event.sentAt = exchange.requestedAt
    event.precision = .millisecond
    event.providerMessageID = id
    if event.kind == .message || event.kind == .gap {
      event.messageID = id.map { namer.message(exchange.provider, exchange.account, $0, fromMe: true) }
    }
    event.attributes["route"] = "send"
    if let media = event.content?.media, media.state == .remote, media.providerID == nil {
      event.content?.media?.state = .missing
      event.content?.media?.reason = "sent from an address that the archive does not fetch"
    }
    event.notes.append("the time is the gateway's: the provider names none for what is sent through it")
    if id == nil, exchange.status != nil {
      event.kind = .gap
      event.gap = Gap(reason: "incomplete", detail: "the provider's answer names no message")
    }
    return event
  }

  private func echo(_ message: JSONValue, _ exchange: Exchange) -> MessageEvent {
    let metadata = JSONValue.object(
      JSONObject([.init(name: "phone_number_id", value: .string(exchange.account))]))
    let value = JSONValue.object(
      JSONObject([
        .init(name: "metadata", value: metadata), .init(name: "message_echoes", value: .array([message])),
      ]))
    let change = JSONValue.object(
      JSONObject([.init(name: "field", value: .string("smb_message_echoes")), .init(name: "value", value: value)]))
    let entry = JSONValue.object(JSONObject([.init(name: "changes", value: .array([change]))]))
    let payload = JSONValue.object(JSONObject([.init(name: "entry", value: .array([entry]))]))
    var sink = EventSink(
      delivery: DeliveryID(suffix: ""), capturedAt: context.capturedAt, reader: ExchangeReader.name, sequence: 0)
    var reader = MetaReader(fallbackAccount: exchange.account, namer: Namer(vault: context.vault))
    reader.read(payload, into: &sink)
    return sink.events.first?.event ?? MessageEvent(.message, provider: .meta, account: exchange.account)
  }

  private func isRefused(_ answer: JSONValue) -> Bool {
    answer["error"]?.object != nil || answer["success"]?.bool == false
  }

  private func reason(_ answer: JSONValue) -> String? {
    let error = answer["error"]
    return error?["message"]?.string ?? error?.string ?? answer["message"]?.string
  }

  private func gap(_ reason: String, _ detail: String, _ exchange: Exchange) -> MessageEvent {
    MessageEvent(
      .gap, provider: exchange.provider, account: exchange.account, direction: .outbound,
      sentAt: exchange.requestedAt, gap: Gap(reason: reason, detail: detail))
  }
}
