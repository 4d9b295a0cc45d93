import Synchronization

/// A script that the server runs as one step.
final class RedisScript: Sendable {
  private let text: String
  private let digest = Mutex<String?>(nil)

  init(_ text: String) { self.text = text }

  /// Makes it known to a server.
  func load(_ connection: RedisConnection) async throws {
    let answer = try await connection.call(RedisCommand("SCRIPT", "LOAD", text)).text
    guard let answer else { throw RedisError.malformed("a script without a digest") }
    digest.withLock { $0 = answer }
  }

  /// Runs it; loads it again when the server has forgotten it, which then did nothing yet.
  func run(_ connection: RedisConnection, keys: [String], _ arguments: [[UInt8]]) async throws -> RESPValue {
    do {
      return try await connection.call(command(keys, arguments))
    } catch let error as RedisError where error.kind == .refused("NOSCRIPT") {
      try await load(connection)
      return try await connection.call(command(keys, arguments))
    }
  }

  private func command(_ keys: [String], _ arguments: [[UInt8]]) -> RedisCommand {
    var command = RedisCommand(["EVALSHA", digest.withLock { $0 } ?? String(repeating: "0", count: 40)])
    command = command.adding(Array(String(keys.count).utf8))
    for key in keys { command = command.adding(Array(key.utf8)) }
    for argument in arguments { command = command.adding(argument) }
    return command
  }
}

/// The steps of a spool that must not be torn apart.
struct RedisScripts: Sendable {
  /// KEYS stream, bytes; ARGV limit, entry. Answers the entry's id, or SPOOLFULL.
  let append = RedisScript(
    """
    local used = tonumber(redis.call('GET', KEYS[2]) or '0')
    if redis.call('XLEN', KEYS[1]) == 0 then
      if used ~= 0 then redis.call('SET', KEYS[2], '0') end
      used = 0
    end
    if used + #ARGV[2] > tonumber(ARGV[1]) then return redis.error_reply('SPOOLFULL there is no room') end
    local id = redis.call('XADD', KEYS[1], '*', 'e', ARGV[2])
    redis.call('INCRBY', KEYS[2], #ARGV[2])
    return id
    """)

  /// KEYS stream, bytes; ARGV group, then id and size of each entry, -1 for a size that is not known.
  let acknowledge = RedisScript(
    """
    local freed = 0
    for i = 2, #ARGV, 2 do
      local size = tonumber(ARGV[i + 1])
      if size < 0 then
        local found = redis.call('XRANGE', KEYS[1], ARGV[i], ARGV[i])
        size = found[1] and #found[1][2][2] or 0
      end
      redis.call('XACK', KEYS[1], ARGV[1], ARGV[i])
      if redis.call('XDEL', KEYS[1], ARGV[i]) == 1 then freed = freed + size end
    end
    if freed > 0 and redis.call('DECRBY', KEYS[2], freed) < 0 then redis.call('SET', KEYS[2], '0') end
    return freed
    """)

  /// KEYS stream, bytes, damaged; ARGV group, id. Sets aside what cannot be opened.
  let setAside = RedisScript(
    """
    local found = redis.call('XRANGE', KEYS[1], ARGV[2], ARGV[2])
    if not found[1] then return 0 end
    redis.call('XADD', KEYS[3], '*', 'id', ARGV[2], unpack(found[1][2]))
    redis.call('XACK', KEYS[1], ARGV[1], ARGV[2])
    redis.call('XDEL', KEYS[1], ARGV[2])
    local size = found[1][2][1] == 'e' and #found[1][2][2] or 0
    if redis.call('DECRBY', KEYS[2], size) < 0 then redis.call('SET', KEYS[2], '0') end
    return 1
    """)

  /// KEYS lease; ARGV token, milliseconds, and 1 to take it from whoever has it. Answers whether it is ours.
  let lease = RedisScript(
    """
    local owner = redis.call('GET', KEYS[1])
    if owner and owner ~= ARGV[1] and ARGV[3] ~= '1' then return 0 end
    redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
    return 1
    """)

  /// KEYS lease; ARGV token.
  let release = RedisScript(
    "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0")

  func load(_ connection: RedisConnection) async throws {
    for script in [append, acknowledge, setAside, lease, release] { try await script.load(connection) }
  }
}
