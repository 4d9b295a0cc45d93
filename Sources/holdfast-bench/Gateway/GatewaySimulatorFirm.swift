/// A firm's day: what its numbers send and receive, as the provider delivers it, and the truth about it.
///
/// Desks with a number each, most traffic in office hours and in bursts; direct chats and groups; receipts of every
/// recipient; edits and deletions; repeated deliveries, batches, and deliveries that overtake one another.
struct GatewaySimulatorFirm {
  /// What an archive of the day must hold.
  struct Truth: Sendable {
    var messages = 0
    /// Distinct (message, status, recipient).
    var receipts = 0
    var edited = 0
    var revoked = 0
    var deliveries = 0
    var repeated = 0
    var batches = 0
    var bytes: Int64 = 0
  }

  struct Delivery: Sendable {
    var desk: Int
    /// Seconds since 1970 at which the provider sends it.
    var at: Int64
    var body: [UInt8]
    var isReceipt: Bool
  }

  static let desks = 60
  /// 2024-05-14T00:00:00Z
  static let start: Int64 = 1_715_644_800
  private static let members = 12
  /// Share of the day's traffic in each hour, of 1,000.
  private static let hours = [
    3, 2, 2, 2, 4, 8, 20, 50, 90, 100, 95, 85, 70, 85, 95, 90, 75, 50, 30, 18, 12, 7, 4, 3,
  ]

  let seed: UInt64
  let messagesPerDesk: Int
  private let vocabulary = Vocabulary()

  init(seed: UInt64, messagesPerDesk: Int) {
    self.seed = seed
    self.messagesPerDesk = messagesPerDesk
  }

  static func path(_ desk: Int) -> String { "/hooks/desk-\(desk)" }
  static func number(_ desk: Int) -> String { "44207183" + String(8000 + desk) }
  static func account(_ desk: Int) -> String { String(7_794_189_252_770_000 + desk) }

  /// The whole day in the order in which it arrives.
  func day() -> (deliveries: [Delivery], truth: Truth) {
    var random = SplitMix64(seed: seed)
    var truth = Truth()
    var all: [Delivery] = []
    for desk in 0..<GatewaySimulatorFirm.desks {
      var at: Int64 = 0
      for number in 0..<messagesPerDesk {
        // A burst: several messages within the same minute.
        at = random.below(4) == 0 || number == 0 ? instant(&random) : at + Int64(random.below(15))
        message(desk, at, &random, &all, &truth)
      }
    }
    all.sort { $0.at < $1.at }
    overtake(&all, &random)
    repeatSome(&all, &random, &truth)
    truth.deliveries = all.count
    truth.bytes = all.reduce(0) { $0 + Int64($1.body.count) }
    return (all, truth)
  }

  private func instant(_ random: inout SplitMix64) -> Int64 {
    var place = random.below(1000)
    var hour = 0
    while hour < 23, place >= GatewaySimulatorFirm.hours[hour] {
      place -= GatewaySimulatorFirm.hours[hour]
      hour += 1
    }
    return GatewaySimulatorFirm.start + Int64(hour * 3600 + random.below(3500))
  }

  // MARK: Messages

