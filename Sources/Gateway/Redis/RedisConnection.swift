import NIOCore
import NIOPosix
import NIOSSL
import Sealing

/// One connection to a Redis server; commands from many tasks are pipelined.
final class RedisConnection: Sendable {
  let address: RedisAddress
  private let channel: any Channel
  private let patience: TimeAmount

  private init(address: RedisAddress, channel: any Channel, patience: TimeAmount) {
    self.address = address
    self.channel = channel
    self.patience = patience
  }

  var isAlive: Bool { channel.isActive }

  /// Connects, signs in and chooses the database.
  static func open(_ address: RedisAddress, password: SecretBytes?, patience: TimeAmount) async throws
    -> RedisConnection
  {
    let tls = address.usesTLS ? try NIOSSLContext(configuration: .makeClientConfiguration()) : nil
    let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connectTimeout(patience)
      .channelOption(ChannelOptions.tcpOption(.tcp_nodelay), value: 1)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          if let tls, case .host(let host, _) = address.place {
            // Server names are names: an address is checked as such by its certificate.
            let isLiteral = (try? SocketAddress(ipAddress: host, port: 0)) != nil
            try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: isLiteral ? nil : host))
          }
          try pipeline.addHandler(ByteToMessageHandler(RESPDecoder()))
          try pipeline.addHandler(RedisRequestHandler(address: address))
        }
      }
    let channel: any Channel
    do {
      switch address.place {
      case .host(let host, let port): channel = try await bootstrap.connect(host: host, port: port).get()
      case .socket(let path): channel = try await bootstrap.connect(unixDomainSocketPath: path).get()
      }
    } catch { throw RedisError.disconnected(address, error) }
    let connection = RedisConnection(address: address, channel: channel, patience: patience)
    do {
      if let password {
        try await connection.call(
          RedisCommand(["AUTH"] + (address.user.map { [$0] } ?? [])).adding(password.copyBytes()))
      }
      if address.database != 0 { try await connection.call(RedisCommand("SELECT", String(address.database))) }
    } catch {
      await connection.close()
      throw error
    }
    return connection
  }

  /// Sends a command and waits for its answer; an error that the server answers is thrown.
  ///
  /// `extra` is how long the command itself may wait in the server.
  @discardableResult
  func call(_ command: RedisCommand, extra: TimeAmount = .zero) async throws -> RESPValue {
    let value = try await start(command, extra: extra).get()
    if case .error(let text) = value { throw RedisError.refused(text) }
    return value
  }

  /// Sends commands in one go; errors that the server answers stand among the answers.
  func pipeline(_ commands: [RedisCommand]) async throws -> [RESPValue] {
    let futures = commands.map { start($0, extra: .zero) }
    var answers: [RESPValue] = []
    answers.reserveCapacity(futures.count)
    for future in futures { answers.append(try await future.get()) }
    return answers
  }

  private func start(_ command: RedisCommand, extra: TimeAmount) -> EventLoopFuture<RESPValue> {
    let promise = channel.eventLoop.makePromise(of: RESPValue.self)
    let request = RedisRequest(command: command, deadline: .now() + patience + extra, answer: promise)
    // When the channel is closed already the write fails before it reaches the handler.
    let address = address
    let written = channel.eventLoop.makePromise(of: Void.self)
    written.futureResult.whenFailure { promise.fail($0 as? RedisError ?? RedisError.disconnected(address, $0)) }
    channel.write(request, promise: written)
    return promise.futureResult
  }

  func close() async { try? await channel.close().get() }
}
