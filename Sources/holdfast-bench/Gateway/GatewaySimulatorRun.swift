import Foundation
import Records
import SearchIndex
import Synchronization
import Vault

/// Replays a firm's day through a real gateway and compares what the archive counts with what was sent.
struct GatewaySimulatorRun {
  let workspace: Workspace
  var program: String?
  var messagesPerDesk = 250
  var clients = 16
  /// Deliveries a second while searches are timed.
  var rate = 500
  var samples = 300
  var seed: UInt64 = 24

  func run() throws -> Outcome {
    var outcome = Outcome(
      title: "gateway: 24 h of a firm of \(GatewaySimulatorFirm.desks) desks, replayed",
      machine: .current(folder: workspace.folder))
    Outcome.note("making the day")
    let (deliveries, truth) = GatewaySimulatorFirm(seed: seed, messagesPerDesk: messagesPerDesk).day()
    let host = try makeHost()
    let archive = host.archive
    try host.start()
    archive.index.startFollowing()
    let half = deliveries.count / 2
    Outcome.note("the first half of \(deliveries.count) deliveries, as fast as it goes")
    let start = Stopwatch.now
    try post(deliveries[..<half], host.port, rate: nil)
    outcome.figures.append(
      Figure(what: "replayed at full speed", value: Double(half) / (Stopwatch.now - start), unit: "deliveries/s"))
    try archive.index.settle()
    Outcome.note("searching at rest")
    let words = searchWords()
    let idle = try search(archive, words)
    Outcome.note("the second half at \(rate) deliveries a second, searching meanwhile")
    let port = host.port
    let failure = Mutex<(any Error)?>(nil)
    let done = DispatchSemaphore(value: 0)
    let rest = Array(deliveries[half...])
    let run = self
    Thread {
      do { try run.post(rest[...], port, rate: run.rate) } catch { failure.withLock { $0 = error } }
      done.signal()
    }.start()
    usleep(1_000_000)
    let busy = try search(archive, words)
    done.wait()
    if let error = failure.withLock({ $0 }) { throw error }
    try host.stop()
    archive.index.stopFollowing()
    try archive.index.catchUp()
    try compare(archive, truth, &outcome)
    let (idle99, busy99) = (idle.percentile(0.99), busy.percentile(0.99))
    outcome.figures += [
      Figure(what: "search at rest, p50", value: idle.percentile(0.5), unit: "ms"),
      Figure(what: "  p99", value: idle99, unit: "ms"),
      Figure(what: "search while \(rate)/s arrive, p50", value: busy.percentile(0.5), unit: "ms"),
      Figure(
        what: "  p99", value: busy99, unit: "ms", baseline: ("at rest", idle99), budget: "≤ 2 ×",
        isWithin: busy99 <= 2 * idle99),
    ]
    try sizes(archive, deliveries, truth, &outcome)
    return outcome
  }

  private func makeHost() throws -> GatewayHost {
    try GatewayHost(
      workspace: workspace, program: program,
      accounts: (0..<GatewaySimulatorFirm.desks).map {
        GatewayHost.Account(name: "desk-\($0)", path: GatewaySimulatorFirm.path($0))
      })
  }

  /// Posts in order, over several connections, so that neighbours overtake one another; all must be answered 200.
  func post(_ deliveries: ArraySlice<GatewaySimulatorFirm.Delivery>, _ port: Int, rate: Int?) throws {
    let next = Mutex(deliveries.startIndex)
    let refused = Mutex(0)
    let start = Stopwatch.now
    let all = Array(deliveries)
    let first = deliveries.startIndex
    DispatchQueue.concurrentPerform(iterations: clients) { _ in
      let client = WebhookClient(port: port)
      while true {
        let place = next.withLock { next in
          defer { next += 1 }
          return next - first
        }
        guard place < all.count else { return }
        if let rate {
          let early = start + Double(place) / Double(rate) - Stopwatch.now
          if early > 0 { usleep(UInt32(early * 1e6)) }
        }
        let delivery = all[place]
        let request = SignedDelivery(path: GatewaySimulatorFirm.path(delivery.desk), body: delivery.body).request
        var status = client.post(request)
        // As a provider does: what is not confirmed comes again.
        for _ in 0..<20 where status != 200 {
          usleep(100_000)
          status = client.post(request)
        }
        if status != 200 { refused.withLock { $0 += 1 } }
      }
    }
    let count = refused.withLock { $0 }
    try expect(count == 0, "\(count) deliveries were not answered 200")
  }

