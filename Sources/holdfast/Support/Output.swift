import Glibc
import Records
import Synchronization

/// Where commands write: answers to standard output, everything else to standard error.
enum Output {
  /// Writes a line of the answer.
  static func line(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }

  /// Writes the answer of a `--json` run: one line of canonical JSON.
  static func json(_ value: JSONValue) {
    write(String(decoding: CanonicalJSON.encode(value), as: UTF8.self) + "\n", to: STDOUT_FILENO)
  }

  /// Writes a line that is not part of the answer.
  static func note(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

  /// Whether standard error is a terminal, and so worth a moving progress line.
  static var notesAreLive: Bool { isatty(STDERR_FILENO) == 1 }

  /// Why a part of the answer is lost, such as on a full disk; nil while all of it is written.
  static var failure: Failure? {
    let code = lost.withLock { $0 }
    guard code != 0 else { return nil }
    return Failure(
      .cannotWrite, "the answer was not written whole: \(String(cString: strerror(code)))",
      remedy: "what the command did stands; ask again where there is room")
  }

  private static let lost = Mutex<Int32>(0)

  /// Writes all bytes, whatever the pipe takes at a time; a closed pipe ends the program quietly.
  static func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        bytes = bytes.dropFirst(count)
      } else if errno == EAGAIN {
        var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&ready, 1, -1)
      } else if errno != EINTR {
        let code = errno
        if descriptor == STDOUT_FILENO { lost.withLock { $0 = code } }
        return
      }
    }
  }
}
