import NIOPosix
import Records
import Sealing
import Vault

/// Gets one medium, by whatever way its provider has.
struct MediaRoutes: Sendable {
  let writer: VaultWriter
  let download: MediaDownload

  private var access: MediaAccess { download.access }

  /// Fetches, checks and seals; throws ``MediaFailure`` or `CancellationError`.
  func fetch(_ record: EventRecord) async throws -> MediaSealing.Sealed {
    guard let content = record.event.content, let media = content.media, let remote = media.remote else {
      throw MediaFailure(.lasting, MediaFailure.unavailable, "the delivery does not say how to get the medium")
    }
    let sealing = MediaSealing(
      writer: writer, period: record.mediaPeriod,
      promise: MediaPromise(
        digests: [media.sha256].compactMap { $0 }, encryptedDigest: remote.encryptedSHA256,
        size: media.size.flatMap { $0 >= 0 ? $0 : nil }))
    switch remote.form {
    case .plain where access.provider == .meta: return try await fromMeta(media, remote, sealing)
    case .plain: return try await fromServer(remote, sealing)
    case .encrypted: return try await fromNetwork(content, media, remote, sealing)
    }
  }

  // MARK: - Meta

  private func fromMeta(
    _ media: MediaReference, _ remote: RemoteMedia, _ sealing: MediaSealing
  ) async throws -> MediaSealing.Sealed {
    guard access.accessToken != nil else {
      throw MediaFailure(.refused, MediaFailure.notPermitted, "no access token is configured for this account")
    }
    var failure: (any Error)?
    // The webhook's own link saves a question, and is dead after minutes.
    if let url = remote.url, !url.isEmpty {
      do {
        return try await download.fetch(url, authorized: access.mayCarrySecret(to: url), sealing: sealing)
      } catch is CancellationError {
        throw CancellationError()
      } catch { failure = error }
    }
    guard let id = media.providerID, !id.isEmpty else {
      throw failure ?? MediaFailure(.lasting, MediaFailure.unavailable, "the delivery names no media id")
    }
    let location = try await MetaMedia(download: download).locate(id)
    var sealing = sealing
    var promise = sealing.promise
    // The answer speaks of the bytes that come now; what the webhook said of them is compared afterwards.
    if let digest = location.sha256, !promise.digests.contains(digest) { promise.digests.append(digest) }
    promise.size = location.size ?? promise.size
    sealing = MediaSealing(writer: sealing.writer, period: sealing.period, promise: promise)
    return try await download.fetch(
      location.url, authorized: access.mayCarrySecret(to: location.url), sealing: sealing)
  }

  // MARK: - A server of the operator's own

  /// Such a server decrypts media itself and serves them; its link may name a host that only it knows.
  private func fromServer(_ remote: RemoteMedia, _ sealing: MediaSealing) async throws -> MediaSealing.Sealed {
    if let url = remote.url, !url.isEmpty {
      if (try? access.policy.target(of: url)) != nil || remote.directPath == nil {
        return try await download.fetch(url, authorized: access.mayCarrySecret(to: url), sealing: sealing)
      }
    }
    guard let path = remote.directPath, path.hasPrefix("/"), !path.hasPrefix("//") else {
      throw MediaFailure(.lasting, MediaFailure.unavailable, "the delivery names no address of the medium")
    }
    let url = access.mediaURL + path
    return try await download.fetch(url, authorized: access.mayCarrySecret(to: url), sealing: sealing)
  }

  // MARK: - WhatsApp's own network

  private func fromNetwork(
    _ content: Content, _ media: MediaReference, _ remote: RemoteMedia, _ sealing: MediaSealing
  ) async throws -> MediaSealing.Sealed {
    guard let key = remote.mediaKey, key.count == MediaKeys.mediaKeyCount else {
      throw MediaFailure(.lasting, MediaFailure.unavailable, "the delivery has no usable media key")
    }
    guard let purpose = MediaKeys.Purpose(content.kind) else {
      throw MediaFailure(.lasting, MediaFailure.unavailable, "no media keys are known for ‘\(content.kind)’")
    }
    var promise = sealing.promise
    do {
      promise.keys = try MediaKeys(mediaKey: SecretBytes(key), purpose: purpose)
    } catch { throw MediaFailure(.lasting, MediaFailure.unavailable, "the media key cannot be used") }
    let sealing = MediaSealing(writer: sealing.writer, period: sealing.period, promise: promise)
    var failure: (any Error)?
    for url in addresses(remote) {
      do {
        return try await download.fetch(url, authorized: false, sealing: sealing)
      } catch is CancellationError {
        throw CancellationError()
      } catch let error as MediaFailure where error.reason == MediaFailure.notStored {
        throw error
      } catch {
        // What the second way says counts, unless it says less than the first.
        if (error as? MediaFailure)?.reason != "media-not-allowed" || failure == nil { failure = error }
      }
    }
    throw failure ?? MediaFailure(.lasting, MediaFailure.unavailable, "the delivery names no address of the medium")
  }

  /// The link, and the one made of the direct path where that differs.
  private func addresses(_ remote: RemoteMedia) -> [String] {
    var found: [String] = []
    // A client that uploads writes its own address where the link should be.
    if let url = remote.url, (try? OutboundTarget(url: url)).map({ $0.path.utf8.count > 1 }) == true { found = [url] }
    if let path = remote.directPath, path.hasPrefix("/"), !path.hasPrefix("//") {
      let url = access.mediaURL + path
      if !found.contains(url) { found.append(url) }
    }
    return found
  }
}
