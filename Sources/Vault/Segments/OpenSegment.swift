import Ledger
import Records
import Sealing
import Storage
import Synchronization

/// A segment that has been opened with its key: reads records by number or all in order.
public final class OpenSegment: Sendable {
  /// What the ledger says about it.
  public let description: SegmentDescription
  private let store: any ObjectStore
  private let key: SegmentKey
  private let headLength: Int
  private let footer: SegmentFooter
  /// Where each block begins in the object, and the number of its first record; one more entry for the end.
  private let blockStarts: [(offset: Int64, record: Int)]
  private let lastBlock = Mutex<(number: Int, bytes: [UInt8], offsets: [Int])?>(nil)
  private let openLarge: @Sendable (SegmentFooter.Large) throws -> [UInt8]

  init(
    _ description: SegmentDescription, store: any ObjectStore, key: SegmentKey, headLength: Int,
    footerBytes: [UInt8], openLarge: @escaping @Sendable (SegmentFooter.Large) throws -> [UInt8]
  ) throws {
    self.description = description
    self.store = store
    self.key = key
    self.headLength = headLength
    self.openLarge = openLarge
    let what = description.path
    let packed: [UInt8]
    do {
      packed = try AES256GCM.open(
        footerBytes, key: key.footerKey, nonce: AES256GCM.counterNonce(0),
        aad: SegmentSealer.footerData(description.head))
    } catch {
      throw VaultError(
        .tampered, "the record table of \(what) does not open", remedy: "restore it from a backup", cause: error)
    }
    guard let table = PaddedFrame.unpack(packed) else {
      throw VaultError(.tampered, "the record table of \(what) is damaged", remedy: "restore it from a backup")
    }
    footer = try SegmentFooter(parsing: table, what: what)
    var starts: [(offset: Int64, record: Int)] = []
    var offset = Int64(headLength)
    var record = 0
    for block in footer.blocks {
      starts.append((offset, record))
      offset += Int64(block.sealedLength)
      record += block.records
    }
    starts.append((offset, record))
    blockStarts = starts
    guard offset + Int64(footerBytes.count) + Int64(SegmentTrailer.length) == description.size,
      record == description.recordCount, footer.recordRoot == description.recordRoot
    else {
      throw VaultError(
        .tampered, "the record table of \(what) does not fit the ledger", remedy: "restore it from a backup")
    }
  }

  /// How many records it holds.
  public var recordCount: Int { footer.lengths.count }
  /// The record dates of its first and last record in time.
  public var earliest: Instant { footer.earliest }
  public var latest: Instant { footer.latest }

  /// The objects of its large records.
  var largeRecords: [SegmentFooter.Large] { footer.large }

  /// The canonical bytes of one record; opens its block only.
  public func record(_ number: Int) throws -> [UInt8] {
    guard footer.lengths.indices.contains(number) else {
      throw VaultError(
        .noRecord, "\(description.path) has \(recordCount) records; there is no record \(number)")
    }
    if footer.lengths[number] == 0, let large = footer.large.first(where: { $0.number == number }) {
      return try openLarge(large)
    }
    let block = blockNumber(of: number)
    return try lastBlock.withLock { cached in
      if cached?.number != block { cached = nil }
      if cached == nil {
        let range = blockStarts[block].offset..<blockStarts[block + 1].offset
        let bytes = try open(block, try store.getRange(description.path, range)[...])
        cached = (block, bytes, try offsets(block, bytes.count))
      }
      guard let cached else { return [] }
      let index = number - blockStarts[block].record
      return Array(cached.bytes[cached.offsets[index]..<cached.offsets[index + 1]])
    }
  }

  /// Every record in order, with its number; the whole object is checked against the ledger first.
  ///
  /// The bytes are valid during the call only.
  public func forEachRecord(_ body: (Int, UnsafeRawBufferPointer) throws -> Void) throws {
    let object = try store.get(description.path)
    // The size too: what the ledger says of it and its digest may both come from a writer gone astray.
    guard Int64(object.count) == description.size, SHA256.hash(object) == description.objectDigest else {
      throw VaultError(
        .tampered, "\(description.path) is not the object that the ledger describes",
        remedy: "restore it from a backup")
    }
    var nextLarge = 0
    for block in footer.blocks.indices {
      let range = Int(blockStarts[block].offset)..<Int(blockStarts[block + 1].offset)
      let plain = try open(block, object[range])
      let offsets = try offsets(block, plain.count)
      try plain.withUnsafeBytes { buffer in
        for index in 0..<footer.blocks[block].records {
          let number = blockStarts[block].record + index
          if nextLarge < footer.large.count, footer.large[nextLarge].number == number {
            let bytes = try openLarge(footer.large[nextLarge])
            nextLarge += 1
            try bytes.withUnsafeBytes { try body(number, $0) }
          } else {
            try body(number, UnsafeRawBufferPointer(rebasing: buffer[offsets[index]..<offsets[index + 1]]))
          }
        }
      }
    }
  }

  /// The salt of a record's commitment.
  public func salt(_ number: Int) -> [UInt8] { key.salt(UInt64(number)) }

  /// The commitment of a record whose canonical bytes are given.
  func commitment(_ number: Int, _ canonical: UnsafeRawBufferPointer) -> Digest {
    key.recordCommitment(UInt64(number), canonical)
  }

  /// Opens every block and recomputes the record root; throws when anything differs from the ledger.
  public func check() throws {
    var tree = CompactTree()
    try forEachRecord { tree.append(leafHash: RFC6962.leafHash(commitment($0, $1))) }
    guard tree.root() == description.recordRoot else {
      throw VaultError(
        .tampered, "the records of \(description.path) do not have the root that the ledger gives",
        remedy: "restore it from a backup")
    }
  }

  private func blockNumber(of record: Int) -> Int {
    var low = 0
    var high = footer.blocks.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if blockStarts[middle].record <= record { low = middle } else { high = middle - 1 }
    }
    return low
  }

  private func open(_ block: Int, _ sealed: ArraySlice<UInt8>) throws -> [UInt8] {
    do {
      let packed = try AES256GCM.open(
        Array(sealed), key: key.blockKey, nonce: AES256GCM.counterNonce(UInt64(block)),
        aad: SegmentSealer.blockData(description.head, UInt64(block)))
      if let plain = PaddedFrame.unpack(packed) { return plain }
    } catch {
      throw VaultError(
        .tampered, "block \(block) of \(description.path) does not open", remedy: "restore it from a backup",
        cause: error)
    }
    throw VaultError(.tampered, "block \(block) of \(description.path) is damaged", remedy: "restore it from a backup")
  }

  /// Where each record of a block begins, and the end.
  private func offsets(_ block: Int, _ length: Int) throws -> [Int] {
    var offsets = [0]
    var offset = 0
    let first = blockStarts[block].record
    for number in first..<first + footer.blocks[block].records {
      offset += Int(footer.lengths[number])
      offsets.append(offset)
    }
    guard offset == length else {
      throw VaultError(
        .tampered, "block \(block) of \(description.path) does not fit its record table",
        remedy: "restore it from a backup")
    }
    return offsets
  }
}
