/// Where a sealed record lies: its segment, and its number in the segment counted from zero.
public struct RecordAddress: Sendable, Hashable, Comparable, CustomStringConvertible {
  public var segment: SegmentID
  public var number: Int

  /// Creates an address.
  public init(segment: SegmentID, number: Int) {
    self.segment = segment
    self.number = number
  }

  /// Reads `s-abc…/17`.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let segment = SegmentID(String(parts[0])), let number = Int(parts[1]), number >= 0 else {
      return nil
    }
    self.init(segment: segment, number: number)
  }

  public var description: String { "\(segment)/\(number)" }
  public static func < (left: RecordAddress, right: RecordAddress) -> Bool {
    (left.segment, left.number) < (right.segment, right.number)
  }
}
