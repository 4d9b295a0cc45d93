import Ledger
import Records
import Sealing

/// The proof of one record as a bundle carries it: record in segment, segment in a writer's log.
struct RecordProofFile: Sendable, Hashable {
  var record: RecordAddress
  /// Where the record's canonical bytes are: a path in the bag, and a range of it.
  var file: String
  var offset: Int64
  var length: Int
  var salt: [UInt8]
  var commitment: Digest
  /// How many records the segment has.
  var count: Int
  /// From the record's commitment to the segment's record root.
  var path: [Digest]
  /// The log's entry about the segment, its exact text.
  var leaf: String
  var origin: String
  var leafIndex: UInt64
  var logSize: UInt64
  /// From the entry to the root of the log.
  var logPath: [Digest]

  /// The file's bytes: canonical JSON and a line feed.
  var encoded: [UInt8] {
    func number(_ value: some BinaryInteger) -> JSONValue { .number(String(value)) }
    return CanonicalJSON.encode(
      NormalisedRecord.object([
        "format": number(1), "kind": .string("holdfast-record-proof"), "record": .string(record.description),
        "file": .string(file), "offset": number(offset), "length": number(length), "salt": .string(Hex.encode(salt)),
        "commitment": .string(commitment.hex), "index": number(record.number), "count": number(count),
        "path": .array(path.map { .string($0.hex) }), "leaf": .string(leaf), "origin": .string(origin),
        "leaf_index": number(leafIndex), "log_size": number(logSize),
        "log_path": .array(logPath.map { .string($0.hex) }),
      ])) + [0x0A]
  }

  /// Reads a proof; nil unless every member is there and well formed.
  init?(parsing bytes: [UInt8]) {
    guard let json = try? JSONReader.parse(bytes), json["format"]?.integer == 1,
      json["kind"]?.string == "holdfast-record-proof",
      let record = json["record"]?.string.flatMap({ RecordAddress($0) }), let file = json["file"]?.string,
      let offset = json["offset"]?.integer, offset >= 0,
      let length = json["length"]?.integer.flatMap({ Int(exactly: $0) }),
      length >= 0, let salt = json["salt"]?.string.flatMap({ Hex.decode($0) }),
      let commitment = json["commitment"]?.string.flatMap({ Digest(hex: $0) }),
      let index = json["index"]?.integer, index == Int64(record.number),
      let count = json["count"]?.integer.flatMap({ Int(exactly: $0) }), count > 0, let leaf = json["leaf"]?.string,
      let origin = json["origin"]?.string, let leafIndex = json["leaf_index"]?.integer.flatMap({ UInt64(exactly: $0) }),
      let logSize = json["log_size"]?.integer.flatMap({ UInt64(exactly: $0) }),
      let path = Self.digests(json["path"]), let logPath = Self.digests(json["log_path"])
    else { return nil }
    self.init(
      record: record, file: file, offset: offset, length: length, salt: salt, commitment: commitment, count: count,
      path: path, leaf: leaf, origin: origin, leafIndex: leafIndex, logSize: logSize, logPath: logPath)
  }

  init(
    record: RecordAddress, file: String, offset: Int64, length: Int, salt: [UInt8], commitment: Digest, count: Int,
    path: [Digest], leaf: String, origin: String, leafIndex: UInt64, logSize: UInt64, logPath: [Digest]
  ) {
    self.record = record
    self.file = file
    self.offset = offset
    self.length = length
    self.salt = salt
    self.commitment = commitment
    self.count = count
    self.path = path
    self.leaf = leaf
    self.origin = origin
    self.leafIndex = leafIndex
    self.logSize = logSize
    self.logPath = logPath
  }

  private static func digests(_ value: JSONValue?) -> [Digest]? {
    guard let elements = value?.array, elements.count <= 64 else { return nil }
    let digests = elements.compactMap { $0.string.flatMap { Digest(hex: $0) } }
    return digests.count == elements.count ? digests : nil
  }

  /// Checks both steps over the record's bytes; returns what is wrong, or nil.
  func fault(record bytes: [UInt8], logs: [String: LogHead]) -> String? {
    guard RecordCommitment.compute(salt: salt, canonical: bytes) == commitment else {
      return "the record \(record) in \(file) was changed"
    }
    var fields: [String: String] = [:]
    let lines = leaf.split(separator: "\n", omittingEmptySubsequences: true)
    for line in lines.dropFirst() {
      guard let space = line.firstIndex(of: " ") else { continue }
      fields[String(line[..<space])] = String(line[line.index(after: space)...])
    }
    guard lines.first == "holdfast segment v1", fields["segment"] == record.segment.text else {
      return "names another segment than it proves"
    }
    guard record.number < count, fields["records"] == String(count),
      let root = fields["record-root"].flatMap({ Digest(hex: $0) }),
      MerkleProof.verifyInclusion(
        leafHash: RFC6962.leafHash(commitment), index: UInt64(record.number), size: UInt64(count), root: root,
        proof: path)
    else { return "the record \(record) is not in its segment" }
    guard let log = logs[origin], log.size == logSize, leafIndex < logSize,
      MerkleProof.verifyInclusion(
        leafHash: RFC6962.leafHash(Array(leaf.utf8)), index: leafIndex, size: logSize, root: log.root, proof: logPath)
    else { return "the segment of \(record) is not in the signed log" }
    return nil
  }
}
