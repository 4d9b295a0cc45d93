import NIOCore
import Records
import Sealing
import Vault

/// Seals a medium that arrives through a pipe; nothing of it is published unless it is what was promised.
struct MediaSealing {
  /// A medium in the vault, and what its bytes say.
  struct Sealed: Sendable {
    var stored: StoredMedia
    var facts: MediaFacts
  }

  let writer: VaultWriter
  let period: Period
  let promise: MediaPromise

  /// An error of the vault, as against one of the medium.
  private struct VaultSide: Error {
    var cause: any Error
  }

  /// Runs on a thread of its own until the pipe ends.
  func run(_ pipe: MediaPipe) throws -> Sealed {
    defer { pipe.close() }
    var probe = MediaProbe()
    do {
      // What putMedia's closure throws cancels the upload: unauthenticated bytes never become an object.
      let stored = try writer.putMedia(period: period) { sink in
        let take = { (bytes: UnsafeRawBufferPointer) in
          probe.add(bytes)
          do { try sink(bytes) } catch { throw VaultSide(cause: error) }
        }
        if let keys = promise.keys {
          try open(pipe, keys, take)
        } else {
          try copy(pipe, take)
        }
      }
      return Sealed(stored: stored, facts: probe.facts)
    } catch let error as VaultSide {
      throw MediaSealing.notStored(error.cause)
    } catch {
      if error is MediaFailure || error is CancellationError { throw error }
      throw MediaSealing.notStored(error)
    }
  }

  private static func notStored(_ error: any Error) -> MediaFailure {
    MediaFailure(.passing, MediaFailure.notStored, "the vault did not take the file: \(error)")
  }

  private func copy(_ pipe: MediaPipe, _ take: (UnsafeRawBufferPointer) throws -> Void) throws {
    var hasher = SHA256Hasher()
    var size: Int64 = 0
    while let piece = try pipe.next() {
      try piece.withUnsafeReadableBytes { bytes in
        hasher.update(bytes)
        size += Int64(bytes.count)
        try take(bytes)
      }
    }
    try promise.check(size: size, digest: hasher.finalize(), encrypted: nil)
  }

  private func open(_ pipe: MediaPipe, _ keys: MediaKeys, _ take: (UnsafeRawBufferPointer) throws -> Void) throws {
    do {
      let decryptor = try MediaDecryptor(keys: keys)
      while let piece = try pipe.next() {
        try piece.withUnsafeReadableBytes { try decryptor.update($0, take) }
      }
      let digests = try decryptor.finish(take)
      try promise.check(size: decryptor.plainCount, digest: digests.plain, encrypted: digests.encrypted)
    } catch let error as SealingError {
      throw MediaFailure.damaged(error.message)
    }
  }
}
