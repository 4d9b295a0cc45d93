import Glibc
import Logging
import Records

/// Writes log lines as JSON to standard error.
///
/// Nobody logs bodies, numbers, names of people or secrets; what the libraries beneath say is cut to its first line.
public struct JSONLogHandler: LogHandler {
  public var logLevel: Logger.Level
  public var metadata: Logger.Metadata = [:]
  public var metadataProvider: Logger.MetadataProvider?
  private let label: String
  private let write: @Sendable ([UInt8]) -> Void

  /// Creates a handler; by default it writes to standard error.
  public init(
    label: String, level: Logger.Level = .info,
    write: @escaping @Sendable ([UInt8]) -> Void = JSONLogHandler.toStandardError
  ) {
    self.label = label
    logLevel = level
    self.write = write
  }

  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  public func log(event: LogEvent) {
    var members: [String: JSONValue] = [:]
    for (name, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { _, new in new }) {
      members[name] = .string(JSONLogHandler.line("\(value)"))
    }
    members["at"] = .string(SystemClock().now().rfc3339)
    members["level"] = .string(event.level.rawValue)
    members["message"] = .string(JSONLogHandler.line("\(event.message)"))
    members["part"] = .string(label)
    let object = JSONObject(members.sorted { $0.key < $1.key }.map { JSONObject.Member(name: $0.key, value: $0.value) })
    write(CanonicalJSON.encode(.object(object)) + [0x0A])
  }

  private static func line(_ text: String) -> String {
    String(text.prefix { !$0.isNewline }.prefix(500))
  }

  /// One write a line, so that lines of several threads do not mix.
  public static let toStandardError: @Sendable ([UInt8]) -> Void = { bytes in
    _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
