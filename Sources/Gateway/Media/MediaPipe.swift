import NIOCore
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// Hands pieces of a body from a task to the thread that seals them, a bounded number at a time.
///
/// One task sends, one thread receives: downloading must not wait for the disk on the threads that serve webhooks.
final class MediaPipe: Sendable {
  /// Pieces beyond this length together make the sender wait.
  static let capacity = 256 << 10

  private enum End {
    case whole
    case failed(any Error)
  }

  private struct State {
    var pieces: [ByteBuffer] = []
    var length = 0
    var end: End?
    var isClosed = false
    var sender: CheckedContinuation<Void, Never>?
  }

  private let state = Mutex(State())
  private let arrived = Semaphore()

  /// Adds a piece, when there is room; throws when the receiver is gone.
  func send(_ piece: ByteBuffer) async throws {
    guard piece.readableBytes > 0 else { return }
    await withCheckedContinuation { continuation in
      let mustWait = state.withLock { state in
        if state.isClosed || state.length < MediaPipe.capacity { return false }
        state.sender = continuation
        return true
      }
      if !mustWait { continuation.resume() }
    }
    let isOpen = state.withLock { state in
      guard !state.isClosed else { return false }
      state.pieces.append(piece)
      state.length += piece.readableBytes
      return true
    }
    guard isOpen else { throw Closed() }
    arrived.signal()
  }

  /// What a sender gets whose receiver is gone; the receiver's own error says why.
  struct Closed: Error {}

  /// Ends: everything was sent, or what failed.
  func finish(_ error: (any Error)? = nil) {
    state.withLock { state in
      if state.end == nil { state.end = error.map { End.failed($0) } ?? .whole }
    }
    arrived.signal()
  }

  /// The next piece, on the receiving thread; nil at the end. Throws what the sender failed with.
  func next() throws -> ByteBuffer? {
    while true {
      let (piece, end, sender): (ByteBuffer?, End?, CheckedContinuation<Void, Never>?) = state.withLock { state in
        guard !state.pieces.isEmpty else { return (nil, state.end, nil) }
        let piece = state.pieces.removeFirst()
        state.length -= piece.readableBytes
        guard state.length < MediaPipe.capacity else { return (piece, nil, nil) }
        defer { state.sender = nil }
        return (piece, nil, state.sender)
      }
      sender?.resume()
      if let piece { return piece }
      switch end {
      case .whole: return nil
      case .failed(let error): throw error
      case nil: arrived.wait()
      }
    }
  }

  /// The receiver takes no more.
  func close() {
    let sender = state.withLock { state in
      state.isClosed = true
      state.pieces = []
      state.length = 0
      defer { state.sender = nil }
      return state.sender
    }
    sender?.resume()
  }
}

/// A counting semaphore of the system: wakes one thread per signal.
final class Semaphore: @unchecked Sendable {
  // @unchecked: a POSIX semaphore is made for several threads; its memory lives until deinit and never moves.
  private let pointer: UnsafeMutablePointer<sem_t>

  init() {
    pointer = .allocate(capacity: 1)
    pointer.initialize(to: sem_t())
    sem_init(pointer, 0, 0)
  }

  deinit {
    sem_destroy(pointer)
    pointer.deallocate()
  }

  func signal() { sem_post(pointer) }

  func wait() {
    while sem_wait(pointer) != 0, errno == EINTR {}
  }
}