  private func message(
    _ desk: Int, _ at: Int64, _ random: inout SplitMix64, _ all: inout [Delivery], _ truth: inout Truth
  ) {
    let isOutbound = random.below(2) == 0
    let group: String? = random.below(100) < 35 ? "Y2FwaV9ncm91cDo\(desk)x\(random.below(8))" : nil
    let client = "4477009" + String(100_000 + desk * 500 + random.below(60))
    let id = wamid(&random)
    let text = text(&random)
    let inner = #""timestamp":"\#(at)","type":"text","text":{"body":"\#(text)"}"#
    let place = group.map { #","group_id":"\#($0)""# } ?? ""
    let contact = #""contacts":[{"profile":{"name":"Client \#(client.suffix(4))"},"wa_id":"\#(client)"}]"#
    truth.messages += 1
    if isOutbound {
      let to = group == nil ? #","to":"\#(client)""# : ""
      add(
        desk, at, field: "smb_message_echoes",
        #""message_echoes":[{"from":"\#(GatewaySimulatorFirm.number(desk))"\#(to),"id":"\#(id)",\#(inner)\#(place)}]"#,
        &all)
      receipts(desk, at, id, client, group, &random, &all, &truth)
      return
    }
    add(desk, at, #"\#(contact),"messages":[{"from":"\#(client)","id":"\#(id)",\#(inner)\#(place)}]"#, &all)
    guard group == nil else { return }
    let change = random.below(100)
    func wrap(_ kind: String, _ value: String, _ random: inout SplitMix64) {
      let later = at + 20 + Int64(random.below(600))
      add(
        desk, later,
        #"\#(contact),"messages":[{"from":"\#(client)","id":"\#(wamid(&random))","timestamp":"\#(later)","type":"\#(kind)","\#(kind)":\#(value)}]"#,
        &all)
    }
    if change < 3 {
      truth.edited += 1
      wrap(
        "edit", #"{"original_message_id":"\#(id)","message":{"type":"text","text":{"body":"\#(text) corrected"}}}"#,
        &random)
    } else if change < 5 {
      truth.revoked += 1
      wrap("revoke", #"{"original_message_id":"\#(id)"}"#, &random)
    }
  }

  private func receipts(
    _ desk: Int, _ at: Int64, _ id: String, _ client: String, _ group: String?, _ random: inout SplitMix64,
    _ all: inout [Delivery], _ truth: inout Truth
  ) {
    var batch: [String] = []
    func flush(_ at: Int64) {
      guard !batch.isEmpty else { return }
      if batch.count > 1 { truth.batches += 1 }
      add(desk, at, #""statuses":[\#(batch.joined(separator: ","))]"#, isReceipt: true, &all)
      batch = []
    }
    func status(_ status: String, _ at: Int64, _ recipient: String) {
      truth.receipts += 1
      batch.append(#"{"id":"\#(id)","status":"\#(status)","timestamp":"\#(at)",\#(recipient)}"#)
    }
    if let group {
      for member in 0..<GatewaySimulatorFirm.members {
        let recipient =
          #""recipient_type":"group","recipient_id":"\#(group)","recipient_participant_id":"4477008\#(100_000 + desk * 100 + member)""#
        let delivered = at + 1 + Int64(random.below(20))
        status("delivered", delivered, recipient)
        // Several members' receipts come in one delivery.
        if random.below(3) == 0 { flush(delivered) }
        let read = delivered + Int64(random.below(900))
        status("read", read, recipient)
        if random.below(2) == 0 { flush(read) }
      }
      flush(at + 900)
      return
    }
    for (step, name) in ["sent", "delivered", "read"].enumerated() {
      let later = at + Int64(step * (1 + random.below(40)))
      status(name, later, #""recipient_id":"\#(client)""#)
      flush(later)
    }
  }

  private func add(
    _ desk: Int, _ at: Int64, field: String = "messages", _ value: String, isReceipt: Bool = false,
    _ all: inout [Delivery]
  ) {
    let body =
      #"{"object":"whatsapp_business_account","entry":[{"id":"215589313241560883","changes":[{"value":{"#
      + #""messaging_product":"whatsapp","metadata":{"display_phone_number":"\#(GatewaySimulatorFirm.number(desk))","#
      + #""phone_number_id":"\#(GatewaySimulatorFirm.account(desk))"},"# + value + #"},"field":"\#(field)"}]}]}"#
    all.append(Delivery(desk: desk, at: at, body: Array(body.utf8), isReceipt: isReceipt))
  }

  private func wamid(_ random: inout SplitMix64) -> String {
    "wamid.HBgM" + String(random.next(), radix: 36) + String(random.next(), radix: 36) + "FQIAERgS"
  }

  private func text(_ random: inout SplitMix64) -> String {
    var text = vocabulary.draw(&random)
    for _ in 0..<random.below(14) { text += " " + vocabulary.draw(&random) }
    return text
  }

  // MARK: What providers do to the order

  /// One in twenty arrives up to forty places later than it should: receipts before messages, edits before what they edit.
  private func overtake(_ all: inout [Delivery], _ random: inout SplitMix64) {
    for place in all.indices where random.below(20) == 0 {
      let other = min(all.count - 1, place + 1 + random.below(40))
      all.swapAt(place, other)
    }
  }

  /// One in thirty comes again, byte for byte, soon or an hour later.
  private func repeatSome(_ all: inout [Delivery], _ random: inout SplitMix64, _ truth: inout Truth) {
    var again: [(place: Int, delivery: Delivery)] = []
    for place in all.indices where random.below(30) == 0 {
      let later = random.below(3) == 0 ? all.count / 24 : random.below(100)
      again.append((min(all.count, place + 1 + later), all[place]))
    }
    truth.repeated = again.count
    again.sort { $0.place < $1.place }
    var merged: [Delivery] = []
    merged.reserveCapacity(all.count + again.count)
    var next = 0
    for (place, delivery) in all.enumerated() {
      while next < again.count, again[next].place <= place {
        merged.append(again[next].delivery)
        next += 1
      }
      merged.append(delivery)
    }
    merged += again[next...].map(\.delivery)
    all = merged
  }
}
