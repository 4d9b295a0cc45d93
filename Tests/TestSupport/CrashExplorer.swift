import Foundation
import Storage

/// Goes through the disks that a crash could leave: every prefix of what was done to files, with every kind of loss.
///
/// By default a sample of them, always the same; `CRASH_ROUNDS` times as many, or all of them where the environment has
/// `CRASH_EXHAUSTIVE`.
public struct CrashExplorer {
  /// One disk: what had been done, and what of it was lost.
  public struct Place: CustomStringConvertible, Sendable {
    /// How many changes had been made.
    public let changes: Int
    public let loss: CrashedDisk.Loss
    public let description: String
  }

  /// Where every state is tried.
  public static let isExhaustive = ProcessInfo.processInfo.environment["CRASH_EXHAUSTIVE"] != nil

  /// How many times the usual sample is tried.
  static let rounds = ProcessInfo.processInfo.environment["CRASH_ROUNDS"].flatMap { Int($0) } ?? 1

  private let base: String
  private let changes: [FaultyFiles.Change]
  private let start: Int

  /// Explores changes below the folder `base`, from the `start`th on: what was before stands.
  public init(base: String, changes: [FaultyFiles.Change], from start: Int) {
    self.base = base
    self.changes = changes
    self.start = start
  }

  /// Puts each disk in place and has it checked; returns how many differ, in bytes or in what had been acknowledged.
  ///
  /// - Parameters:
  ///   - sample: About how many to try unless all are.
  ///   - acknowledged: How much had been acknowledged after so many changes.
  @discardableResult
  public func run(
    _ operation: String, sample: Int, acknowledged: (Int) -> Int = { _ in 0 }, check: (Place) throws -> Void
  ) throws -> Int {
    let all = (changes.count - start + 1) * CrashedDisk.Loss.allCases.count
    // A step that has no divisor in common with the number of losses, so that all kinds come at all places.
    var step = CrashExplorer.isExhaustive ? 1 : max(1, all / max(1, sample * CrashExplorer.rounds))
    if step > 1, step % 2 == 0 { step += 1 }
    var disk = CrashedDisk(changes[..<start])
    var seen: Set<Int> = []
    var (number, tried, same) = (0, 0, 0)
    for count in start...changes.count {
      if count > start { disk.apply(changes[count - 1]) }
      for loss in CrashedDisk.Loss.allCases {
        number += 1
        if number % step != 0 { continue }
        let state = disk.state(losing: loss)
        var hasher = Hasher()
        hasher.combine(state)
        hasher.combine(acknowledged(count))
        guard seen.insert(hasher.finalize()).inserted else {
          same += 1
          continue
        }
        try state.write(under: base)
        tried += 1
        try check(
          Place(
            changes: count, loss: loss,
            description: "\(operation): after \(count - start) of \(changes.count - start) changes, losing \(loss), "
              + "before \(count < changes.count ? name(changes[count]) : "the end")"))
      }
    }
    print("\(operation): \(changes.count - start) changes, \(all) states, \(tried) tried, \(same) like others")
    return tried
  }

  private func name(_ change: FaultyFiles.Change) -> String {
    switch change {
    case .append(let path, let bytes): "append(\(path), \(bytes.count) bytes)"
    case .write(let path, let offset, let bytes): "write(\(path), \(bytes.count) bytes at \(offset))"
    default: "\(change)"
    }
  }
}
