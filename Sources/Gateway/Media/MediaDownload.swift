import AsyncHTTPClient
import NIOCore
import NIOPosix
import Records

/// Fetches one URL into the vault, or small answers into memory.
struct MediaDownload: Sendable {
  let http: OutboundClient
  let access: MediaAccess
  let options: MediaOptions
  let threads: NIOThreadPool

  /// The longest answer of an API that is read.
  static let answerLimit = 256 << 10

  /// Streams a medium to the sealing thread; memory stays at a few hundred KiB whatever its size.
  func fetch(_ url: String, authorized: Bool, sealing: MediaSealing) async throws -> MediaSealing.Sealed {
    let response = try await get(url, authorized: authorized)
    let host = MediaDownload.host(of: url)
    guard response.status == .ok else {
      throw MediaFailure.status(
        response.status.code, retryAfter: response.headers.first(name: "retry-after"), host: host)
    }
    let promised = sealing.promise.transferSize
    if let length = response.headers.first(name: "content-length").flatMap({ Int64($0) }) {
      if let promised, length != promised {
        throw MediaFailure.damaged("\(host) announces \(length) bytes where \(promised) were promised")
      }
      try checkLength(length)
    }
    if let promised { try checkLength(promised) }
    let pipe = MediaPipe()
    async let sealed = threads.runIfActive { try sealing.run(pipe) }
    do {
      try await stream(response.body, into: pipe, limit: promised ?? options.maximumBytes, isPromised: promised != nil)
      // A cancelled task sees its body end early.
      try Task.checkCancellation()
      pipe.finish()
    } catch {
      pipe.finish(error is MediaFailure || error is CancellationError ? error : MediaDownload.failure(error, host))
    }
    return try await sealed
  }

  private func stream(_ body: HTTPClientResponse.Body, into pipe: MediaPipe, limit: Int64, isPromised: Bool)
    async throws
  {
    let clock = ContinuousClock()
    let start = clock.now
    var count: Int64 = 0
    do {
      for try await piece in body {
        count += Int64(piece.readableBytes)
        guard count <= limit else {
          throw isPromised
            ? MediaFailure.damaged("more than the promised \(limit) bytes came")
            : MediaFailure(.lasting, MediaFailure.tooLarge, "the medium is longer than the limit of \(limit) bytes")
        }
        // Each piece comes in time, or the idle limit ends it; together they must come in time too.
        let elapsed = clock.now - start
        if elapsed > options.patience, count / max(1, elapsed.components.seconds) < options.minimumRate {
          throw MediaFailure.unreachable("the download is slower than \(options.minimumRate) bytes a second")
        }
        try await pipe.send(piece)
      }
    } catch is MediaPipe.Closed {
      // The sealing thread's own error is the one that counts.
    }
  }

  private func checkLength(_ length: Int64) throws {
    guard length <= options.maximumBytes else {
      throw MediaFailure(
        .lasting, MediaFailure.tooLarge,
        "the medium has \(length) bytes, more than the limit of \(options.maximumBytes)")
    }
  }

  /// The status and body of a small answer.
  func answer(_ url: String) async throws -> (status: UInt, retryAfter: String?, body: [UInt8]) {
    let response = try await get(url, authorized: true)
    do {
      let body = try await response.body.collect(upTo: MediaDownload.answerLimit)
      try Task.checkCancellation()
      return (response.status.code, response.headers.first(name: "retry-after"), Array(body.readableBytesView))
    } catch {
      if error is CancellationError { throw error }
      throw MediaDownload.failure(error, MediaDownload.host(of: url))
    }
  }

  private func get(_ url: String, authorized: Bool) async throws -> HTTPClientResponse {
    var request = HTTPClientRequest(url: url)
    request.headers.add(name: "accept", value: "*/*")
    request.headers.add(name: "user-agent", value: "holdfast")
    if !authorized {
      // WhatsApp's media host asks for the origin that its own clients name.
      request.headers.add(name: "origin", value: "https://web.whatsapp.com")
    } else if let authorization = access.authorization {
      request.headers.add(name: "authorization", value: authorization)
      // The self-hosted gateways know the same secret as an API key.
      if access.provider != .meta, let key = access.apiKey { request.headers.add(name: "x-api-key", value: key) }
    }
    do {
      let time = TimeAmount.nanoseconds(
        options.answerTime.components.seconds * 1_000_000_000 + options.answerTime.components.attoseconds
          / 1_000_000_000)
      return try await http.execute(request, policy: access.policy, deadline: .now() + time)
    } catch {
      if Task.isCancelled { throw CancellationError() }
      throw MediaDownload.failure(error, MediaDownload.host(of: url))
    }
  }

  /// What a failed call means.
  static func failure(_ error: any Error, _ host: String) -> any Error {
    if error is CancellationError || error is MediaFailure { return error }
    guard let error = error as? OutboundError else {
      return MediaFailure.unreachable("\(host) could not be reached or broke off: \(error)")
    }
    switch error.code {
    case .unresolved: return MediaFailure.unreachable(error.message)
    case .notAllowed, .privateAddress, .badURL:
      return MediaFailure(.lasting, "media-not-allowed", error.message)
    default: return MediaFailure.unreachable(error.message)
    }
  }

  /// The host of a URL, for words; the rest of it may hold secrets.
  static func host(of url: String) -> String { (try? OutboundTarget(url: url))?.host ?? "the host" }
}
