import Intake
import NIOCore
import Records
import Sealing
import Synchronization
import Vault

/// A spool in a Redis stream, for several gateways that share one queue.
///
/// The server must sync every write (`appendonly yes`, `appendfsync always`): it then answers after the fsync, one for all
/// commands that came together. Keys beside the stream: `:bytes` (a counter), `:keys` (wrapped keys) and `:keys:seen`
/// (when each key's process was last alive), `:damaged` (what could not be opened), `:consumer:<name>` (a lease: while it
/// lives, nobody claims that gateway's entries).
///
/// An entry's attempts are the times it was given back. A gateway that was killed gets its entries again, and they
/// count no attempt: else a few restarts would make dead letters of sound deliveries.
public final class RedisSpool: Spool {
  struct Names: Sendable {
    var stream: String
    var group: String
    var consumer: String
    var bytes: String { stream + ":bytes" }
    var keys: String { stream + ":keys" }
    var keysSeen: String { stream + ":keys:seen" }
    var damaged: String { stream + ":damaged" }
    func lease(_ consumer: String) -> String { stream + ":consumer:" + consumer }
  }

  /// An entry that is handed out or about to be, and not acknowledged.
  struct Pending: Sendable {
    var size: Int
    var attempts: Int
  }

  struct State: Sendable {
    var pending: [SpoolPosition: Pending] = [:]
    /// Given back, in the order in which it is to be handed out again.
    var returned: [SpoolPosition] = []
    /// Whether this consumer's list must be read for what a lost connection or an earlier process left.
    var mustRecover = true
    /// Where that reading stands.
    var recovered: SpoolPosition?
    /// How many entries are asked for at once.
    var page = 32
    /// The connection that was read from last.
    var readerID: ObjectIdentifier?
    var nextClaim = NIODeadline.uptimeNanoseconds(0)
    /// Why nothing is taken any more, found by the watch.
    var failure: RedisError?
    var isClosed = false
  }

  let names: Names
  let limit: Int64
  let options: RedisSpoolOptions
  let scripts = RedisScripts()
  let seal: RedisSeal
  let key: GatewayKey
  let vault: LockedVault
  /// Who this process is, beside its consumer's name.
  let token: [UInt8]
  /// For everything but waiting.
  let link: RedisLink
  /// For reading, which blocks its connection.
  let reader: RedisLink
  let state = Mutex(State())
  private let watch = Mutex<Task<Void, Never>?>(nil)

  private init(
    address: RedisAddress, names: Names, password: SecretBytes?, key: GatewayKey, vault: LockedVault, limit: Int64,
    options: RedisSpoolOptions
  ) throws {
    let seal = try RedisSeal(stream: names.stream, vault: vault, key: key)
    let scripts = scripts
    let patience = TimeAmount(options.patience)
    let token = Array(Hex.encode(try vault.environment.randomness.bytes(16)).utf8)
    (self.names, self.limit, self.options, self.seal, self.key) = (names, limit, options, seal, key)
    (self.vault, self.token) = (vault, token)
    link = RedisLink(address: address, password: password, patience: patience) { connection in
      try await RedisServerCheck.run(connection, trusted: options.trusted)
      try await scripts.load(connection)
      // The key is there before the first entry that needs it.
      try await connection.call(RedisCommand("HSET", names.keys, seal.keyName, seal.wrapText))
    }
    reader = RedisLink(address: address, password: password, patience: patience) { connection in
      try await RedisSpool.makeGroup(connection, names)
    }
  }

