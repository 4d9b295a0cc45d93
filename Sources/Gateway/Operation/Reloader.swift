import Dispatch
import Glibc
import ServiceLifecycle

/// Does something at each SIGHUP, one after the other.
final class Reloader: Service {
  private let reload: @Sendable () async -> Void

  init(reload: @escaping @Sendable () async -> Void) { self.reload = reload }

  func run() async throws {
    signal(SIGHUP, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGHUP, queue: .global())
    let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    source.setEventHandler { continuation.yield() }
    source.resume()
    defer { source.cancel() }
    await cancelWhenGracefulShutdown { [reload] in
      for await _ in stream { await reload() }
    }
  }
}

/// Runs until it is told to shut down; whatever stops before that stops the gateway.
struct PartService: Service {
  let name: String
  let body: @Sendable () async throws -> Void

  init(_ name: String, _ body: @escaping @Sendable () async throws -> Void) {
    self.name = name
    self.body = body
  }

  func run() async throws { try await cancelWhenGracefulShutdown { try await body() } }
}

/// Does something when the shutdown reaches it.
struct AtShutdown: Service {
  let body: @Sendable () async -> Void

  func run() async throws {
    try? await gracefulShutdown()
    await body()
  }
}
