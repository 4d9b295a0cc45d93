/// The file operations that durability depends on, behind one seam that tests make fail and record.
///
/// Paths are absolute. Nothing follows a symbolic link in the last part of a path. Failures are ``StorageError``.
public protocol FileOperations: Sendable {
  /// Creates a file that must not exist, 0600, for writing and reading.
  func create(_ path: String) throws -> OpenFile
  /// Opens a file for reading.
  func openForReading(_ path: String) throws -> OpenFile
  /// Opens a file for writing at its end, created 0600 when absent.
  func openForAppending(_ path: String) throws -> OpenFile
  /// Writes all bytes where the file stands.
  func write(_ file: OpenFile, _ bytes: UnsafeRawBufferPointer) throws
  /// Reads up to a count of bytes at an offset; fewer at the end of the file.
  func read(_ file: OpenFile, at offset: Int64, count: Int) throws -> [UInt8]
  /// The size of an open file.
  func size(_ file: OpenFile) throws -> Int64
  /// Shortens a file.
  func truncate(_ file: OpenFile, to size: Int64) throws
  /// Makes what was written durable. After a failure the file must never be used again: what is on disk is unknown.
  func sync(_ file: OpenFile) throws
  /// The same for the bytes alone and what is needed to read them, not for times.
  func syncData(_ file: OpenFile) throws
  /// Takes an exclusive lock without waiting; false when another process or handle has it.
  func lock(_ file: OpenFile) throws -> Bool
  /// Closes a file, which releases its lock.
  func close(_ file: OpenFile)
  /// Gives a file a second name that must be free; false when it is taken.
  func link(_ from: String, _ to: String) throws -> Bool
  /// Renames, replacing what is there.
  func rename(_ from: String, _ to: String) throws
  /// Removes a file; nothing happens when there is none.
  func unlink(_ path: String) throws
  /// Makes a folder, 0700; false when it is there already.
  func makeDirectory(_ path: String) throws -> Bool
  /// Removes an empty folder; nothing happens when there is none, or when something is in it.
  func removeDirectory(_ path: String) throws
  /// Makes names in a folder durable.
  func syncDirectory(_ path: String) throws
  /// Begins to write back whatever waits in memory, so that the syncs that follow are short; promises nothing.
  func startWriting()
  /// What is at a path, links not followed; nil when nothing is.
  func status(_ path: String) throws -> FileStatus?
  /// The names in a folder, unsorted, `.` and `..` left out.
  func names(in directory: String) throws -> [String]
}

extension FileOperations {
  public func syncData(_ file: OpenFile) throws { try sync(file) }
  public func startWriting() {}
}

/// An open file.
public struct OpenFile: Sendable, Hashable {
  /// The descriptor.
  public var descriptor: Int32
  /// The path it was opened by.
  public var path: String

  /// Wraps a descriptor.
  public init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }
}

/// What is at a path.
public struct FileStatus: Sendable, Hashable {
  /// The kinds that matter here.
  public enum Kind: Sendable { case file, directory, symbolicLink, other }
  public var kind: Kind
  public var size: Int64
  /// When the content last changed, in seconds since 1970.
  public var modified: Int64
  /// The permission bits.
  public var permissions: UInt16

  /// Creates a status.
  public init(kind: Kind, size: Int64, modified: Int64, permissions: UInt16 = 0o600) {
    self.kind = kind
    self.size = size
    self.modified = modified
    self.permissions = permissions
  }
}
