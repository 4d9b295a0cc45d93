import Ledger
import Records
import Sealing

/// Seals the blocks of one segment as they come; used by one thread at a time.
final class SegmentSealer {
  let header: SealedHeader
  let headDigest: Digest
  private let key: SegmentKey
  private let blocks: AES256GCMContext
  private let compressor: Zstandard.Compressor
  private var tree = CompactTree()
  private var footer = SegmentFooter()
  private(set) var bytes: [UInt8]

  init(header: SealedHeader, key: SegmentKey, compressor: Zstandard.Compressor) throws {
    self.header = header
    self.key = key
    self.compressor = compressor
    bytes = header.head
    headDigest = SHA256.hash(bytes)
    blocks = try AES256GCMContext(key: key.blockKey)
  }

  var recordCount: Int { footer.lengths.count }
  var earliest: Instant { footer.earliest }

  static func blockData(_ head: Digest, _ number: UInt64) -> [UInt8] {
    var data = AssociatedData(.segmentBlock)
    data.append(head.bytes)
    data.append(number)
    return data.bytes
  }

  static func footerData(_ head: Digest) -> [UInt8] {
    var data = AssociatedData(.segmentFooter)
    data.append(head.bytes)
    return data.bytes
  }

  /// Seals a block of records that lie one after the other in `plain`.
  func add(_ block: OpenBlock) throws {
    let number = UInt64(footer.blocks.count)
    try block.bytes.withUnsafeBytes { plain in
      var offset = 0
      var nextLarge = 0
      for length in block.lengths {
        let record = UInt64(footer.lengths.count)
        if nextLarge < block.large.count, block.large[nextLarge].number == Int(record) {
          tree.append(leafHash: RFC6962.leafHash(block.large[nextLarge].commitment))
          footer.large.append(block.large[nextLarge].entry)
          nextLarge += 1
        } else {
          let bytes = UnsafeRawBufferPointer(rebasing: plain[offset..<offset + Int(length)])
          tree.append(leafHash: RFC6962.leafHash(key.recordCommitment(record, bytes)))
        }
        offset += Int(length)
        footer.lengths.append(length)
      }
      let sealed = try blocks.seal(
        try PaddedFrame.pack(plain, with: compressor), nonce: AES256GCM.counterNonce(number),
        aad: SegmentSealer.blockData(headDigest, number))
      footer.blocks.append(SegmentFooter.Block(sealedLength: sealed.count, records: block.lengths.count))
      bytes += sealed
    }
    footer.earliest = min(footer.earliest, block.earliest)
    footer.latest = max(footer.latest, block.latest)
  }

  func commitment(of number: Int, _ canonical: [UInt8]) -> Digest {
    key.recordCommitment(UInt64(number), canonical)
  }

  /// Seals the footer and signs: the whole object and what the ledger will say about it.
  func finish(signedBy signer: SigningKey, sealedAt: Instant) throws -> (bytes: [UInt8], entry: SegmentDescription) {
    footer.recordRoot = tree.root()
    let table = footer.encoded
    let sealed = try table.withUnsafeBytes { plain in
      try AES256GCM.seal(
        try PaddedFrame.pack(plain, with: compressor), key: key.footerKey, nonce: AES256GCM.counterNonce(0),
        aad: SegmentSealer.footerData(headDigest))
    }
    bytes += sealed
    bytes += SegmentTrailer.unsigned(
      footerLength: sealed.count, recordCount: footer.lengths.count, recordRoot: footer.recordRoot)
    bytes += try signer.sign(SegmentTrailer.signedMessage(.segmentSignature, SHA256.hash(bytes)))
    bytes += SealedFile.endMark
    let day = CivilTime(footer.earliest).date
    let entry = SegmentDescription(
      id: header.id, path: VaultPath.segment(writer: header.writer, sequence: header.sequence, day: day),
      period: header.period, key: header.key, sequence: header.sequence, recordCount: footer.lengths.count,
      recordRoot: footer.recordRoot, size: Int64(bytes.count), head: headDigest, objectDigest: SHA256.hash(bytes),
      sealedAt: sealedAt)
    return (bytes, entry)
  }
}

/// Records on their way into a block.
struct OpenBlock: Sendable {
  struct Large: Sendable {
    var number: Int
    var commitment: Digest
    var entry: SegmentFooter.Large
  }

  var bytes: [UInt8] = []
  var lengths: [UInt32] = []
  var large: [Large] = []
  var earliest = Instant(milliseconds: .max)
  var latest = Instant(milliseconds: .min)
}
