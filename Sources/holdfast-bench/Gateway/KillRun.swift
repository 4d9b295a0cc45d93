import Capture
import Foundation
import Records
import SearchIndex
import Synchronization
import Vault

/// Kills the gateway at random moments under load, again and again, and looks for every delivery that was answered 200.
struct KillRun {
  let workspace: Workspace
  var program: String?
  var kills = 200
  /// Deliveries that come while the vault's store is away; then nothing is killed.
  var away = 0
  var clients = 8
  /// How long the gateway lives at most after it began to listen, in milliseconds.
  var longest = 600
  var seed: UInt64
  /// More lines of the configuration: another spool, smaller segments.
  var settings = "[archiver]\nseal_mib = 1"

  /// What became of each delivery that was posted.
  private final class Ledger: Sendable {
    struct State {
      var next = 0
      var confirmed: Set<Int> = []
      /// Posted, and never answered: it may be in the vault or not.
      var unknown: Set<Int> = []
      var refused = 0
      var isOver = false
    }
    let state = Mutex(State())
  }

  func run() throws -> Outcome {
    var outcome = Outcome(
      title: away > 0
        ? "gateway: the vault's store is away for \(away) deliveries"
        : "gateway: kill -9, \(kills) times under load, seed \(seed)", machine: .current(folder: workspace.folder))
    let host = try GatewayHost(workspace: workspace, program: program, more: settings)
    let material = Material(messages: 50_000_000, conversations: 800)
    let ledger = Ledger()
    let posting = (0..<clients).map { start(client: $0, host.port, material, ledger) }
    if away > 0 {
      outcome.figures += try loseStore(host, ledger)
      for done in posting { done.wait() }
      try host.stop()
      let state = ledger.state.withLock { $0 }
      try check(host, material, state.confirmed, state.unknown, &outcome)
      try host.archive.close()
      workspace.remove("gateway")
      return outcome
    }
    var random = SplitMix64(seed: seed)
    var lived = 0.0
    for round in 1...max(1, kills) {
      try host.start()
      let life = 1 + random.below(longest)
      usleep(UInt32(life * 1000))
      host.kill()
      lived += Double(life) / 1000
      if round % 20 == 0 { Outcome.note("\(round) kills, \(ledger.state.withLock { $0.confirmed.count }) confirmed") }
    }
    ledger.state.withLock { $0.isOver = true }
    for done in posting { done.wait() }
    let state = ledger.state.withLock { $0 }
    try host.start()
    let began = Stopwatch.now
    try expect(host.waitForArchiver(seconds: 300), "the archiver does not come to an end")
    try host.stop()
    outcome.figures += [
      Figure(what: "kills", value: Double(kills), unit: ""),
      Figure(what: "answered 200", value: Double(state.confirmed.count), unit: "deliveries"),
      Figure(what: "answered nothing", value: Double(state.unknown.count), unit: "deliveries"),
      Figure(what: "answered otherwise", value: Double(state.refused), unit: "deliveries"),
      Figure(what: "life between kills, mean", value: lived / Double(max(1, kills)), unit: "s"),
      Figure(what: "last start and drain", value: Stopwatch.now - began, unit: "s"),
    ]
    try check(host, material, state.confirmed, state.unknown, &outcome)
    try host.archive.close()
    workspace.remove("gateway")
    return outcome
  }

  /// Takes the vault's store away under load, gives it back, and measures how fast the spool drains.
  private func loseStore(_ host: GatewayHost, _ ledger: Ledger) throws -> [Figure] {
    try host.start()
    usleep(500_000)
    let vault = host.folder + "/vault"
    try FileManager.default.moveItem(atPath: vault, toPath: vault + ".away")
    let began = Stopwatch.now
    while ledger.state.withLock({ $0.confirmed.count }) < away {
      try expect(Stopwatch.now - began < 900, "deliveries are not taken while the store is away")
      usleep(50_000)
    }
    let outage = Stopwatch.now - began
    ledger.state.withLock { $0.isOver = true }
    usleep(1_500_000)
    let waiting = host.status()?.spool.entries ?? 0
    let failure = host.status()?.archiverFailure
    try FileManager.default.moveItem(atPath: vault + ".away", toPath: vault)
    let back = Stopwatch.now
    try expect(host.waitForArchiver(seconds: 600), "the archiver does not come to an end")
    // The two quiet seconds are the wait's own.
    let drain = max(0.001, Stopwatch.now - back - 2)
    let state = ledger.state.withLock { $0 }
    return [
      Figure(what: "answered 200 while the store was away", value: Double(state.confirmed.count), unit: "deliveries"),
      Figure(what: "answered otherwise", value: Double(state.refused), unit: "deliveries"),
      Figure(what: "the store was away", value: outage, unit: "s"),
      Figure(what: "waiting in the spool when it came back", value: Double(waiting), unit: "deliveries"),
      Figure(what: "the archiver said why it stood", value: failure == nil ? 0 : 1, unit: ""),
      Figure(what: "drained, with noticing that the store is back", value: drain, unit: "s"),
      Figure(what: "drain rate", value: Double(waiting) / drain, unit: "deliveries/s"),
    ]
  }

