/// Something that must hold of every input does not hold of one.
public struct FuzzFailure: Error, CustomStringConvertible {
  /// What does not hold.
  public let what: String
  /// The target that says so.
  public var target: String

  /// Creates a failure.
  public init(_ what: String, target: String = "") {
    self.what = what
    self.target = target
  }

  public var description: String { "\(target): \(what)" }
}

/// Throws unless a condition holds.
func require(_ condition: Bool, _ what: @autoclosure () -> String) throws {
  guard condition else { throw FuzzFailure(what()) }
}
