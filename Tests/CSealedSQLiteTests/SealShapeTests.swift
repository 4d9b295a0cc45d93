import CSealedSQLite
import GRDB
import GRDBSQLite
import TestSupport
import Testing

/// Calls the VFS as no SQLite does: every read and write outside the listed shapes must be refused.
@Suite struct SealShapeTests {
  typealias File = UnsafeMutablePointer<sqlite3_file>

  static func file(_ connection: RawConnection, _ operation: Int32) throws -> File {
    var file: File?
    guard sqlite3_file_control(connection.handle, "main", operation, &file) == SQLITE_OK, let file else {
      throw SQLiteFailure(code: -1, message: "no file")
    }
    return file
  }

  static func read(_ file: File, _ count: Int, _ offset: Int64) -> (code: Int32, bytes: [UInt8]) {
    var buffer = [UInt8](repeating: 0x5a, count: max(count, 1))
    let code = file.pointee.pMethods.pointee.xRead(file, &buffer, Int32(count), offset)
    return (code, Array(buffer.prefix(count)))
  }

  static func write(_ file: File, _ bytes: [UInt8], _ offset: Int64) -> Int32 {
    file.pointee.pMethods.pointee.xWrite(file, bytes, Int32(bytes.count), offset)
  }

  /// A count and an offset near the boundaries where a sloppy check would err.
  static func shape(_ random: inout SeededGenerator, unit: Int64, header: Int64) -> (count: Int, offset: Int64) {
    let counts = [
      0, 1, 4, 8, 16, 23, 24, 25, 31, 32, 33, 100, 101, 512, 4096, 8191, 8192, 8193, 8215, 8216, 8217, 16_384,
    ]
    let count =
      Bool.random(using: &random) ? counts.randomElement(using: &random)! : Int.random(in: 0...20_000, using: &random)
    let nudges: [Int64] = [0, 0, 0, -1, 1, 8, 16, 24, 25, 32, 4096]
    let offset = header + unit * Int64.random(in: -1...12, using: &random) + nudges.randomElement(using: &random)!
    return (
      count, Int.random(in: 0..<20, using: &random) == 0 ? Int64.random(in: .min ... .max, using: &random) : offset
    )
  }

  static func databaseAllows(_ count: Int, _ offset: Int64, writing: Bool) -> Bool {
    if count == 8192 && offset >= 0 && offset % 8192 == 0 { return true }
    return !writing && ((count == 100 && offset == 0) || (count == 16 && offset == 24))
  }

  static func logAllows(_ count: Int, _ offset: Int64, writing: Bool) -> Bool {
    if offset < 32 {
      return writing ? offset == 0 && count == 32 : offset >= 0 && count > 0 && offset + Int64(count) <= 32
    }
    let within = (offset - 32) % 8216
    if writing { return (within == 0 && count == 24) || (within == 24 && count == 8192) }
    return (within == 24 && count == 8192) || (within == 0 && count == 8216)
      || (count > 0 && within + Int64(count) <= 24)
  }

