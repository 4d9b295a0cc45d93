import Ledger
import Sealing
import Synchronization
import Testing
import TestSupport

/// Objects by path, as a store keeps them.
final class MemoryObjects: Sendable {
  private let objects = Mutex<[String: [UInt8]]>([:])

  struct Absent: Error {}

  func store(_ new: [LedgerObject]) { objects.withLock { for one in new { $0[one.path] = one.bytes } } }
  func read(_ path: String) throws -> [UInt8] {
    guard let bytes = objects.withLock({ $0[path] }) else { throw Absent() }
    return bytes
  }
  func change(_ path: String, _ body: (inout [UInt8]?) -> Void) { objects.withLock { body(&$0[path]) } }
  var paths: [String] { objects.withLock { $0.keys.sorted() } }
  var reader: @Sendable (String) throws -> [UInt8] { { try self.read($0) } }
}

@Suite struct TileTests {
  @Test func pathsAreThoseOfTheSpecification() {
    #expect(TilePath.tile(level: 0, index: 1_234_067) == "tile/0/x001/x234/067")
    #expect(TilePath.tile(level: 2, index: 0, width: 1) == "tile/2/000.p/1")
    #expect(TilePath.entries(index: 1000, width: 255) == "tile/entries/x001/000.p/255")
    for address in [
      TileAddress(kind: .hashes(level: 63), index: .max), TileAddress(kind: .entries, index: 999),
      TileAddress(kind: .entries, index: 1_000_000, width: 7),
      TileAddress(kind: .hashes(level: 1), index: 5, width: 255),
    ] { #expect(TilePath.parse(address.path) == address) }
  }

  @Test(arguments: [
    "", "tile", "tile/0", "tile/0/", "tile/0/00", "tile/0/0000", "tile/00/000", "tile/64/000", "tile/-1/000",
    "tile/0/x000/001", "tile/0/001/002", "tile/0/x001", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01",
    "tile/0/000.p", "tile/0/000.p/", "tile/entries/x001/x/000", "checkpoint", "tile/0/000/", "/tile/0/000",
    "tile/0/x999/x999/x999/x999/x999/x999/x999/999", "tile/0/x001.p/1", "tile/0/é00",
  ])
  func otherPathsAreRefused(path: String) { #expect(TilePath.parse(path) == nil) }

  @Test func aLogIsTheSameHoweverItGrew() throws {
    var random = SeededGenerator.reported()
    let entries = sampleEntries(70_000)
    let objects = MemoryObjects()
    var writer = TileLogWriter()
    var tree = MerkleTree()
    var sizes: [UInt64] = [0]
    var at = 0
    while at < entries.count {
      let step = [1, 2, 255, 256, 257, 700, 9000, 30_000].randomElement(using: &random) ?? 1
      let part = Array(entries[at..<min(entries.count, at + step)])
      objects.store(try writer.append(part))
      for entry in part { tree.append(entry: entry) }
      at += part.count
      sizes.append(UInt64(at))
      #expect(writer.size == UInt64(at))
      #expect(try writer.root() == tree.root())
      if Bool.random(using: &random) {
        writer = try TileLogWriter(size: UInt64(at), root: tree.root(), read: objects.reader)
      }
    }
    // The sizes that the specification gives for 70,000 entries.
    let paths = Set(objects.paths)
    for path in ["tile/0/272", "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"] {
      #expect(paths.contains(path), "\(path)")
    }
    #expect(!paths.contains("tile/0/273"))
    let log = TileLog(size: 70_000, read: objects.reader)
    #expect(try log.root() == tree.root())
    #expect(try log.verify(root: tree.root()) == [])
    for _ in 0..<40 {
      let size = UInt64.random(in: 1...70_000, using: &random)
      let index = UInt64.random(in: 0..<size, using: &random)
      #expect(try log.root(at: size) == tree.root(at: size))
      #expect(try log.inclusionProof(of: index, in: size) == tree.inclusionProof(of: index, in: size))
      let old = UInt64.random(in: 0...size, using: &random)
      #expect(try log.consistencyProof(from: old, to: size) == tree.consistencyProof(from: old, to: size))
      #expect(try log.entry(at: index) == entries[Int(index)])
      #expect(try log.leafHash(at: index) == RFC6962.leafHash(entries[Int(index)]))
      let upper = min(70_000, index + UInt64.random(in: 0...600, using: &random))
      #expect(try log.entries(index..<upper) == Array(entries[Int(index)..<Int(upper)]))
    }
    // A reader of each earlier size finds its incomplete tiles, or the full ones that followed.
    for size in sizes {
      let earlier = TileLog(size: size, read: objects.reader)
      #expect(try earlier.root() == tree.root(at: size))
    }
  }

  @Test func anIncompleteTileMayBeGoneOnceItIsFull() throws {
    let objects = MemoryObjects()
    var writer = TileLogWriter()
    objects.store(try writer.append(sampleEntries(100)))
    let root = try writer.root()
    objects.store(try writer.append(Array(sampleEntries(300).dropFirst(100))))
    objects.change("tile/0/000.p/100") { $0 = nil }
    objects.change("tile/entries/000.p/100") { $0 = nil }
    let log = TileLog(size: 100, read: objects.reader)
    #expect(try log.root() == root)
    #expect(try log.verify(root: root) == [])
    #expect(try log.entry(at: 99) == sampleEntries(100)[99])
  }

  @Test func everyDamageIsNamed() throws {
    let objects = MemoryObjects()
    var writer = TileLogWriter()
    objects.store(try writer.append(sampleEntries(600)))
    let root = try writer.root()
    let log = { TileLog(size: 600, read: objects.reader) }
    for path in objects.paths {
      let bytes = try objects.read(path)
      for i in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 40)) {
        objects.change(path) { $0?[i] ^= 1 }
        let faults = try log().verify(root: root)
        #expect(!faults.isEmpty, "\(path) byte \(i)")
        if case .entries = try #require(TilePath.parse(path)).kind {
        } else {
          #expect(faults.map(\.path) == [path])
        }
        objects.change(path) { $0 = bytes }
      }
      for damaged in [nil, [], bytes + [0], Array(bytes.dropLast())] {
        objects.change(path) { $0 = damaged }
        #expect(try log().verify(root: root).contains { $0.path == path }, "\(path)")
      }
      objects.change(path) { $0 = bytes }
    }
    #expect(try log().verify(root: root) == [])
    #expect(try log().verify(root: .zero).map(\.path) == ["checkpoint"])
  }

  @Test func aWriterRefusesDamagedEdgesAndTooLongEntries() throws {
    let objects = MemoryObjects()
    var writer = TileLogWriter()
    objects.store(try writer.append(sampleEntries(5)))
    #expect(throws: LedgerError.self) { try TileLogWriter(size: 5, root: .zero, read: objects.reader) }
    #expect(throws: LedgerError.self) { try TileLogWriter(size: 6, root: nil, read: objects.reader) }
    objects.change("tile/entries/000.p/5") { $0?[4] ^= 1 }
    #expect(throws: LedgerError.self) { try TileLogWriter(size: 5, root: nil, read: objects.reader) }

    let before = (writer.size, try writer.root())
    let error = #expect(throws: LedgerError.self) {
      try writer.append([[1], [UInt8](repeating: 0, count: 65_536)])
    }
    #expect(error?.code == .tooLarge)
    #expect(writer.size == before.0)
    #expect(try writer.root() == before.1)
    #expect(try writer.append([]) == [])
    let longest = [UInt8](repeating: 7, count: TileLogWriter.maximumEntryCount)
    objects.store(try writer.append([longest, []]))
    #expect(try TileLog(size: 7, read: objects.reader).entries(5..<7) == [longest, []])
  }

  @Test func anEmptyLogHasTheEmptyRoot() throws {
    let log = TileLog(size: 0) { _ in throw MemoryObjects.Absent() }
    #expect(try log.root() == RFC6962.empty)
    #expect(try log.verify(root: RFC6962.empty) == [])
    #expect(try log.entries(0..<0) == [])
    #expect(throws: LedgerError.self) { try log.entry(at: 0) }
    #expect(throws: LedgerError.self) { try log.entries(0..<1) }
    // A hostile size must not trap.
    let huge = TileLog(size: .max) { _ in throw MemoryObjects.Absent() }
    #expect(throws: LedgerError.self) { try huge.root() }
    #expect(throws: LedgerError.self) { try huge.inclusionProof(of: .max - 1) }
    #expect(throws: LedgerError.self) { try huge.entries((.max - 1)..<(.max)) }
    #expect(throws: LedgerError.self) { try TileLogWriter(size: .max, root: nil) { _ in [] } }
  }
}
