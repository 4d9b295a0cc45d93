import Synchronization

/// A switch that asks a long call to stop: set from any thread, looked at between steps.
public final class CancellationFlag: Sendable {
  private let flag = Atomic<Bool>(false)

  /// Creates a flag that is not set.
  public init() {}

  /// Asks the call to stop.
  public func cancel() { flag.store(true, ordering: .relaxed) }

  /// Whether somebody asked.
  public var isCancelled: Bool { flag.load(ordering: .relaxed) }

  /// Throws `CancellationError` when somebody asked.
  public func check() throws { if isCancelled { throw CancellationError() } }
}
