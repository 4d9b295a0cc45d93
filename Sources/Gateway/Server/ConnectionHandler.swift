import NIOCore
import NIOHTTP1
import Records

/// One connection: collects a request, has it answered, writes the answer; one request at a time.
///
/// It works on the event loop and without an asynchronous channel between, for two reasons: a body that ended early must
/// never pass for a whole one, and an answer must not cost more than its fsync.
final class ConnectionHandler: ChannelDuplexHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  enum Phase {
    /// For the next head.
    case waiting
    /// For the rest of a body.
    case receiving
    /// For the answer, and then for the socket to take it.
    case responding
    /// Refused: what still comes is thrown away until the client notices.
    case lingering
  }

  let service: ConnectionService
  var phase = Phase.waiting
  var context: ChannelHandlerContext?
  var request = GatewayRequest(method: "", path: "")
  /// The refusal that is given when the body is at its end.
  var verdict: GatewayResponse?
  /// What the body took of the budget.
  private var reserved = 0
  private var keepsAlive = true
  private var isFirst = true
  private var inputIsClosed = false
  private var readIsPending = false
  private var buffered: [HTTPServerRequestPart] = []
  private var deadline = NIODeadline.distantFuture
  private var timer: Scheduled<Void>?
  private var completedAt = NIODeadline.distantPast
  private var executor: LoopExecutor?

  init(service: ConnectionService) { self.service = service }

  // MARK: - Life

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    executor = LoopExecutor(context.eventLoop)
    service.opened()
    deadline = .now() + service.limits.headerTime
    schedule(context)
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
    timer?.cancel()
    timer = nil
    buffered = []
    // While an answer is awaited the request still holds its body; it is given back when that comes.
    if phase != .responding { release() }
    service.closed()
  }

  private func schedule(_ context: ChannelHandlerContext) {
    // The closure runs on this handler's event loop, and is cancelled when the handler goes.
    timer = context.eventLoop.assumeIsolated().scheduleTask(in: service.limits.tick) { [weak self] in
      guard let self, let context = self.context else { return }
      if NIODeadline.now() >= self.deadline { self.expire(context) }
      if self.context != nil { self.schedule(context) }
    }
  }

  private func expire(_ context: ChannelHandlerContext) {
    deadline = .distantFuture
    switch phase {
    case .waiting where isFirst, .receiving:
      service.observe(408, 0)
      keepsAlive = false
      write(GatewayResponse(status: 408), context, closing: true)
    case .waiting, .responding, .lingering: break
    }
    context.close(promise: nil)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    case is ChannelShouldQuiesceEvent:
      keepsAlive = false
      inputIsClosed = true
      if phase == .waiting { context.close(promise: nil) }
    case ChannelEvent.inputClosed:
      inputIsClosed = true
      switch phase {
      case .waiting, .lingering: context.close(promise: nil)
      case .receiving: refuse(GatewayResponse(status: 400), context)
      case .responding: keepsAlive = false
      }
    default: context.fireUserInboundEventTriggered(event)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard let error = error as? HTTPParserError else {
      context.close(promise: nil)
      return
    }
    switch phase {
    case .waiting, .receiving: refuse(GatewayResponse(status: error == .headerOverflow ? 431 : 400), context)
    case .responding: keepsAlive = false
    case .lingering: context.close(promise: nil)
    }
  }

  // MARK: - Reading

  /// Reads nothing more while an answer is under way: a client that sends faster than it is answered waits.
  func read(context: ChannelHandlerContext) {
    if phase == .responding { readIsPending = true } else { context.read() }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let part = unwrapInboundIn(data)
    if phase == .responding { buffered.append(part) } else { process(part, context) }
  }

  private func process(_ part: HTTPServerRequestPart, _ context: ChannelHandlerContext) {
    switch part {
    case .head(let head): if phase == .waiting { begin(head, context) }
    case .body(let bytes): if phase == .receiving { add(bytes, context) }
    case .end:
      if phase == .receiving {
        end(context)
      } else if phase == .lingering {
        context.close(promise: nil)
      }
    }
  }

  private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    request = GatewayRequest(head)
    keepsAlive = head.isKeepAlive && head.version.minor >= 1 && !inputIsClosed
    phase = .receiving
    isFirst = false
    deadline = .now() + service.limits.bodyTime
    let length = head.headers.first(name: "content-length").flatMap { Int($0) }
    let isChunked = head.headers.contains(name: "transfer-encoding")
    if let length, length > service.limits.body {
      refuse(GatewayResponse(status: 413), context)
      return
    }
    if let refusal = service.admit(request) {
      if isChunked || (length ?? 0) > service.limits.drained {
        refuse(refusal, context)
      } else {
        verdict = refusal
      }
      return
    }
    if head.headers.first(name: "expect")?.lowercased() == "100-continue" {
      context.writeAndFlush(
        wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .continue))), promise: nil)
    }
    // What a client announces is not believed beyond a little: memory comes with the bytes.
    if let length { request.body.reserveCapacity(min(length, 64 << 10)) }
  }

  private func add(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
    guard verdict == nil else { return }
    let count = bytes.readableBytes
    guard request.body.count <= service.limits.body - count else {
      refuse(GatewayResponse(status: 413), context)
      return
    }
    guard service.budget.take(count) else {
      refuse(.unavailable(retryAfter: 5), context)
      return
    }
    reserved += count
    request.body.append(contentsOf: bytes.readableBytesView)
  }

  private func end(_ context: ChannelHandlerContext) {
    phase = .responding
    deadline = .distantFuture
    completedAt = .now()
    if let verdict {
      complete(verdict)
      return
    }
    let request = request
    self.request.body = []
    let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
    let loop = context.eventLoop
    let respond = service.respond
    Task(executorPreference: executor ?? LoopExecutor(loop)) {
      let response = await respond(request)
      if loop.inEventLoop { bound.value.complete(response) } else { loop.execute { bound.value.complete(response) } }
      await response.afterwards?()
    }
  }

  // MARK: - Answering

  private func complete(_ response: GatewayResponse) {
    release()
    verdict = nil
    // A challenge is no delivery: how long it took says nothing about durability.
    service.observe(response.status, request.method == "POST" ? (NIODeadline.now() - completedAt).nanoseconds : 0)
    guard let context else { return }
    write(response, context, closing: !keepsAlive)
    guard keepsAlive else {
      phase = .lingering
      return
    }
    if context.channel.isWritable {
      proceed(context)
    } else {
      // It does not read its answers: it gets no others until it does.
      deadline = .now() + service.limits.idleTime
    }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable, phase == .responding, deadline != .distantFuture { proceed(context) }
    context.fireChannelWritabilityChanged()
  }

  /// Goes on to the next request, of which parts may be here already.
  private func proceed(_ context: ChannelHandlerContext) {
    phase = .waiting
    deadline = .now() + service.limits.idleTime
    if inputIsClosed, buffered.isEmpty {
      context.close(promise: nil)
      return
    }
    if !buffered.isEmpty {
      let parts = buffered
      buffered = []
      for (index, part) in parts.enumerated() {
        if phase == .responding {
          buffered.append(contentsOf: parts[index...])
          break
        }
        process(part, context)
      }
    }
    if phase != .responding, readIsPending {
      readIsPending = false
      context.read()
    }
  }

  /// Answers before the request is complete, and gives the client a moment to read that.
  private func refuse(_ response: GatewayResponse, _ context: ChannelHandlerContext) {
    release()
    request.body = []
    verdict = nil
    service.observe(response.status, 0)
    keepsAlive = false
    phase = .lingering
    write(response, context, closing: inputIsClosed)
  }

  private func write(_ response: GatewayResponse, _ context: ChannelHandlerContext, closing: Bool) {
    var headers = HTTPHeaders()
    headers.reserveCapacity(response.headers.count + 3)
    headers.add(name: "content-length", value: String(response.body.count))
    headers.add(name: "date", value: HTTPDate.now())
    for header in response.headers { headers.add(name: header.name, value: header.value) }
    if !keepsAlive { headers.add(name: "connection", value: "close") }
    let head = HTTPResponseHead(
      version: .http1_1, status: HTTPResponseStatus(statusCode: response.status), headers: headers)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    if !response.body.isEmpty, request.method != "HEAD" {
      context.write(
        wrapOutboundOut(.body(.byteBuffer(context.channel.allocator.buffer(bytes: response.body)))), promise: nil)
    }
    if closing {
      let promise = context.eventLoop.makePromise(of: Void.self)
      promise.futureResult.assumeIsolated().whenComplete { [weak self] _ in self?.context?.close(promise: nil) }
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: promise)
    } else {
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
    if phase == .lingering || closing { deadline = .now() + service.limits.lingerTime }
  }

  private func release() {
    if reserved > 0 { service.budget.give(reserved) }
    reserved = 0
  }
}

extension GatewayRequest {
  /// A request's head as it stands on the wire.
  init(_ head: HTTPRequestHead) {
    let uri = head.uri
    if let mark = uri.utf8.firstIndex(of: 0x3F) {
      self.init(
        method: head.method.rawValue, path: String(uri[..<mark]), query: String(uri[uri.utf8.index(after: mark)...]))
    } else {
      self.init(method: head.method.rawValue, path: uri)
    }
    headers.reserveCapacity(head.headers.count)
    for header in head.headers { headers.append(Delivery.Header(header.name, header.value)) }
  }
}
