import Intake
import NIOCore

extension SpoolPosition {
  /// Reads a stream id.
  init?(redis text: String) {
    let parts = text.split(separator: "-", maxSplits: 1)
    guard parts.count == 2, let major = UInt64(parts[0]), let minor = UInt64(parts[1]) else { return nil }
    self.init(major: major, minor: minor)
  }
}

extension TimeAmount {
  init(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    self = .nanoseconds(overflow ? .max / 4 : min(whole, .max / 4) + attoseconds / 1_000_000_000)
  }
}
