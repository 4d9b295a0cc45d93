import Glibc

/// Waiting on file descriptors.
enum Descriptors {
  /// What a wait ended with.
  struct Ready {
    /// For each descriptor whether it can be read (or is gone).
    var readable: [Bool]
    /// For each descriptor whether it is gone.
    var hungUp: [Bool]
    /// Whether a signal ended the wait.
    var interrupted: Bool
  }

  /// Waits until a descriptor can be read, a signal comes or the time is over.
  ///
  /// Negative descriptors are ignored.
  @discardableResult
  static func wait(_ descriptors: [Int32], timeout: Duration?) -> Ready {
    var list = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    let result = poll(&list, nfds_t(list.count), milliseconds(timeout))
    return Ready(
      readable: list.map { $0.revents != 0 },
      hungUp: list.map { Int32($0.revents) & (POLLHUP | POLLERR | POLLNVAL) != 0 },
      interrupted: result < 0)
  }

  /// Rounded up, so that a wait never ends before its time and then spins.
  private static func milliseconds(_ timeout: Duration?) -> Int32 {
    guard let timeout else { return -1 }
    let (seconds, attoseconds) = timeout.components
    if seconds < 0 || attoseconds < 0 { return 0 }
    if seconds > 2_000_000 { return 2_000_000_000 }
    return Int32(seconds) * 1000 + Int32((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}
