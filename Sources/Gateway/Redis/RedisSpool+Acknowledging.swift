import Intake

extension RedisSpool {
  /// Entries that one script acknowledges: the server does nothing else meanwhile.
  private static let batch = 256

  public func acknowledge(_ positions: [SpoolPosition]) async throws {
    guard !positions.isEmpty else { return }
    do {
      guard !state.withLock({ $0.isClosed }) else { throw SpoolError(.closed, "the spool is closed") }
      let connection = try await link.connection()
      var start = 0
      while start < positions.count {
        let part = positions[start..<min(positions.count, start + RedisSpool.batch)]
        var arguments = [Array(names.group.utf8)]
        state.withLock { state in
          for position in part {
            arguments.append(Array("\(position)".utf8))
            arguments.append(Array(String(state.pending[position]?.size ?? -1).utf8))
          }
        }
        _ = try await scripts.acknowledge.run(connection, keys: [names.stream, names.bytes], arguments)
        state.withLock { state in for position in part { state.pending[position] = nil } }
        start = part.endIndex
      }
    } catch { throw RedisSpool.spoolError(error) }
  }

  public func giveBack(_ positions: [SpoolPosition]) async throws {
    do {
      guard !state.withLock({ $0.isClosed }) else { throw SpoolError(.closed, "the spool is closed") }
      let counted = state.withLock { state in
        positions.compactMap { position -> (SpoolPosition, Int)? in
          guard let known = state.pending[position], !state.returned.contains(position) else { return nil }
          state.pending[position]?.attempts += 1
          state.returned.append(position)
          return (position, known.attempts + 1)
        }
      }
      guard !counted.isEmpty else { return }
      // The server's count is attempts and one: it outlives this process.
      let answers = try await link.connection().pipeline(
        counted.map { position, attempts in
          RedisCommand(
            "XCLAIM", names.stream, names.group, names.consumer, "0", "\(position)", "RETRYCOUNT",
            String(attempts + 1), "JUSTID")
        })
      for case .error(let text) in answers { throw RedisError.refused(text) }
    } catch { throw RedisSpool.spoolError(error) }
  }
}
