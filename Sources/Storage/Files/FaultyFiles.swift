import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// Files that record what is done to them, and fail when told to: the other side of the seam, for tests.
public final class FaultyFiles: FileOperations {
  /// One change to the disk.
  public enum Change: Sendable, Hashable {
    case create(String)
    case append(String, [UInt8])
    /// Bytes at an offset, over what is there or beyond the end.
    case write(String, Int64, [UInt8])
    case truncate(String, Int64)
    case sync(String)
    case link(String, String)
    case rename(String, String)
    case unlink(String)
    case makeDirectory(String)
    case removeDirectory(String)
    case syncDirectory(String)
  }

  /// Which calls fail, and how.
  public struct Fault: Sendable {
    /// The number, from 1, of the changing call that fails.
    public var call: Int
    /// The system's error number: ENOSPC, EIO.
    public var errorNumber: Int32
    /// Whether every later call fails too, as on a full disk.
    public var persistent: Bool
    /// Fail only calls to `sync` and `syncDirectory`, and count only these.
    public var onlySyncs: Bool

    /// Creates a fault.
    public init(call: Int, errorNumber: Int32, persistent: Bool = false, onlySyncs: Bool = false) {
      self.call = call
      self.errorNumber = errorNumber
      self.persistent = persistent
      self.onlySyncs = onlySyncs
    }
  }

  private struct State {
    var changes: [Change] = []
    var fault: Fault?
    var calls = 0
    var recording: Bool
  }

  private let base: any FileOperations
  private let state: Mutex<State>

  /// Creates files that work; `recording` keeps the changes with their bytes.
  public init(over base: any FileOperations = SystemFiles(), fault: Fault? = nil, recording: Bool = false) {
    self.base = base
    state = Mutex(State(fault: fault, recording: recording))
  }

  /// What was changed so far, in order.
  public var changes: [Change] { state.withLock { $0.changes } }

  /// How many changing calls were made since the fault was set.
  public var calls: Int { state.withLock { $0.calls } }

  /// Sets or removes the fault and starts counting again.
  public func setFault(_ fault: Fault?) {
    state.withLock {
      $0.fault = fault
      $0.calls = 0
    }
  }

  /// Notes a change that somebody else is about to make, as a database does to its files; throws when it is to fail.
  public func note(_ change: Change, path: String, isSync: Bool = false) throws {
    let failure: Int32? = state.withLock { state in
      if let fault = state.fault, !fault.onlySyncs || isSync {
        state.calls += 1
        if state.calls == fault.call || (fault.persistent && state.calls > fault.call) { return fault.errorNumber }
      } else if state.fault == nil {
        state.calls += 1
      }
      if state.recording { state.changes.append(change) }
      return nil
    }
    if let failure { throw StorageError("cannot change", path: path, errorNumber: failure) }
  }

  public func create(_ path: String) throws -> OpenFile {
    try note(.create(path), path: path)
    return try base.create(path)
  }

  public func openForReading(_ path: String) throws -> OpenFile { try base.openForReading(path) }

  public func openForAppending(_ path: String) throws -> OpenFile {
    if try base.status(path) == nil { try note(.create(path), path: path) }
    return try base.openForAppending(path)
  }

  public func write(_ file: OpenFile, _ bytes: UnsafeRawBufferPointer) throws {
    do { try note(.append(file.path, Array(bytes)), path: file.path) } catch {
      // As a disk does that becomes full: what fits is there.
      try? base.write(file, UnsafeRawBufferPointer(rebasing: bytes.prefix(bytes.count / 2)))
      throw error
    }
    try base.write(file, bytes)
  }

  public func read(_ file: OpenFile, at offset: Int64, count: Int) throws -> [UInt8] {
    try base.read(file, at: offset, count: count)
  }

  public func size(_ file: OpenFile) throws -> Int64 { try base.size(file) }

  public func truncate(_ file: OpenFile, to size: Int64) throws {
    try note(.truncate(file.path, size), path: file.path)
    try base.truncate(file, to: size)
  }

  public func sync(_ file: OpenFile) throws {
    try note(.sync(file.path), path: file.path, isSync: true)
    try base.sync(file)
  }

  public func syncData(_ file: OpenFile) throws {
    try note(.sync(file.path), path: file.path, isSync: true)
    try base.syncData(file)
  }

  public func lock(_ file: OpenFile) throws -> Bool { try base.lock(file) }
  public func close(_ file: OpenFile) { base.close(file) }

  public func link(_ from: String, _ to: String) throws -> Bool {
    if try base.status(to) != nil { return false }
    try note(.link(from, to), path: to)
    return try base.link(from, to)
  }

  public func rename(_ from: String, _ to: String) throws {
    try note(.rename(from, to), path: to)
    try base.rename(from, to)
  }

  public func unlink(_ path: String) throws {
    guard try base.status(path) != nil else { return }
    try note(.unlink(path), path: path)
    try base.unlink(path)
  }

  public func makeDirectory(_ path: String) throws -> Bool {
    if try base.status(path)?.kind == .directory { return false }
    try note(.makeDirectory(path), path: path)
    return try base.makeDirectory(path)
  }

  public func removeDirectory(_ path: String) throws {
    guard try base.status(path)?.kind == .directory, try base.names(in: path).isEmpty else { return }
    try note(.removeDirectory(path), path: path)
    try base.removeDirectory(path)
  }

  public func syncDirectory(_ path: String) throws {
    try note(.syncDirectory(path), path: path, isSync: true)
    try base.syncDirectory(path)
  }

  public func status(_ path: String) throws -> FileStatus? { try base.status(path) }
  public func names(in directory: String) throws -> [String] { try base.names(in: directory) }
}
