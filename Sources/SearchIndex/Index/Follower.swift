import Dispatch
import Storage
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// A short sleep between two looks at a lock.
enum Pause {
  static func milliseconds(_ count: Int) { usleep(UInt32(count) * 1000) }
}

/// A thread that sleeps until the ledgers change, then calls back.
///
/// On a folder it waits in the kernel (inotify): no wake-ups while nothing happens. Without folders it looks every
/// fifteen seconds.
final class Follower: @unchecked Sendable {
  // Unchecked: the descriptors are made in `init` and closed by the thread at its end; all else is locked or constant.
  private let body: @Sendable (CancellationFlag) -> Void
  private let cancel = CancellationFlag()
  private let folders: @Sendable () -> [String]
  private let growing: @Sendable () -> [String]
  private let notify: Int32
  /// A pipe that wakes the thread: its end to read and its end to write.
  private let event: Int32
  private let alarm: Int32
  private let finished = DispatchSemaphore(value: 0)

  init(
    folders: @escaping @Sendable () -> [String], growing: @escaping @Sendable () -> [String] = { [] },
    _ body: @escaping @Sendable (CancellationFlag) -> Void
  ) {
    self.body = body
    self.folders = folders
    self.growing = growing
    notify = inotify_init1(Int32(O_NONBLOCK) | Int32(O_CLOEXEC))
    var ends: [Int32] = [-1, -1]
    if pipe(&ends) == 0 {
      for end in ends {
        _ = fcntl(end, F_SETFL, O_NONBLOCK)
        _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      }
    }
    event = ends[0]
    alarm = ends[1]
  }

  /// Watches the folders that exist now; watching one again changes nothing.
  private func watch() -> Bool {
    guard notify >= 0 else { return false }
    var isWatching = false
    for path in folders() {
      let mask = UInt32(IN_MOVED_TO) | UInt32(IN_CLOSE_WRITE) | UInt32(IN_CREATE)
      if inotify_add_watch(notify, path, mask) >= 0 { isWatching = true }
    }
    // The first that is there: behind it stands where it will be made, and only that is waited for.
    var mask = UInt32(IN_MODIFY) | UInt32(IN_CREATE) | UInt32(IN_DELETE) | UInt32(IN_MOVED_TO)
    for path in growing() {
      if inotify_add_watch(notify, path, mask) >= 0 { break }
      mask = UInt32(IN_CREATE) | UInt32(IN_MOVED_TO)
    }
    return isWatching
  }

  func start() {
    DispatchQueue.global(qos: .utility).async { [self] in
      run()
      if notify >= 0 { close(notify) }
      finished.signal()
    }
  }

  private func run() {
    var last: ContinuousClock.Instant?
    while !cancel.isCancelled {
      // While records come all the time they are taken a few times a second, not one by one.
      if let last, case let rest = Follower.pause - (ContinuousClock.now - last), rest > .zero {
        var polls = [pollfd(fd: event, events: Int16(POLLIN), revents: 0)]
        _ = poll(&polls, 1, Int32(rest.components.attoseconds / 1_000_000_000_000_000))
        if cancel.isCancelled { return }
      }
      // Watch first, look second: a change in between is then either seen or announced.
      let isWatching = watch()
      drain(notify)
      body(cancel)
      last = ContinuousClock.now
      if cancel.isCancelled { return }
      var polls = [pollfd(fd: event, events: Int16(POLLIN), revents: 0)]
      if notify >= 0 { polls.append(pollfd(fd: notify, events: Int16(POLLIN), revents: 0)) }
      _ = poll(&polls, nfds_t(polls.count), isWatching ? -1 : 15_000)
      // A writer renames several files one after the other: wait for the last.
      if !cancel.isCancelled { Pause.milliseconds(20) }
      drain(event)
    }
  }

  private static let pause = Duration.milliseconds(300)

  private func drain(_ descriptor: Int32) {
    guard descriptor >= 0 else { return }
    var buffer = [UInt8](repeating: 0, count: 4096)
    while buffer.withUnsafeMutableBytes({ read(descriptor, $0.baseAddress, $0.count) }) > 0 {}
  }

  func wake() {
    var one: UInt8 = 1
    _ = write(alarm, &one, 1)
  }

  func stop() {
    cancel.cancel()
    wake()
    finished.wait()
    close(event)
    close(alarm)
  }
}
