/// A failed file operation, before anybody has said what it means.
public struct FileFailure: Error, Sendable, Hashable {
  /// What could not be done: `cannot write`.
  public var operation: String
  public var path: String
  /// The system's error number.
  public var errorNumber: Int32

  /// Creates a failure.
  public init(_ operation: String, _ path: String, _ errorNumber: Int32) {
    self.operation = operation
    self.path = path
    self.errorNumber = errorNumber
  }

  /// The same, as callers see it.
  public var storageError: StorageError { StorageError(operation, path: path, errorNumber: errorNumber) }
}
