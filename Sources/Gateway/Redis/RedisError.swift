import Intake

/// What went wrong between here and a Redis server.
struct RedisError: Error, Sendable, CustomStringConvertible {
  enum Kind: Sendable, Equatable {
    /// The connection is gone, or was never there.
    case disconnected
    /// No answer in time.
    case silent
    /// Bytes that are no RESP.
    case malformed
    /// The server answered with an error; its first word.
    case refused(String)
    /// The server is not set up so that it can keep a spool.
    case unsuitable
  }

  var kind: Kind
  var description: String
  var remedy = "check that redis-server runs, and its log"

  static func malformed(_ what: String) -> RedisError {
    RedisError(kind: .malformed, description: "the Redis server does not speak RESP: \(what)")
  }

  static func disconnected(_ address: RedisAddress, _ cause: (any Error)? = nil) -> RedisError {
    let why = cause.map { ": \($0)" } ?? ""
    return RedisError(kind: .disconnected, description: "the Redis server at \(address) cannot be reached\(why)")
  }

  /// An error as the server told it. Its text may quote an argument, which is sealed or a name.
  static func refused(_ text: String) -> RedisError {
    let code = text.split(separator: " ", maxSplits: 1).first.map(String.init) ?? text
    return RedisError(kind: .refused(code), description: "Redis refused: \(text.prefix(300))")
  }

  /// What a spool's caller hears: `full` where there is no room, else `failed`.
  var spoolError: SpoolError {
    switch kind {
    case .refused("SPOOLFULL"):
      SpoolError(.full, "the spool holds as much as it may", remedy: "see why nothing is sealed, or raise the limit")
    case .refused("OOM"):
      SpoolError(
        .full, "the Redis server's memory is full", remedy: "raise its maxmemory, or see why nothing is sealed")
    default: SpoolError(.failed, description, remedy: remedy, cause: self)
    }
  }
}
