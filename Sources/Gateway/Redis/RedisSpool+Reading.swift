import Intake
import NIOCore
import Vault

extension RedisSpool {
  /// The most entries that one answer of the server brings.
  static let page = 256
  /// What one answer should bring at most, in bytes.
  private static let pageBytes = 16 << 20
  private static let turn = Duration.milliseconds(250)

  public func next(limit: Int, wait: Duration) async throws -> [SpooledEntry] {
    do {
      try checkOpen()
      guard limit > 0 else { return [] }
      let count = min(limit, state.withLock { $0.page })
      let connection = try await freshReader()
      let returned = state.withLock { state in
        let taken = Array(state.returned.prefix(count))
        state.returned.removeFirst(taken.count)
        return taken
      }
      if !returned.isEmpty {
        do {
          let entries = try await reclaim(returned, connection)
          if !entries.isEmpty { return entries }
        } catch {
          state.withLock { $0.returned.insert(contentsOf: returned, at: 0) }
          throw error
        }
      }
      let recovered = try await recover(count, connection)
      if !recovered.isEmpty { return recovered }
      let claimed = try await claim(count, connection)
      if !claimed.isEmpty { return claimed }
      return try await read(count, wait: wait, connection)
    } catch { throw RedisSpool.spoolError(error) }
  }

  private func checkOpen() throws {
    guard !state.withLock({ $0.isClosed }) else { throw SpoolError(.closed, "the spool is closed") }
  }

  /// The reading connection. One that is new may have lost an answer on its way: then what the server has noted for
  /// this consumer is read again.
  private func freshReader() async throws -> RedisConnection {
    let connection = try await reader.connection()
    let isNew = state.withLock { state in
      guard state.readerID != ObjectIdentifier(connection) else { return false }
      state.readerID = ObjectIdentifier(connection)
      state.mustRecover = true
      state.recovered = nil
      return true
    }
    if isNew { try await RedisSpool.makeGroup(connection, names) }
    return connection
  }

  // MARK: - New entries

  /// Waits in short turns: a wait that is cancelled, or whose spool is closed, ends soon.
  private func read(_ count: Int, wait: Duration, _ connection: RedisConnection) async throws -> [SpooledEntry] {
    let end = ContinuousClock.now + wait
    while true {
      let turn = min(RedisSpool.turn, max(.zero, ContinuousClock.now.duration(to: end)))
      let entries = try await readOnce(count, wait: turn, connection)
      if !entries.isEmpty || Task.isCancelled || ContinuousClock.now >= end { return entries }
      try checkOpen()
    }
  }

  private func readOnce(_ count: Int, wait: Duration, _ connection: RedisConnection) async throws -> [SpooledEntry] {
    let pause = TimeAmount(wait)
    let milliseconds = pause.nanoseconds / 1_000_000
    var words = ["XREADGROUP", "GROUP", names.group, names.consumer, "COUNT", String(count)]
    // BLOCK 0 would wait for ever.
    if milliseconds > 0 { words += ["BLOCK", String(milliseconds)] }
    words += ["STREAMS", names.stream, ">"]
    let answer: RESPValue
    do {
      answer = try await connection.call(RedisCommand(words), extra: pause)
    } catch let error as RedisError where error.kind == .refused("NOGROUP") {
      // Somebody emptied the server.
      try await RedisSpool.makeGroup(connection, names)
      return []
    }
    let list = answer.array?.first?.array?.last?.array ?? []
    return try await take(list, attempts: [:], connection)
  }

  /// Opens what the server handed out; what cannot be opened is set aside.
  private func take(
    _ list: [RESPValue], attempts: [SpoolPosition: Int], isRepeat: Bool = false, isClaimed: Bool = false,
    _ connection: RedisConnection
  ) async throws -> [SpooledEntry] {
    var entries: [SpooledEntry] = []
    entries.reserveCapacity(list.count)
    var total = 0
    defer {
      // The server counts entries, not bytes: large ones make the next answers short.
      state.withLock {
        $0.page = total > RedisSpool.pageBytes ? max(1, $0.page / 4) : min(RedisSpool.page, $0.page + 8)
      }
    }
    for item in list {
      guard let pair = item.array, pair.count == 2, let id = pair[0].text, let position = SpoolPosition(redis: id)
      else {
        continue
      }
      let fields = pair[1].array ?? []
      guard fields.count == 2, fields[0].text == "e", let sealed = fields[1].bytes,
        let bytes = try await open(sealed, connection)
      else {
        try await setAside(id)
        continue
      }
      total += sealed.count
      let tries = attempts[position] ?? 0
      let isNew = state.withLock { state in
        if state.pending[position] != nil, !isRepeat { return false }
        state.pending[position] = Pending(size: sealed.count, attempts: tries)
        return true
      }
      if isNew {
        entries.append(SpooledEntry(position: position, bytes: bytes, attempts: tries, isClaimed: isClaimed))
      }
    }
    return entries
  }

