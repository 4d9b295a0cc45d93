import Gateway
import NIOCore
import NIOHTTP1
import NIOPosix
import Records

/// A real HTTP server on the loopback that answers as a test says: the other side of what the gateway calls.
final class LoopbackServer: Sendable {
  /// Answers; nil closes the connection without an answer.
  typealias Answer = @Sendable (GatewayRequest) async -> GatewayResponse?

  private let channel: any Channel
  let port: Int

  var origin: String { "http://127.0.0.1:\(port)" }

  static func start(_ answer: @escaping Answer) async throws -> LoopbackServer {
    let bootstrap = ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(Handler(answer))
        }
      }
    let channel = try await bootstrap.bind(host: "127.0.0.1", port: 0).get()
    return LoopbackServer(channel: channel, port: channel.localAddress?.port ?? 0)
  }

  private init(channel: any Channel, port: Int) {
    self.channel = channel
    self.port = port
  }

  func stop() async throws { try await channel.close() }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let answer: Answer
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(_ answer: @escaping Answer) { self.answer = answer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .head(let head):
        self.head = head
        body = []
      case .body(let buffer): body += buffer.readableBytesView
      case .end:
        guard let head else { return }
        let parts = head.uri.split(separator: "?", maxSplits: 1)
        let request = GatewayRequest(
          method: head.method.rawValue, path: String(parts.first ?? "/"),
          query: parts.count > 1 ? String(parts[1]) : nil,
          headers: head.headers.map { Delivery.Header($0.name, $0.value) }, body: body)
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        let answer = self.answer
        let promise = context.eventLoop.makePromise(of: GatewayResponse?.self)
        promise.completeWithTask { await answer(request) }
        promise.futureResult.whenSuccess { Handler.write($0, bound.value) }
      }
    }

    private static func write(_ response: GatewayResponse?, _ context: ChannelHandlerContext) {
      guard let response else {
        context.close(promise: nil)
        return
      }
      var headers = HTTPHeaders(response.headers.map { ($0.name, $0.value) })
      headers.replaceOrAdd(name: "content-length", value: String(response.body.count))
      let head = HTTPResponseHead(
        version: .http1_1, status: HTTPResponseStatus(statusCode: response.status), headers: headers)
      context.channel.write(HTTPServerResponsePart.head(head), promise: nil)
      context.channel.write(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: response.body))), promise: nil)
      context.channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil)
    }
  }
}
