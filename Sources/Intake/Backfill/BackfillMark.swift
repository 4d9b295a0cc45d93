import Capture
import Records

/// A place in an archive's folder, between two records, with all that is needed to go on from it.
struct BackfillMark: Sendable, Hashable, Comparable {
  /// Files that are done.
  var files: Int64 = 0
  /// Where the next file is left, when it was begun.
  var place: RecordFile.Place?
  /// SHA-256 of the file that was begun.
  var fileDigest = ""
  /// The walk's digest up to here, the file that was begun included.
  var walkDigest = ""
  var memory = RecordReader.Memory()
  /// Bytes of source before it.
  var bytes: Int64 = 0

  static func < (left: BackfillMark, right: BackfillMark) -> Bool {
    (left.files, left.place?.offset ?? 0) < (right.files, right.place?.offset ?? 0)
  }

  /// Whether both are at the same record.
  func isAt(_ other: BackfillMark) -> Bool { !(self < other) && !(other < self) }
}

extension BackfillMark {
  var json: JSONValue {
    .object(
      JSONObject([
        .init(name: "bytes", value: .number(String(bytes))),
        .init(name: "checksums", value: .number("\(memory.checksums)")),
        .init(name: "file", value: .string(fileDigest)), .init(name: "files", value: .number(String(files))),
        .init(name: "place", value: place.map(BackfillMark.json) ?? .null),
        .init(name: "sequence", value: .number(String(memory.sequence))),
        .init(name: "walk", value: .string(walkDigest)),
      ]))
  }

  private static func json(_ place: RecordFile.Place) -> JSONValue {
    .object(
      JSONObject([
        .init(name: "array", value: .bool(place.inArray)), .init(name: "coarse", value: .bool(place.isCoarse)),
        .init(name: "line", value: .number(String(place.line))),
        .init(name: "offset", value: .number(String(place.offset))),
      ]))
  }

  init?(_ json: JSONValue?) {
    guard let json, let bytes = json["bytes"]?.integer, let files = json["files"]?.integer, files >= 0,
      let sequence = json["sequence"]?.integer,
      let checksums = json["checksums"]?.integer.flatMap({ UInt8(exactly: $0) }),
      let file = json["file"]?.string, let walk = json["walk"]?.string
    else { return nil }
    self.init(
      files: files, fileDigest: file, walkDigest: walk,
      memory: RecordReader.Memory(sequence: sequence, checksums: checksums), bytes: bytes)
    guard let place = json["place"] else { return }
    guard let offset = place["offset"]?.integer, offset >= 0, let line = place["line"]?.integer else { return nil }
    self.place = RecordFile.Place(
      offset: offset, line: line, inArray: place["array"]?.bool == true, isCoarse: place["coarse"]?.bool == true)
  }
}
