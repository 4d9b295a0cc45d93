import CSealedSQLite
import Foundation
import GRDBSQLite
import Storage
import Synchronization

/// Notes what SQLite does to its files below the seal, and lets it fail: the other half of the file seam.
///
/// The sealing VFS calls the system's; in between these functions are put. They note each change among those of the
/// vault's files, so that one list has the order of all, and then let the system do it, but wait for no disk. Files
/// outside the folders that are recorded are left alone.
enum RecordedDatabases {
  private struct Recorded {
    var folder: String
    var files: FaultyFiles
  }

  // Unchecked: the methods are a constant table of SQLite's.
  private struct Open: @unchecked Sendable {
    var path: String
    var files: FaultyFiles
    /// The system's methods of this file: a database and a log have different ones.
    var methods: UnsafePointer<sqlite3_io_methods>
    /// SQLite makes the name of a new log durable with the log's first sync.
    var isNewLog: Bool
  }

  private static let recorded = Mutex<[Recorded]>([])
  private static let open = Mutex<[UInt: Open]>([:])

  /// Records databases below a folder, a real path; `nil` ends it.
  static func record(below folder: String, with files: FaultyFiles?) {
    precondition(isInstalled)
    recorded.withLock { list in
      list.removeAll { $0.folder == folder }
      if let files { list.append(Recorded(folder: folder, files: files)) }
    }
  }

  fileprivate static func files(for path: String) -> FaultyFiles? {
    recorded.withLock { $0.first { path.hasPrefix($0.folder + "/") }?.files }
  }

  private static func add(_ file: UnsafeMutablePointer<sqlite3_file>, _ opened: Open) {
    open.withLock { $0[UInt(bitPattern: file)] = opened }
  }

  private static func remove(_ file: UnsafeMutablePointer<sqlite3_file>?) -> Open? {
    open.withLock { $0.removeValue(forKey: UInt(bitPattern: file)) }
  }

  private static func find(_ file: UnsafeMutablePointer<sqlite3_file>?) -> Open? {
    open.withLock { $0[UInt(bitPattern: file)] }
  }

  /// Notes a change; the error number with which it is to fail, or nil.
  fileprivate static func note(_ files: FaultyFiles, _ change: FaultyFiles.Change, _ path: String, sync: Bool = false)
    -> Bool
  {
    do {
      try files.note(change, path: path, isSync: sync)
      return true
    } catch { return false }
  }

  // MARK: - Between the seal and the system

  // Written once, before any file is opened through it.
  nonisolated(unsafe) private static var system: UnsafeMutablePointer<sqlite3_vfs>?

  private static let isInstalled: Bool = {
    guard hf_seal_register() == SQLITE_OK, let seal = sqlite3_vfs_find(HF_SEAL_VFS_NAME),
      let below = seal.pointee.pAppData?.assumingMemoryBound(to: sqlite3_vfs.self)
    else { return false }
    system = below
    let table = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
    table.initialize(to: below.pointee)
    table.pointee.xOpen = openFile
    table.pointee.xDelete = deleteFile
    seal.pointee.pAppData = UnsafeMutableRawPointer(table)
    return true
  }()

  private static let openFile:
    @convention(c) (
      UnsafeMutablePointer<sqlite3_vfs>?, sqlite3_filename?, UnsafeMutablePointer<sqlite3_file>?, Int32,
      UnsafeMutablePointer<Int32>?
    ) -> Int32 = { _, name, file, flags, outFlags in
      guard let system = RecordedDatabases.system, let name, let file else { return SQLITE_CANTOPEN }
      let path = String(cString: name)
      guard let files = RecordedDatabases.files(for: path) else {
        return system.pointee.xOpen(system, name, file, flags, outFlags)
      }
      let isNew = flags & SQLITE_OPEN_CREATE != 0 && !FileManager.default.fileExists(atPath: path)
      if isNew, !note(files, .create(path), path) {
        // As the system's does when it fails.
        file.pointee.pMethods = nil
        return SQLITE_CANTOPEN
      }
      let code = system.pointee.xOpen(system, name, file, flags, outFlags)
      guard code == SQLITE_OK, let real = file.pointee.pMethods else { return code }
      file.pointee.pMethods = RecordedDatabases.table(over: real)
      RecordedDatabases.add(
        file, Open(path: path, files: files, methods: real, isNewLog: isNew && flags & SQLITE_OPEN_WAL != 0))
      return SQLITE_OK
    }