  @Test(arguments: [false, true]) func otherShapesAreRefused(log: Bool) throws {
    let store = try SealedStore()
    try store.fill(rows: 30)
    let connection = try store.open()
    try connection.run("UPDATE t SET body = body || 'x'")
    let file = try Self.file(connection, log ? SQLITE_FCNTL_JOURNAL_POINTER : SQLITE_FCNTL_FILE_POINTER)
    let path = log ? store.path + "-wal" : store.path
    let before = try store.bytes(path)
    let canary = Array("canarycontent".utf8)
    var random = SeededGenerator.reported()
    var tried = 0
    for _ in 0..<4_000 {
      let (count, offset) = Self.shape(&random, unit: log ? 8216 : 8192, header: log ? 32 : 0)
      let allows = log ? Self.logAllows : Self.databaseAllows
      if !allows(count, offset, false) {
        let (code, bytes) = Self.read(file, count, offset)
        #expect(code == ResultCode.SQLITE_IOERR_READ.rawValue, "read of \(count) at \(offset)")
        #expect(bytes.allSatisfy { $0 == 0 })
      }
      if !allows(count, offset, true) {
        let bytes = (0..<count).map { canary[$0 % canary.count] }
        #expect(
          Self.write(file, bytes, offset) == ResultCode.SQLITE_IOERR_WRITE.rawValue, "write of \(count) at \(offset)")
        tried += 1
      }
    }
    #expect(tried > 2_000)
    #expect(try store.bytes(path) == before)
    #expect(try connection.run("SELECT count(*) FROM t; PRAGMA integrity_check") == ["30", "ok"])
  }

  @Test func pagesThatMayNotBeSealedAreRefused() throws {
    let store = try SealedStore()
    try store.fill(rows: 30)
    let connection = try store.open()
    let file = try Self.file(connection, SQLITE_FCNTL_FILE_POINTER)
    let before = try store.bytes()
    var page = [UInt8](repeating: 0, count: 8192)
    for index in 8152..<8192 {
      page[index] = 1
      #expect(Self.write(file, page, 8192) == ResultCode.SQLITE_IOERR_WRITE.rawValue)
      page[index] = 0
    }
    // Page 1 without 40 reserved bytes, or with another page size.
    #expect(Self.write(file, page, 0) == ResultCode.SQLITE_IOERR_WRITE.rawValue)
    page[20] = 40
    page[16] = 0x10
    #expect(Self.write(file, page, 0) == ResultCode.SQLITE_IOERR_WRITE.rawValue)
    // The page with SQLite's lock bytes.
    #expect(Self.write(file, [UInt8](repeating: 0, count: 8192), 0x4000_0000) == ResultCode.SQLITE_IOERR_WRITE.rawValue)
    #expect(file.pointee.pMethods.pointee.xTruncate(file, 8193) == ResultCode.SQLITE_IOERR_TRUNCATE.rawValue)
    #expect(try store.bytes() == before)
  }

  @Test func whatAllowedWritesLeaveIsSealed() throws {
    let store = try SealedStore()
    try store.fill(rows: 30)
    let connection = try store.open()
    let file = try Self.file(connection, SQLITE_FCNTL_FILE_POINTER)
    let canary = Array("canarycontent".utf8)
    let page = (0..<8152).map { canary[$0 % canary.count] } + [UInt8](repeating: 0, count: 40)
    let offset = Int64(try store.bytes().count)
    #expect(Self.write(file, page, offset) == SQLITE_OK)
    #expect(try store.files(containing: ["canary"]) == [])
    let (code, read) = Self.read(file, 8192, offset)
    #expect(code == SQLITE_OK)
    #expect(read == page)
    // The same page again gives other bytes: each has a nonce of its own.
    let first = try store.bytes()
    #expect(Self.write(file, page, offset) == SQLITE_OK)
    #expect(try store.bytes().suffix(8192) != first.suffix(8192))
    #expect(file.pointee.pMethods.pointee.iVersion == 2)
    let characteristics = file.pointee.pMethods.pointee.xDeviceCharacteristics(file)
    #expect(characteristics & ~(SQLITE_IOCAP_POWERSAFE_OVERWRITE | SQLITE_IOCAP_UNDELETABLE_WHEN_OPEN) == 0)
  }

  /// SQLite writes a page right after its frame's header; a page for another frame takes that frame's number.
  @Test func aPageIsSealedForTheFrameItLiesIn() throws {
    let store = try SealedStore()
    let connection = try store.open()
    try connection.run("CREATE TABLE t(x); INSERT INTO t VALUES(1)")
    let log = try Self.file(connection, SQLITE_FCNTL_JOURNAL_POINTER)
    let frames: [Int64] = [32, 32 + 8216]
    let headers = frames.map { Self.read(log, 24, $0).bytes }
    #expect(headers[0].prefix(4) != headers[1].prefix(4))
    let page = Self.read(log, 8192, frames[1] + 24).bytes
    #expect(Self.write(log, headers[0], frames[0]) == SQLITE_OK)
    #expect(Self.write(log, page, frames[1] + 24) == SQLITE_OK)
    let (code, read) = Self.read(log, 8192, frames[1] + 24)
    #expect(code == SQLITE_OK)
    #expect(read == page)
    // Past the end there is no header to seal a page for.
    let end = Int64(try store.bytes(store.path + "-wal").count)
    #expect(Self.write(log, page, end + 24) == ResultCode.SQLITE_IOERR_WRITE.rawValue)
  }
}
