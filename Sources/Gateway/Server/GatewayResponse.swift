/// What is answered to a request.
public struct GatewayResponse: Sendable {
  public var status: Int
  /// Headers beside length, date and connection, which the server sets.
  public var headers: [(name: String, value: String)]
  public var body: [UInt8]
  /// Work that is done after the answer was given to the socket.
  public var afterwards: (@Sendable () async -> Void)?

  /// Creates an answer.
  public init(
    status: Int, headers: [(String, String)] = [], body: [UInt8] = [], afterwards: (@Sendable () async -> Void)? = nil
  ) {
    self.status = status
    self.headers = headers.map { (name: $0.0, value: $0.1) }
    self.body = body
    self.afterwards = afterwards
  }

  /// An answer in plain text.
  public static func text(_ status: Int, _ text: String, headers: [(String, String)] = []) -> GatewayResponse {
    GatewayResponse(
      status: status,
      headers: [("content-type", "text/plain; charset=utf-8"), ("x-content-type-options", "nosniff")] + headers,
      body: Array(text.utf8))
  }

  /// Comes again later: nothing was stored.
  public static func unavailable(retryAfter seconds: Int) -> GatewayResponse {
    GatewayResponse(status: 503, headers: [("retry-after", String(seconds))])
  }
}

/// Answers requests.
public typealias GatewayResponder = @Sendable (GatewayRequest) async -> GatewayResponse
