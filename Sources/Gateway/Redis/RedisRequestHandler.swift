import NIOCore

/// A command on its way, with whoever waits for the answer.
struct RedisRequest: Sendable {
  var command: RedisCommand
  /// How long the server may take, beyond what the command itself waits.
  var deadline: NIODeadline
  var answer: EventLoopPromise<RESPValue>
}

/// Writes commands and gives each answer to who asked, in order; lives on its channel's event loop.
///
/// All commands of one turn of the event loop leave in one write, and the server makes them durable with one fsync:
/// this is the group commit of the Redis spool.
final class RedisRequestHandler: ChannelDuplexHandler {
  typealias InboundIn = RESPValue
  typealias InboundOut = Never
  typealias OutboundIn = RedisRequest
  typealias OutboundOut = ByteBuffer

  private let address: RedisAddress
  private var waiting = CircularBuffer<RedisRequest>()
  private var output = ByteBuffer()
  private var willFlush = false
  private var failure: RedisError?
  private var watch: RepeatedTask?

  init(address: RedisAddress) { self.address = address }

  func handlerAdded(context: ChannelHandlerContext) {
    let context = NIOLoopBound(context, eventLoop: context.eventLoop)
    let handler = NIOLoopBound(self, eventLoop: context.value.eventLoop)
    watch = context.value.eventLoop.scheduleRepeatedTask(
      initialDelay: .milliseconds(500), delay: .milliseconds(500)
    ) { _ in handler.value.closeWhenSilent(context.value) }
  }

  func handlerRemoved(context: ChannelHandlerContext) { watch?.cancel() }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let request = unwrapOutboundIn(data)
    if let failure {
      request.answer.fail(failure)
      promise?.fail(failure)
      return
    }
    waiting.append(request)
    request.command.write(to: &output)
    promise?.succeed()
    guard !willFlush else { return }
    willFlush = true
    let context = NIOLoopBound(context, eventLoop: context.eventLoop)
    let handler = NIOLoopBound(self, eventLoop: context.value.eventLoop)
    context.value.eventLoop.execute { handler.value.flush(context.value) }
  }

  private func flush(_ context: ChannelHandlerContext) {
    willFlush = false
    guard output.readableBytes > 0 else { return }
    let bytes = output
    output = context.channel.allocator.buffer(capacity: min(bytes.readableBytes, 1 << 20))
    context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard let request = waiting.popFirst() else {
      end(context, .malformed("an answer that nobody asked for"))
      return
    }
    request.answer.succeed(unwrapInboundIn(data))
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    end(context, error as? RedisError ?? .disconnected(address, error))
  }

  func channelInactive(context: ChannelHandlerContext) {
    end(context, .disconnected(address))
    context.fireChannelInactive()
  }

  private func closeWhenSilent(_ context: ChannelHandlerContext) {
    guard let first = waiting.first, first.deadline < .now() else { return }
    end(context, RedisError(kind: .silent, description: "the Redis server at \(address) does not answer"))
  }

  /// Fails all that wait: whether their commands were carried out is unknown.
  private func end(_ context: ChannelHandlerContext, _ error: RedisError) {
    guard failure == nil else { return }
    failure = error
    let requests = waiting
    waiting.removeAll()
    for request in requests { request.answer.fail(error) }
    context.close(promise: nil)
  }
}
