import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOSSL

/// Sets up each accepted connection: TLS where there is a certificate, HTTP/1, then ``ConnectionHandler``.
struct ConnectionChannel: ServerChildChannel {
  /// A connection that was set up.
  struct Connection: ServerChildChannelValue {
    let channel: any Channel
  }

  let service: ConnectionService
  let certificates: CertificateBox?

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Connection> {
    channel.eventLoop.makeCompletedFuture {
      let pipeline = channel.pipeline.syncOperations
      if let certificates { try pipeline.addHandler(NIOSSLServerHandler(context: certificates.context)) }
      var limits = NIOHTTPDecoderLimitConfiguration()
      limits.maxHeaderFieldSize = service.limits.headerField
      limits.maxHeaderListSize = service.limits.headerList
      limits.maxHeaderFieldCount = service.limits.headerCount
      try pipeline.configureHTTPServerPipeline(
        withPipeliningAssistance: false, withErrorHandling: false, withOutboundHeaderValidation: false,
        withEncoderConfiguration: .init(), withDecoderLimitConfiguration: limits)
      try pipeline.addHandler(ConnectionHandler(service: service))
      return Connection(channel: channel)
    }
  }

  func handle(value: Connection, logger: Logger) async {
    await withTaskCancellationHandler {
      try? await value.channel.closeFuture.get()
    } onCancel: {
      value.channel.close(promise: nil)
    }
  }
}
