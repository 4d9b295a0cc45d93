/// Whether a Redis server is set up so that what it confirms is durable.
///
/// With `appendfsync always` a server answers after the fsync; with `everysec`, its default, it loses up to two seconds
/// of what it has confirmed, and an eviction policy may drop the stream itself.
enum RedisServerCheck {
  private static let wanted = [("appendonly", "yes"), ("appendfsync", "always"), ("maxmemory-policy", "noeviction")]

  /// Throws `unsuitable` with what to change. `trusted`: do without CONFIG where the server forbids it.
  static func run(_ connection: RedisConnection, trusted: Bool) async throws {
    try await checkRole(connection)
    let answers = try await connection.pipeline(wanted.map { RedisCommand("CONFIG", "GET", $0.0) })
    var wrong: [(name: String, has: String, needs: String)] = []
    for ((name, needs), answer) in zip(wanted, answers) {
      if case .error(let text) = answer {
        guard !trusted else { return }
        throw RedisError(
          kind: .unsuitable,
          description: "the Redis server at \(connection.address) does not tell how it is set up (\(text.prefix(80)))",
          remedy: "permit CONFIG GET to this user; or, when it surely has appendonly yes, appendfsync always and "
            + "maxmemory-policy noeviction, set trusted = true in [spool.redis]")
      }
      let has = answer.array?.last?.text ?? "nothing"
      if has != needs { wrong.append((name, has, needs)) }
    }
    guard wrong.isEmpty else {
      throw RedisError(
        kind: .unsuitable,
        description: "the Redis server at \(connection.address) may lose what it has confirmed: "
          + wrong.map { "\($0.name) is \($0.has)" }.joined(separator: ", "),
        remedy: "set in redis.conf: " + wrong.map { "\($0.name) \($0.needs)" }.joined(separator: ", "))
    }
  }

  private static func checkRole(_ connection: RedisConnection) async throws {
    let answer = try await connection.call(RedisCommand("INFO"))
    var fields: [Substring: Substring] = [:]
    for line in (answer.text ?? "").split(whereSeparator: \.isNewline) {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2 { fields[parts[0]] = parts[1] }
    }
    func refuse(_ what: String, _ remedy: String) -> RedisError {
      RedisError(kind: .unsuitable, description: "the Redis server at \(connection.address) \(what)", remedy: remedy)
    }
    if fields["loading"] == "1" { throw refuse("is still loading its data", "wait") }
    if let role = fields["role"], role != "master" {
      throw refuse("is a replica", "name the master: a replica confirms nothing")
    }
    if fields["cluster_enabled"] == "1" {
      throw refuse("is part of a cluster", "use a single server, or one with replicas")
    }
    if let version = fields["redis_version"] {
      let parts = version.split(separator: ".").compactMap { Int($0) }
      guard parts.count > 1, (parts[0], parts[1]) >= (6, 2) else {
        throw refuse("has version \(version)", "Redis 6.2 or newer is needed")
      }
    }
    if let status = fields["aof_last_write_status"], status != "ok" {
      throw refuse("cannot write its append-only file", "see its log: the disk may be full")
    }
  }
}
