import Logging
import NIOPosix
import ServiceLifecycle
import TestSupport
import Testing

@testable import Gateway

/// A request is answered on the thread that read it.
@Suite struct LoopExecutorTests {
  @Test func requestsAreAnsweredOnTheirEventLoop() async throws {
    let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
    let server = GatewayServer(
      operations: ListenAddress(host: "127.0.0.1", port: 0),
      respond: { _ in
        let before = MultiThreadedEventLoopGroup.currentEventLoop
        // Others get their turn meanwhile, and it comes back to the same thread.
        await Task.yield()
        try? await Task.sleep(for: .milliseconds(1))
        let after = MultiThreadedEventLoopGroup.currentEventLoop
        return .text(200, before != nil && before === after ? "on its loop" : "elsewhere")
      }, logger: logger)
    let group = ServiceGroup(configuration: .init(services: [.init(service: server)], logger: logger))
    let run = Task { try await group.run() }
    try await eventually("the server listens") { server.port != nil }
    let port = try #require(server.port)
    let answer = try await withTaskExecutorPreference(BlockingExecutor.shared) {
      try RawClient(port: port).request("GET", "/")
    }
    #expect(String(decoding: answer.body, as: UTF8.self) == "on its loop")
    await group.triggerGracefulShutdown()
    try await run.value
  }
}
