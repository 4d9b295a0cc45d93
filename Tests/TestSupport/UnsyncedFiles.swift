import Storage

/// Real files that no disk waits for: for tests that read what was written in the same process, many times over.
public struct UnsyncedFiles: FileOperations {
  private let base = SystemFiles()

  /// Creates it.
  public init() {}

  public func create(_ path: String) throws -> OpenFile { try base.create(path) }
  public func openForReading(_ path: String) throws -> OpenFile { try base.openForReading(path) }
  public func openForAppending(_ path: String) throws -> OpenFile { try base.openForAppending(path) }
  public func write(_ file: OpenFile, _ bytes: UnsafeRawBufferPointer) throws { try base.write(file, bytes) }
  public func read(_ file: OpenFile, at offset: Int64, count: Int) throws -> [UInt8] {
    try base.read(file, at: offset, count: count)
  }
  public func size(_ file: OpenFile) throws -> Int64 { try base.size(file) }
  public func truncate(_ file: OpenFile, to size: Int64) throws { try base.truncate(file, to: size) }
  public func sync(_ file: OpenFile) throws {}
  public func syncData(_ file: OpenFile) throws {}
  public func lock(_ file: OpenFile) throws -> Bool { try base.lock(file) }
  public func close(_ file: OpenFile) { base.close(file) }
  public func link(_ from: String, _ to: String) throws -> Bool { try base.link(from, to) }
  public func rename(_ from: String, _ to: String) throws { try base.rename(from, to) }
  public func unlink(_ path: String) throws { try base.unlink(path) }
  public func makeDirectory(_ path: String) throws -> Bool { try base.makeDirectory(path) }
  public func removeDirectory(_ path: String) throws { try base.removeDirectory(path) }
  public func syncDirectory(_ path: String) throws {}
  public func status(_ path: String) throws -> FileStatus? { try base.status(path) }
  public func names(in directory: String) throws -> [String] { try base.names(in: directory) }
}
