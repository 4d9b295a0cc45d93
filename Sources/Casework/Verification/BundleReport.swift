/// What checking a bundle found.
public struct BundleReport: Sendable, Hashable {
  /// Files whose digests were compared.
  public var files: Int
  /// Records proved: record in segment, segment in log.
  public var records: Int
  /// Segments that the records are in.
  public var segments: Int
  public var messages: Int
  public var problems: [BundleProblem]

  /// Whether everything holds.
  public var isValid: Bool { problems.isEmpty }
}
