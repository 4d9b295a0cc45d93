import Foundation
import Storage

#if canImport(Glibc)
  import Glibc
#endif

/// Lets every n-th call of an operation fail: a full disk, an error of the device, a failed sync.
///
/// By default every few calls; all of them where the environment has `CRASH_EXHAUSTIVE`.
public struct FaultSweep {
  /// How the disk fails.
  public enum Kind: String, CaseIterable, Sendable {
    /// From some call on there is no room.
    case full
    /// One call finds no room; the next ones do.
    case briefly
    /// One call fails.
    case device
    /// One sync fails.
    case sync

    func fault(_ call: Int) -> FaultyFiles.Fault {
      switch self {
      case .full: .init(call: call, errorNumber: ENOSPC, persistent: true)
      case .briefly: .init(call: call, errorNumber: ENOSPC)
      case .device: .init(call: call, errorNumber: EIO)
      case .sync: .init(call: call, errorNumber: EIO, onlySyncs: true)
      }
    }
  }

  /// Runs an attempt with each call failing once, until it has no more calls; returns how many faults were met.
  ///
  /// - Parameters:
  ///   - sample: About how many calls of each kind to let fail unless all are.
  ///   - attempt: Begins afresh, sets the fault, and runs; returns whether the fault was reached.
  @discardableResult
  public static func run(
    _ operation: String, calls: Int, sample: Int,
    attempt: (_ fault: FaultyFiles.Fault, _ place: String) throws -> Bool
  ) rethrows -> Int {
    var injected = 0
    for kind in Kind.allCases {
      let count = max(1, sample * CrashExplorer.rounds)
      let step = CrashExplorer.isExhaustive ? 1 : max(1, calls / (kind == .sync ? 4 : 1) / count)
      var call = CrashExplorer.isExhaustive ? 1 : 1 + injected % step
      while true {
        guard try attempt(kind.fault(call), "\(operation): call \(call) failing (\(kind.rawValue))") else { break }
        injected += 1
        call += step
      }
    }
    print("\(operation): \(injected) faults")
    return injected
  }
}
