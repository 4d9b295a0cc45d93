import Intake

/// Gateways that share a stream tell one another what they saw: sent messages in a set a day, gaps in a hash.
extension RedisSpool: CoverageExchange {
  private static let keptSeconds = "345600"
  private static let pageSize = 512

  private var gaps: String { names.stream + ":coverage" }
  private func seen(_ day: Int64) -> String { names.stream + ":seen:" + String(day) }
  private var today: Int64 { vault.environment.clock.now().milliseconds / 86_400_000 }

  public func note(_ names: [String]) async throws {
    let connection = try await link.connection()
    let key = seen(today)
    var rest = names[...]
    while !rest.isEmpty {
      let part = rest.prefix(RedisSpool.pageSize)
      rest = rest.dropFirst(RedisSpool.pageSize)
      try await connection.call(RedisCommand(["SADD", key] + part))
    }
    try await connection.call(RedisCommand("EXPIRE", key, RedisSpool.keptSeconds))
  }

  public func noted(_ names: [String]) async throws -> Set<String> {
    let connection = try await link.connection()
    let day = today
    var found: Set<String> = []
    var rest = names[...]
    while !rest.isEmpty {
      let part = Array(rest.prefix(RedisSpool.pageSize))
      rest = rest.dropFirst(RedisSpool.pageSize)
      // Clocks of several machines differ, and a day ends.
      for key in [seen(day - 1), seen(day), seen(day + 1)] {
        let answers = try await connection.pipeline(part.map { RedisCommand("SISMEMBER", key, $0) })
        for (name, answer) in zip(part, answers) {
          if case .error(let text) = answer { throw RedisError.refused(text) }
          if answer.number == 1 { found.insert(name) }
        }
      }
    }
    return found
  }

  public func version() async throws -> Int64 {
    Int64(try await link.connection().call(RedisCommand("GET", gaps + ":version")).text ?? "0") ?? 0
  }

  public func values() async throws -> [String: [UInt8]] {
    let list = try await link.connection().call(RedisCommand("HGETALL", gaps)).array ?? []
    var values: [String: [UInt8]] = [:]
    for place in stride(from: 0, to: list.count - 1, by: 2) {
      if let name = list[place].text { values[name] = list[place + 1].bytes }
    }
    return values
  }

  public func put(_ values: [String: [UInt8]?], ifVersion version: Int64) async throws -> Bool {
    var arguments = [Array(String(version).utf8)]
    for (name, value) in values {
      // A value is never empty: it is sealed.
      arguments += [Array(name.utf8), value ?? []]
    }
    let answer = try await scripts.putCoverage.run(
      try await link.connection(), keys: [gaps, gaps + ":version"], arguments)
    return answer.number == 1
  }
}