  /// The tables of methods made so far, by the system's that each is a copy of; they live as long as the process.
  private static let tables = Mutex<[UInt: UInt]>([:])

  /// The system's methods with some of them exchanged.
  private static func table(over real: UnsafePointer<sqlite3_io_methods>) -> UnsafePointer<sqlite3_io_methods>? {
    let address = tables.withLock { tables -> UInt in
      if let known = tables[UInt(bitPattern: real)] { return known }
      var methods = real.pointee
      methods.xClose = closeFile
      methods.xWrite = writeFile
      methods.xTruncate = truncateFile
      methods.xSync = syncFile
      let table = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
      table.initialize(to: methods)
      tables[UInt(bitPattern: real)] = UInt(bitPattern: table)
      return UInt(bitPattern: table)
    }
    return UnsafePointer(bitPattern: address)
  }

  private static let deleteFile:
    @convention(c) (UnsafeMutablePointer<sqlite3_vfs>?, UnsafePointer<CChar>?, Int32) -> Int32 = { _, name, sync in
      guard let system = RecordedDatabases.system, let name else { return SQLITE_IOERR_DELETE_ }
      let path = String(cString: name)
      guard let files = RecordedDatabases.files(for: path), FileManager.default.fileExists(atPath: path) else {
        return system.pointee.xDelete(system, name, sync)
      }
      guard note(files, .unlink(path), path) else { return SQLITE_IOERR_DELETE_ }
      let code = system.pointee.xDelete(system, name, 0)
      let folder = DurableFile.parent(of: path)
      if code == SQLITE_OK, sync != 0, !note(files, .syncDirectory(folder), folder, sync: true) {
        return SQLITE_IOERR_FSYNC_
      }
      return code
    }

  // Every file with these methods is among those that are open.

  private static let closeFile: @convention(c) (UnsafeMutablePointer<sqlite3_file>?) -> Int32 = { file in
    RecordedDatabases.remove(file)?.methods.pointee.xClose(file) ?? SQLITE_MISUSE
  }

  private static let writeFile:
    @convention(c) (UnsafeMutablePointer<sqlite3_file>?, UnsafeRawPointer?, Int32, sqlite3_int64) -> Int32 = {
      file, bytes, count, offset in
      guard let open = RecordedDatabases.find(file) else { return SQLITE_MISUSE }
      let copy = Array(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
      do { try open.files.note(.write(open.path, offset, copy), path: open.path) } catch let error as StorageError {
        // As a disk does that becomes full: what fits is there.
        _ = open.methods.pointee.xWrite(file, bytes, count / 2, offset)
        return error.code == .diskFull ? SQLITE_FULL : SQLITE_IOERR_WRITE_
      } catch { return SQLITE_IOERR_WRITE_ }
      return open.methods.pointee.xWrite(file, bytes, count, offset)
    }

  private static let truncateFile: @convention(c) (UnsafeMutablePointer<sqlite3_file>?, sqlite3_int64) -> Int32 = {
    file, size in
    guard let open = RecordedDatabases.find(file) else { return SQLITE_MISUSE }
    guard note(open.files, .truncate(open.path, size), open.path) else { return SQLITE_IOERR_TRUNCATE_ }
    return open.methods.pointee.xTruncate(file, size)
  }

  private static let syncFile: @convention(c) (UnsafeMutablePointer<sqlite3_file>?, Int32) -> Int32 = { file, flags in
    guard let open = RecordedDatabases.find(file) else { return SQLITE_MISUSE }
    guard note(open.files, .sync(open.path), open.path, sync: true) else { return SQLITE_IOERR_FSYNC_ }
    if open.isNewLog {
      let folder = DurableFile.parent(of: open.path)
      guard note(open.files, .syncDirectory(folder), folder, sync: true) else { return SQLITE_IOERR_FSYNC_ }
      RecordedDatabases.open.withLock { $0[UInt(bitPattern: file)]?.isNewLog = false }
    }
    return SQLITE_OK
  }
}

// SQLite's extended codes are macros that Swift does not see.
private let SQLITE_IOERR_WRITE_: Int32 = SQLITE_IOERR | (3 << 8)
private let SQLITE_IOERR_FSYNC_: Int32 = SQLITE_IOERR | (4 << 8)
private let SQLITE_IOERR_TRUNCATE_: Int32 = SQLITE_IOERR | (6 << 8)
private let SQLITE_IOERR_DELETE_: Int32 = SQLITE_IOERR | (10 << 8)