  /// Posts one delivery after the other; what got no answer is posted again half of the time, as providers do.
  private func start(client: Int, _ port: Int, _ material: Material, _ ledger: Ledger) -> DispatchSemaphore {
    let done = DispatchSemaphore(value: 0)
    let seed = seed
    let thread = Thread {
      let connection = WebhookClient(port: port)
      var random = SplitMix64(seed: seed &+ UInt64(client) &* 7919)
      var number: Int?
      while true {
        let (current, isOver) = ledger.state.withLock { state -> (Int, Bool) in
          if let number { return (number, state.isOver) }
          state.next += 1
          return (state.next - 1, state.isOver)
        }
        if isOver { break }
        let status = connection.post(DeliveryFile.delivery(material.message(current), path: "/webhook").request)
        ledger.state.withLock { state in
          switch status {
          case 200:
            state.confirmed.insert(current)
            state.unknown.remove(current)
          case nil: state.unknown.insert(current)
          default: state.refused += 1
          }
        }
        number = status == 200 || (status == nil && random.below(2) == 0) ? nil : current
        if status != 200 { usleep(3_000) }
      }
      done.signal()
    }
    thread.start()
    return done
  }

  private func check(
    _ host: GatewayHost, _ material: Material, _ confirmed: Set<Int>, _ unknown: Set<Int>, _ outcome: inout Outcome
  ) throws {
    Outcome.note("looking for every delivery")
    let archive = host.archive
    try archive.index.catchUp()
    let names = Identifiers(vault: archive.vault.id)
    func isThere(_ number: Int) throws -> Bool {
      try archive.index.contains(
        message: names.message(
          provider: .meta, account: Material.account, providerID: material.message(number).wamid, fromMe: false))
    }
    let lost = try confirmed.filter { try !isThere($0) }
    let extra = try unknown.filter { try isThere($0) }
    let statistics = try archive.index.statistics()
    outcome.figures += [
      Figure(
        what: "answered 200 and not in the vault", value: Double(lost.count), unit: "deliveries", budget: "0",
        isWithin: lost.isEmpty),
      Figure(what: "not answered and in the vault", value: Double(extra.count), unit: "deliveries"),
      Figure(
        what: "messages counted", value: Double(statistics.messages), unit: "messages",
        budget: "\(confirmed.count + extra.count)",
        isWithin: statistics.messages == Int64(confirmed.count + extra.count)),
      Figure(
        what: "deliveries in the vault, repeats included", value: Double(statistics.deliveries), unit: "deliveries"),
      Figure(what: "open gaps", value: Double(statistics.gaps), unit: ""),
    ]
    try expect(
      lost.isEmpty,
      "\(lost.count) of \(confirmed.count) deliveries that were answered 200 are lost, such as \(lost.sorted().prefix(5))"
    )
    try expect(
      statistics.messages == Int64(confirmed.count + extra.count),
      "\(statistics.messages) messages are counted, \(confirmed.count + extra.count) are there")
    try expect(statistics.coverage.pending == 0, "\(statistics.coverage.pending) records are not in the ledger")
    let report = try archive.vault.verify(since: nil, progress: { _ in }, cancel: nil)
    try expect(report.ok, "the vault does not verify: \(report.problems.first.map { "\($0)" } ?? "")")
    outcome.notes.append("the vault verifies: \(report.segments) segments, \(report.records) records")
  }
}
