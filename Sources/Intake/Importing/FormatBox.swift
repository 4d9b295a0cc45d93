import Synchronization

/// Carries a file's format from the thread that opened it.
final class FormatBox: Sendable {
  private let format = Mutex<String?>(nil)

  var value: String? { format.withLock { $0 } }

  func set(_ name: String) { format.withLock { $0 = name } }
}
