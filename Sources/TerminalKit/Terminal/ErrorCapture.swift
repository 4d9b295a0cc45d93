import CPlatform
import Glibc

/// Keeps what is written to standard error away from the screen, in memory, and writes it out afterwards.
///
/// In memory and not in a file: a message of ours may quote what must never reach a disk in clear.
final class ErrorCapture {
  private let saved: Int32
  private let memory: Int32
  private var isActive = false

  /// Starts capturing; nil when the system refuses, and then standard error stays as it is.
  init?() {
    let saved = hf_fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)
    guard saved >= 0 else { return nil }
    let memory = hf_memory_file("holdfast-errors")
    guard memory >= 0 else {
      Glibc.close(saved)
      return nil
    }
    self.saved = saved
    self.memory = memory
    start()
  }

  /// Captures from now on.
  func start() {
    guard !isActive, dup2(memory, STDERR_FILENO) >= 0 else { return }
    isActive = true
    hf_crash_guard_set_errors(saved, memory)
  }

  /// Gives standard error back and writes what was captured since the start, at most 64 KiB.
  func stop() {
    guard isActive else { return }
    isActive = false
    hf_crash_guard_set_errors(-1, -1)
    dup2(saved, STDERR_FILENO)
    var buffer = [UInt8](repeating: 0, count: 4096)
    var offset: off_t = 0
    while offset < 65536 {
      let count = pread(memory, &buffer, buffer.count, offset)
      guard count > 0, write(saved, buffer, count) == count else { break }
      offset += off_t(count)
    }
    ftruncate(memory, 0)
    lseek(memory, 0, SEEK_SET)
  }

  deinit {
    stop()
    Glibc.close(saved)
    Glibc.close(memory)
  }
}
