import Capture
import Foundation
import Gateway
import Intake
import Records
import SearchIndex
import Storage
import Vault

/// Measures the gateway under load, beside Express and Redis in the same run, then how fast it seals and is searched.
struct GatewayRun {
  /// What the spool is kept in.
  enum Engine: String {
    case file, redis
  }

  let workspace: Workspace
  var program: String?
  var engine = Engine.file
  var scripts = "scripts/bench"
  var seconds = 10
  var connections = 64
  var drained = 100_000
  var samples = 40
  var withBaseline = true

  func run() throws -> Outcome {
    var outcome = Outcome(
      title:
        "gateway, spool in \(engine == .file ? "files" : "Redis"): signed Meta messages of 1 KB, \(connections) connections, \(seconds) s",
      machine: .current(folder: workspace.folder))
    guard ShellRun.isInstalled("wrk") else { throw BenchError("wrk is not installed: apt install wrk") }
    let file = DeliveryFile(
      path: workspace.path("deliveries"), material: Material(messages: min(400_000, 25_000 * (seconds + 1))))
    Outcome.note("writing the deliveries")
    try file.write(path: "/webhook")
    let baseline = withBaseline ? try express(file) : nil
    try load(file, baseline, &outcome)
    try drain(&outcome)
    workspace.remove("deliveries")
    outcome.notes.append(
      "wrk and the server share the machine's cores, in both runs; wrk -t1, keep-alive, the same bytes for both.")
    return outcome
  }

  // MARK: Load

  private func express(_ file: DeliveryFile) throws -> [String: Double] {
    Outcome.note("Express and Redis")
    let text = try ShellRun.output([
      scripts + "/express-baseline", "--seconds", "\(seconds)", "--connections", "\(connections)", "--deliveries",
      file.path, "--secret", SignedDelivery.secret, "--folder", workspace.folder, "--json",
    ])
    return try ShellRun.figures(text)
  }

  private func post(_ host: GatewayHost, _ file: DeliveryFile, seconds: Int) throws -> [String: Double] {
    let text = try ShellRun.output([
      "wrk", "-t1", "-c\(connections)", "-d\(seconds)s", "-s", scripts + "/post.lua", host.url + "/webhook", "--",
      file.path,
    ])
    return try ShellRun.figures(text)
  }

  private func load(_ file: DeliveryFile, _ baseline: [String: Double]?, _ outcome: inout Outcome) throws {
    Outcome.note("holdfast serve")
    let redis = try redis()
    defer { redis?.stop() }
    let host = try GatewayHost(workspace: workspace, program: program, more: redis?.settings ?? "")
    try host.start()
    _ = try post(host, file, seconds: 1)
    let before = host.status()?.archived ?? 0
    let figures = try post(host, file, seconds: seconds)
    let archived = (host.status()?.archived ?? 0) - before
    let (rate, p99) = (figures["rate"] ?? 0, figures["p99_ms"] ?? 0)
    try expect(figures["not_2xx"] == 0 && figures["socket_errors"] == 0, "some deliveries were not answered 200")
    func beside(_ name: String) -> (String, Double)? { baseline?[name].map { ("Express → Redis", $0) } }
    let expected = (baseline?["rate"] ?? 0) * 2
    outcome.figures += [
      Figure(
        what: "acknowledged durable", value: rate, unit: "deliveries/s", baseline: beside("rate"),
        budget: "≥ 2 ×", isWithin: baseline == nil ? nil : rate >= expected),
      Figure(what: "  p50", value: figures["p50_ms"] ?? 0, unit: "ms", baseline: beside("p50_ms")),
      Figure(
        what: "  p99", value: p99, unit: "ms", baseline: beside("p99_ms"), budget: "≤ 20", isWithin: p99 <= 20),
      Figure(what: "  p99.9", value: figures["p999_ms"] ?? 0, unit: "ms", baseline: beside("p999_ms")),
      Figure(what: "  sealed and logged meanwhile", value: Double(archived) / Double(seconds), unit: "deliveries/s"),
      Figure(what: "  peak memory", value: Double(host.peakMemory) / 1e6, unit: "MB"),
    ]
    Outcome.note("waiting until the archiver has caught up")
    let start = Stopwatch.now
    try expect(host.waitForArchiver(seconds: 300), "the archiver does not come to an end")
    outcome.figures.append(
      // The last two seconds showed that nothing comes any more.
      Figure(what: "  then caught up after", value: max(0, Stopwatch.now - start - 2), unit: "s"))
    Outcome.note("webhook to searchable")
    let searchable = try searchable(host)
    outcome.figures += [
      Figure(
        what: "webhook → searchable, p50", value: searchable.percentile(0.5), unit: "ms"),
      Figure(
        what: "  p99", value: searchable.percentile(0.99), unit: "ms", budget: "≤ 2,000",
        isWithin: searchable.percentile(0.99) <= 2000),
    ]
    try host.stop()
    try host.archive.index.catchUp()
    let messages = try host.archive.index.statistics().messages
    // The warm-up posted the same deliveries from the beginning, so the longer run counts.
    let sent = min(Int64(figures["requests"] ?? 0), Int64(file.material.messages))
    try expect(messages >= sent, "\(sent) deliveries were answered 200, and \(messages) messages are archived")
    try host.archive.close()
    workspace.remove("gateway")
  }