  /// Connects to a server, checks how it is set up, and takes over what this consumer left.
  ///
  /// `consumer` names this gateway among those that share the group; all of them need the same gateway key. Throws
  /// ``SpoolError`` `failed`.
  public static func open(
    address: RedisAddress, stream: String, group: String, consumer: String, password: SecretBytes?, key: GatewayKey,
    vault: LockedVault, limit: Int64, options: RedisSpoolOptions = RedisSpoolOptions()
  ) async throws -> RedisSpool {
    do {
      let spool = try RedisSpool(
        address: address, names: Names(stream: stream, group: group, consumer: consumer), password: password, key: key,
        vault: vault, limit: limit, options: options)
      do {
        let connection = try await spool.link.connection()
        try await spool.checkKey(connection)
        try await spool.renewLease(connection, takesOver: true)
        try await spool.trimKeys(connection)
        _ = try await spool.reader.connection()
      } catch {
        await spool.close()
        throw error
      }
      spool.startWatch()
      return spool
    } catch { throw spoolError(error) }
  }

  static func spoolError(_ error: any Error) -> SpoolError {
    switch error {
    case let error as SpoolError: error
    case let error as RedisError: error.spoolError
    case let error as VaultError: SpoolError(.failed, error.message, remedy: error.remedy, cause: error)
    default: SpoolError(.failed, "the Redis spool failed: \(error)", cause: error)
    }
  }

  static func makeGroup(_ connection: RedisConnection, _ names: Names) async throws {
    do {
      try await connection.call(RedisCommand("XGROUP", "CREATE", names.stream, names.group, "0", "MKSTREAM"))
    } catch let error as RedisError where error.kind == .refused("BUSYGROUP") {}
  }

  // MARK: - Appending

  @discardableResult
  public func append(_ bytes: [UInt8]) async throws -> SpoolPosition {
    do {
      try checkUsable()
      let entry = try seal.seal(bytes)
      let answer: RESPValue
      do { answer = try await add(entry) } catch let error as RedisError where error.kind == .refused("NOKEY") {
        // It was away for so long that others took it for dead, or the server was emptied.
        answer = try await add(entry, with: seal.wrapText)
      }
      guard let position = answer.text.flatMap(SpoolPosition.init(redis:)) else {
        throw RedisError.malformed("an entry without an id")
      }
      return position
    } catch { throw RedisSpool.spoolError(error) }
  }

  private func add(_ entry: [UInt8], with wrap: String = "") async throws -> RESPValue {
    try await scripts.append.run(
      try await link.connection(), keys: [names.stream, names.bytes, names.keys, names.keysSeen],
      [
        Array(String(limit).utf8), entry, Array(seal.keyName.utf8), Array(String(leaseMilliseconds).utf8),
        Array(wrap.utf8),
      ])
  }

  private var leaseMilliseconds: Int64 { TimeAmount(options.lease).nanoseconds / 1_000_000 }

  private func keepKey(_ connection: RedisConnection) async throws {
    try await connection.call(RedisCommand("HSET", names.keys, seal.keyName, seal.wrapText))
  }

  func checkUsable() throws {
    let (isClosed, failure) = state.withLock { ($0.isClosed, $0.failure) }
    guard !isClosed else { throw SpoolError(.closed, "the spool is closed") }
    if let failure { throw failure }
  }

  // MARK: - Standing

  public func status() async -> SpoolStatus {
    var status = SpoolStatus(limit: limit)
    if state.withLock({ $0.isClosed }) {
      status.failure = "the spool is closed"
      return status
    }
    do {
      let answers = try await link.connection().pipeline([
        RedisCommand("XLEN", names.stream), RedisCommand("GET", names.bytes),
        RedisCommand("XRANGE", names.stream, "-", "+", "COUNT", "1"), RedisCommand("XLEN", names.damaged),
      ])
      status.entries = answers[0].number ?? 0
      status.bytes = status.entries == 0 ? 0 : answers[1].number ?? 0
      status.damaged = answers[3].number ?? 0
      if let id = answers[2].array?.first?.array?.first?.text.flatMap(SpoolPosition.init(redis:)) {
        status.oldest = Instant(milliseconds: Int64(clamping: id.major))
      }
      status.failure = state.withLock { $0.failure?.description }
    } catch {
      status.failure = RedisSpool.spoolError(error).message
    }
    return status
  }

