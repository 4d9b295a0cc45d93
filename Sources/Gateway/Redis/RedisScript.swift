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
  /// KEYS stream, bytes, keys, seen; ARGV limit, entry, its key's name, the lease in milliseconds, and the wrapped key or
  /// nothing. Answers the entry's id, or SPOOLFULL, or NOKEY when others might not be able to open it: then the same with
  /// the wrapped key.
  let append = RedisScript(
    """
    local time = redis.call('TIME')
    local now = time[1] * 1000 + math.floor(time[2] / 1000)
    if ARGV[5] ~= '' then
      local newest = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
      if newest[1] then now = math.max(now, tonumber(string.match(newest[1][1], '^%d+'))) end
      redis.call('HSET', KEYS[3], ARGV[3], ARGV[5])
      redis.call('ZADD', KEYS[4], now, ARGV[3])
    else
      local seen = redis.call('ZSCORE', KEYS[4], ARGV[3])
      if not seen or now - tonumber(seen) > tonumber(ARGV[4]) or redis.call('HEXISTS', KEYS[3], ARGV[3]) == 0 then
        return redis.error_reply('NOKEY the key is not there')
      end
    end
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

  /// KEYS stream, keys, seen, damaged; ARGV our key's name, and after how many milliseconds a silent process is gone.
  ///
  /// An entry carries the server's time, so a key is of use no longer once the oldest entry came after its process was
  /// seen last. A server's clock that is set back changes that neither: the stream's ids never go back.
  let trimKeys = RedisScript(
    """
    local time = redis.call('TIME')
    local now = time[1] * 1000 + math.floor(time[2] / 1000)
    local newest = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
    if newest[1] then now = math.max(now, tonumber(string.match(newest[1][1], '^%d+'))) end
    redis.call('ZADD', KEYS[3], now, ARGV[1])
    if redis.call('HLEN', KEYS[2]) > redis.call('ZCARD', KEYS[3]) then
      for _, name in ipairs(redis.call('HKEYS', KEYS[2])) do redis.call('ZADD', KEYS[3], 'NX', now, name) end
    end
    if redis.call('XLEN', KEYS[4]) > 0 then return 0 end
    local oldest = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)
    local from = oldest[1] and tonumber(string.match(oldest[1][1], '^%d+')) or now
    local gone = redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', math.min(from, now) - tonumber(ARGV[2]), 'LIMIT', 0, 100)
    for _, name in ipairs(gone) do
      redis.call('HDEL', KEYS[2], name)
      redis.call('ZREM', KEYS[3], name)
    end
    return #gone
    """)

  /// KEYS coverage, its version; ARGV the version that is believed, then name and value of each, nothing to remove it.
  /// Answers whether it was the version.
  let putCoverage = RedisScript(
    """
    if (redis.call('GET', KEYS[2]) or '0') ~= ARGV[1] then return 0 end
    for i = 2, #ARGV, 2 do
      if ARGV[i + 1] == '' then
        redis.call('HDEL', KEYS[1], ARGV[i])
      else
        redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
      end
    end
    redis.call('INCR', KEYS[2])
    return 1
    """)

  /// KEYS lease; ARGV token.
  let release = RedisScript(
    "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0")

  func load(_ connection: RedisConnection) async throws {
    for script in [append, acknowledge, setAside, lease, trimKeys, putCoverage, release] {
      try await script.load(connection)
    }
  }
}