  /// Posts a message, and asks an unlocked index that follows until it has it.
  private func searchable(_ host: GatewayHost) throws -> Samples {
    let client = WebhookClient(port: host.port)
    let archive = host.archive
    archive.index.startFollowing()
    defer { archive.index.stopFollowing() }
    // Whatever the load left is indexed first.
    try archive.index.settle()
    let material = Material(messages: 10_000_000)
    let names = Identifiers(vault: archive.vault.id)
    return try Samples.of(samples) { number in
      let message = material.message(9_000_000 + number)
      let id = names.message(
        provider: .meta, account: Material.account, providerID: message.wamid, fromMe: false)
      let status = client.post(DeliveryFile.delivery(message, path: "/webhook").request)
      try expect(status == 200, "answered \(status.map(String.init) ?? "nothing")")
      let end = Stopwatch.now + 30
      while try !archive.index.contains(message: id) {
        try expect(Stopwatch.now < end, "a message was not searchable after 30 s")
        usleep(2_000)
      }
    }
  }

  // MARK: Draining

  /// Fills the spool as if the archiver had been away, and lets the gateway seal it.
  private func drain(_ outcome: inout Outcome) throws {
    let redis = try redis()
    defer { redis?.stop() }
    let host = try GatewayHost(workspace: workspace, program: program, more: redis?.settings ?? "")
    let vault = try LockedVault.open(
      store: try FolderStore(root: host.folder + "/vault", files: SystemFiles()),
      state: StateDirectory(base: host.folder + "/state"), environment: VaultEnvironment())
    Outcome.note("filling the spool")
    let filling = try fill(host, vault, redis)
    outcome.figures.append(
      Figure(
        what: "spool alone: appended durably, \(connections) at once", value: Double(drained) / filling,
        unit: "entries/s"))
    Outcome.note("draining it")
    let start = Stopwatch.now
    try host.start()
    // The archiver seals at 8 MiB; what is left waits for its quarter of an hour.
    var last: (time: Double, archived: Int64) = (start, 0)
    while Stopwatch.now - start < 300 {
      usleep(100_000)
      guard let status = host.status(), status.archived > last.archived else {
        if last.archived > 0, Stopwatch.now - last.time > 3 { break }
        continue
      }
      last = (Stopwatch.now, status.archived)
      if last.archived >= Int64(drained) { break }
    }
    outcome.figures.append(
      Figure(
        what: "drained: spool → sealed and logged", value: Double(last.archived) / (last.time - start),
        unit: "deliveries/s"))
    try host.stop()
    try host.archive.index.catchUp()
    let messages = try host.archive.index.statistics().messages
    try expect(messages == Int64(drained), "\(messages) of \(drained) messages came out of the spool")
    let report = try host.archive.vault.verify(since: nil, progress: { _ in }, cancel: nil)
    try expect(report.ok, "the vault does not verify")
    try host.archive.close()
    workspace.remove("gateway")
  }

  private func redis() throws -> RedisHost? {
    engine == .redis ? try RedisHost(folder: workspace.path("redis")) : nil
  }

  private func spool(_ host: GatewayHost, _ vault: LockedVault, _ redis: RedisHost?) throws -> any Spool {
    guard let redis else {
      return try FileSpool.open(
        folder: vault.state.path + "/spool/deliveries", key: host.key, vault: vault, limit: 8 << 30)
    }
    let (address, key) = (try redis.address, host.key)
    return try Blocking.run {
      try await RedisSpool.open(
        address: address, stream: RedisHost.stream, group: RedisHost.group, consumer: "filler", password: nil,
        key: key, vault: vault, limit: 8 << 30)
    }
  }

  private func fill(_ host: GatewayHost, _ vault: LockedVault, _ redis: RedisHost?) throws -> Double {
    let spool = try spool(host, vault, redis)
    let material = Material(messages: drained)
    let start = Stopwatch.now
    try Blocking.run {
      try await withThrowingTaskGroup(of: Void.self) { group in
        let (workers, drained) = (connections, drained)
        for worker in 0..<workers {
          group.addTask {
            for number in stride(from: worker, to: drained, by: workers) {
              let delivery = DeliveryFile.delivery(material.message(number), path: "/webhook")
              let captured = CapturedDelivery(
                endpoint: "desk", provider: .meta, capturedAt: SystemClock().now(),
                authenticity: Authenticity(.hmacSHA256, .valid), body: delivery.body)
              try await spool.append(captured.encoded())
            }
          }
        }
        try await group.waitForAll()
      }
      await spool.close()
    }
    return Stopwatch.now - start
  }
}