  /// Nil for what is damaged, or sealed under a key that cannot be had.
  private func open(_ sealed: [UInt8], _ connection: RedisConnection) async throws -> [UInt8]? {
    guard let name = RedisSeal.keyName(of: sealed) else { return nil }
    do {
      guard try await learn(name, connection) else { return nil }
      return try seal.open(sealed)
    } catch let error as RedisError { throw error } catch { return nil }
  }

  private func setAside(_ id: String) async throws {
    _ = try await scripts.setAside.run(
      try await link.connection(), keys: [names.stream, names.bytes, names.damaged],
      [Array(names.group.utf8), Array(id.utf8)])
  }

  // MARK: - Entries again

  /// What an earlier process of this name, or a lost connection, left in this consumer's list.
  private func recover(_ count: Int, _ connection: RedisConnection) async throws -> [SpooledEntry] {
    while state.withLock({ $0.mustRecover }) {
      let start = state.withLock { $0.recovered }.map { "(\($0)" } ?? "-"
      let answer = try await connection.call(
        RedisCommand("XPENDING", names.stream, names.group, start, "+", String(count), names.consumer))
      let list = answer.array ?? []
      let waiting = pendingList(list)
      guard let last = waiting.last, list.count > 0 else {
        state.withLock { $0.mustRecover = false }
        return []
      }
      let unknown = state.withLock { state in waiting.filter { state.pending[$0.position] == nil } }
      let entries = try await claim(unknown, minimumIdle: 0, connection)
      state.withLock { $0.recovered = last.position }
      if !entries.isEmpty { return entries }
    }
    return []
  }

  private struct Waiting {
    var position: SpoolPosition
    var deliveries: Int
  }

  private func pendingList(_ list: [RESPValue]) -> [Waiting] {
    list.compactMap { item in
      guard let parts = item.array, parts.count == 4, let position = parts[0].text.flatMap(SpoolPosition.init(redis:))
      else { return nil }
      return Waiting(position: position, deliveries: Int(clamping: parts[3].number ?? 1))
    }
  }

  /// Takes entries of gateways that show no sign of life.
  private func claim(_ count: Int, _ connection: RedisConnection) async throws -> [SpooledEntry] {
    let isDue = state.withLock { state in
      guard state.nextClaim <= .now() else { return false }
      state.nextClaim = .now() + TimeAmount(options.lease / 4)
      return true
    }
    guard isDue else { return [] }
    let consumers = try await connection.call(RedisCommand("XINFO", "CONSUMERS", names.stream, names.group))
    for consumer in consumers.array ?? [] {
      let fields = consumer.array ?? []
      var values: [String: RESPValue] = [:]
      for place in stride(from: 0, to: fields.count - 1, by: 2) { values[fields[place].text ?? ""] = fields[place + 1] }
      guard let name = values["name"]?.text, name != names.consumer, values["pending"]?.number ?? 0 > 0,
        try await connection.call(RedisCommand("EXISTS", names.lease(name))).number == 0
      else { continue }
      let list = try await connection.call(
        RedisCommand("XPENDING", names.stream, names.group, "-", "+", String(count), name))
      // Of two gateways that claim at once the first resets the idle time, and the second gets nothing.
      let entries = try await claim(pendingList(list.array ?? []), minimumIdle: 1000, isClaimed: true, connection)
      guard !entries.isEmpty else { continue }
      // There may be more.
      state.withLock { $0.nextClaim = .now() }
      return entries
    }
    return []
  }

  /// Hands out again what was given back.
  private func reclaim(_ positions: [SpoolPosition], _ connection: RedisConnection) async throws -> [SpooledEntry] {
    let waiting = state.withLock { state in
      positions.compactMap { position in
        state.pending[position].map { Waiting(position: position, deliveries: $0.attempts + 1) }
      }
    }
    return try await claim(waiting, minimumIdle: 0, isRepeat: true, connection)
  }

  /// Makes entries this consumer's own, their count unchanged, and hands them out.
  private func claim(
    _ waiting: [Waiting], minimumIdle: Int, isRepeat: Bool = false, isClaimed: Bool = false,
    _ connection: RedisConnection
  ) async throws -> [SpooledEntry] {
    guard !waiting.isEmpty else { return [] }
    let answers = try await connection.pipeline(
      waiting.map {
        RedisCommand(
          "XCLAIM", names.stream, names.group, names.consumer, String(minimumIdle), "\($0.position)", "RETRYCOUNT",
          String($0.deliveries))
      })
    var found: [RESPValue] = []
    for answer in answers {
      if case .error(let text) = answer { throw RedisError.refused(text) }
      found += (answer.array ?? []).filter { $0.array != nil }
    }
    let attempts = Dictionary(
      waiting.map { ($0.position, max(0, $0.deliveries - 1)) }, uniquingKeysWith: { first, _ in first })
    return try await take(found, attempts: attempts, isRepeat: isRepeat, isClaimed: isClaimed, connection)
  }
}
