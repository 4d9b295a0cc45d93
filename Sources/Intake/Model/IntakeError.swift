/// Why an import could not be done at all; what is wrong with single files stands in the report.
public struct IntakeError: Error, Sendable, CustomStringConvertible {
  /// An open set of reasons.
  public struct Code: Sendable, Hashable, RawRepresentable {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let notAFolder = Code(rawValue: "not-a-folder")
    public static let watchFailed = Code(rawValue: "watch-failed")
    public static let busy = Code(rawValue: "busy")
    public static let damaged = Code(rawValue: "damaged")
  }

  public var code: Code
  public var message: String
  public var path: String
  public var remedy: String

  /// Creates an error.
  public init(_ code: Code, _ message: String, path: String = "", remedy: String) {
    self.code = code
    self.message = message
    self.path = path
    self.remedy = remedy
  }

  public var description: String { (path.isEmpty ? "" : "\(path): ") + "\(message). \(remedy)" }
}