  // MARK: Searching

  private func searchWords() -> [String] {
    let vocabulary = Vocabulary()
    return (0..<40).map { vocabulary.words[$0 * $0 * 7 % 20_000] }
  }

  private func search(_ archive: BenchVault, _ words: [String]) throws -> Samples {
    try Samples.of(samples, pause: 10_000) { number in
      _ = try archive.index.search(QueryParser.read(words[number % words.count]), limit: 60)
    }
  }

  // MARK: Truth

  private func compare(
    _ archive: BenchVault, _ truth: GatewaySimulatorFirm.Truth, _ outcome: inout Outcome
  ) throws {
    let found = try archive.index.statistics()
    func count(_ query: String) throws -> Int64 { try archive.index.count(QueryParser.read(query), cap: nil).count }
    let pairs: [(String, Int64, Int)] = [
      ("messages", found.messages, truth.messages), ("receipts", found.receipts, truth.receipts),
      ("edited messages", try count("has:edit"), truth.edited),
      ("deleted messages", try count("has:deletion"), truth.revoked),
      ("receipts, edits, deletions without a message", found.waiting, 0), ("exceptions", found.exceptions, 0),
    ]
    for (what, found, sent) in pairs {
      outcome.figures.append(
        Figure(what: what, value: Double(found), unit: "", budget: "\(sent)", isWithin: found == Int64(sent)))
    }
    outcome.figures += [
      Figure(what: "deliveries in the vault", value: Double(found.deliveries), unit: ""),
      Figure(what: "deliveries posted, \(truth.repeated) of them again", value: Double(truth.deliveries), unit: ""),
      Figure(what: "  batches", value: Double(truth.batches), unit: ""),
    ]
    for (what, found, sent) in pairs { try expect(found == Int64(sent), "\(what): \(found) counted, \(sent) sent") }
  }

  /// What a message costs, and what of it is receipts: the same day without receipts beside it.
  private func sizes(
    _ archive: BenchVault, _ deliveries: [GatewaySimulatorFirm.Delivery], _ truth: GatewaySimulatorFirm.Truth,
    _ outcome: inout Outcome
  ) throws {
    let (vault, index) = (Double(try archive.vaultBytes()), Double(try archive.index.statistics().indexBytes))
    try archive.close()
    Outcome.note("the same day without receipts")
    let host = try makeHost()
    try host.start()
    let messages = deliveries.filter { !$0.isReceipt }
    try post(messages[...], host.port, rate: nil)
    try host.stop()
    try host.archive.index.catchUp()
    try expect(
      try host.archive.index.statistics().messages == Int64(truth.messages),
      "without receipts other messages are counted")
    let (vaultWithout, indexWithout) = (
      Double(try host.archive.vaultBytes()), Double(try host.archive.index.statistics().indexBytes)
    )
    try host.archive.close()
    workspace.remove("gateway")
    let count = Double(truth.messages)
    outcome.figures += [
      Figure(
        what: "vault, of the raw JSON", value: vault / Double(truth.bytes), unit: "×", budget: "≤ 0.35",
        isWithin: vault / Double(truth.bytes) <= 0.35),
      Figure(what: "vault a message, its receipts included", value: vault / count, unit: "bytes"),
      Figure(what: "  share of receipts", value: (vault - vaultWithout) / vault * 100, unit: "%"),
      Figure(what: "index a message, its receipts and text included", value: index / count, unit: "bytes"),
      Figure(what: "  share of receipts", value: (index - indexWithout) / index * 100, unit: "%"),
      Figure(what: "receipts a message", value: Double(truth.receipts) / count, unit: ""),
    ]
  }
}