  /// How many entries could not be opened; they lie in the stream `<stream>:damaged` as they are.
  public func damagedEntries() async throws -> Int64 {
    do { return try await link.connection().call(RedisCommand("XLEN", names.damaged)).number ?? 0 } catch {
      throw RedisSpool.spoolError(error)
    }
  }

  public func close() async {
    let wasClosed = state.withLock { state in
      defer { state.isClosed = true }
      return state.isClosed
    }
    guard !wasClosed else { return }
    watch.withLock { $0 }?.cancel()
    // Others may claim at once what is left here.
    if let connection = try? await link.connection() {
      _ = try? await scripts.release.run(connection, keys: [names.lease(names.consumer)], [token])
    }
    await link.close()
    await reader.close()
  }

  /// Goes away without a word, as a killed process does.
  func abandon() async {
    state.withLock { $0.isClosed = true }
    watch.withLock { $0 }?.cancel()
    await link.close()
    await reader.close()
  }

  // MARK: - Watching

  /// Renews the lease and looks whether the server still syncs every write.
  private func startWatch() {
    let pause = options.lease / 4
    let task = Task { [weak self] in
      while !Task.isCancelled {
        try? await Task.sleep(for: pause)
        guard let self, !Task.isCancelled else { return }
        await self.look()
      }
    }
    watch.withLock { $0 = task }
  }

  private func look() async {
    do {
      let connection = try await link.connection()
      try await renewLease(connection, takesOver: false)
      try await RedisServerCheck.run(connection, trusted: options.trusted)
      // A server that was emptied gets the key back before other gateways need it.
      try await keepKey(connection)
      try await trimKeys(connection)
      state.withLock { $0.failure = nil }
    } catch let error as RedisError where error.kind == .unsuitable {
      state.withLock { $0.failure = error }
    } catch {}
  }

  /// Says that this process lives, and removes keys of processes that are gone and have left nothing.
  private func trimKeys(_ connection: RedisConnection) async throws {
    _ = try await scripts.trimKeys.run(
      connection, keys: [names.stream, names.keys, names.keysSeen, names.damaged],
      [Array(seal.keyName.utf8), Array(String(leaseMilliseconds * 2).utf8)])
  }

  private func renewLease(_ connection: RedisConnection, takesOver: Bool) async throws {
    let answer = try await scripts.lease.run(
      connection, keys: [names.lease(names.consumer)],
      [token, Array(String(leaseMilliseconds).utf8), takesOver ? [0x31] : [0x30]])
    guard answer.number == 1 else {
      throw RedisError(
        kind: .unsuitable, description: "another gateway uses the consumer name ‘\(names.consumer)’",
        remedy: "give each gateway a name of its own in [spool.redis]")
    }
  }

  /// Refuses a stream that waits with entries sealed under another gateway key.
  private func checkKey(_ connection: RedisConnection) async throws {
    guard try await connection.call(RedisCommand("XLEN", names.stream)).number ?? 0 > 0 else { return }
    let answer = try await connection.call(RedisCommand("XRANGE", names.stream, "-", "+", "COUNT", "1"))
    guard let entry = answer.array?.first?.array?.last?.array?.last?.bytes, let name = RedisSeal.keyName(of: entry)
    else {
      return
    }
    do { _ = try await learn(name, connection) } catch let error as VaultError where error.code == .wrongKey {
      throw SpoolError(
        .failed, "the stream \(names.stream) holds entries that were sealed under another gateway key",
        remedy: "give all gateways of this stream the same key file, or drain it first with the old one", cause: error)
    }
  }

  /// Fetches a key that another process made; false when there is none.
  func learn(_ name: String, _ connection: RedisConnection) async throws -> Bool {
    if seal.knows(name) { return true }
    guard let text = try await connection.call(RedisCommand("HGET", names.keys, name)).text else { return false }
    let secret = try RedisSeal.wrap(text).open(
      purpose: RedisSeal.purpose(names.stream), vault: vault.id, key: key)
    seal.learn(name, secret)
    return true
  }
}
