import NIOCore
import Sealing
import Synchronization

/// A connection that is made anew when it breaks, with a growing pause between attempts.
final class RedisLink: Sendable {
  private struct State {
    var connection: RedisConnection?
    var attempt: Task<RedisConnection, any Error>?
    var failures = 0
    var notBefore = NIODeadline.uptimeNanoseconds(0)
    var lastError: RedisError?
    var isClosed = false
  }

  let address: RedisAddress
  private let password: SecretBytes?
  private let patience: TimeAmount
  private let prepare: @Sendable (RedisConnection) async throws -> Void
  private let state = Mutex(State())

  /// `prepare` runs on each new connection before anybody uses it.
  init(
    address: RedisAddress, password: SecretBytes?, patience: TimeAmount,
    prepare: @escaping @Sendable (RedisConnection) async throws -> Void
  ) {
    self.address = address
    self.password = password
    self.patience = patience
    self.prepare = prepare
  }

  /// The connection; makes one when there is none, and throws at once while a failed attempt's pause lasts.
  func connection() async throws -> RedisConnection {
    enum Way {
      case ready(RedisConnection)
      case wait(Task<RedisConnection, any Error>)
    }
    let way = try state.withLock { state -> Way in
      guard !state.isClosed else { throw RedisError(kind: .disconnected, description: "the spool is closed") }
      if let connection = state.connection, connection.isAlive { return .ready(connection) }
      state.connection = nil
      if let attempt = state.attempt { return .wait(attempt) }
      guard state.notBefore <= .now() else { throw state.lastError ?? .disconnected(address) }
      let attempt = Task { try await self.connect() }
      state.attempt = attempt
      return .wait(attempt)
    }
    switch way {
    case .ready(let connection): return connection
    case .wait(let attempt): return try await attempt.value
    }
  }

  private func connect() async throws -> RedisConnection {
    do {
      let connection = try await RedisConnection.open(address, password: password, patience: patience)
      do { try await prepare(connection) } catch {
        await connection.close()
        throw error
      }
      let isClosed = state.withLock { state in
        state.attempt = nil
        state.failures = 0
        state.lastError = nil
        if !state.isClosed { state.connection = connection }
        return state.isClosed
      }
      if isClosed {
        await connection.close()
        throw RedisError(kind: .disconnected, description: "the spool is closed")
      }
      return connection
    } catch {
      let known = error as? RedisError ?? .disconnected(address, error)
      state.withLock { state in
        state.attempt = nil
        state.failures += 1
        state.lastError = known
        // 50 ms, doubled each time, at most 3.2 s.
        state.notBefore = .now() + .milliseconds(50 << Int64(min(6, state.failures - 1)))
      }
      throw error
    }
  }

  /// What the last attempt ran into, while there is no connection.
  var failure: RedisError? { state.withLock { $0.connection?.isAlive == true ? nil : $0.lastError } }

  /// Ends the connection, so that the next use makes and checks a new one.
  func drop() async {
    let connection = state.withLock { state in
      defer { state.connection = nil }
      return state.connection
    }
    await connection?.close()
  }

  func close() async {
    state.withLock { $0.isClosed = true }
    await drop()
  }
}
