import Records

/// A record that is appended to the gateway's writer and perhaps not logged yet.
public struct TailEntry: Sendable, Hashable {
  /// Where the record will be in the ledger, if the gateway lives to log it.
  public var address: RecordAddress
  public var period: Period
  /// The record's canonical bytes.
  public var bytes: [UInt8]

  /// Creates an entry.
  public init(address: RecordAddress, period: Period, bytes: [UInt8]) {
    self.address = address
    self.period = period
    self.bytes = bytes
  }

  /// The plain text of an entry in the file.
  static func encode(_ address: RecordAddress, _ period: Period, _ record: [UInt8]) throws -> [UInt8] {
    let segment = address.segment.text.utf8
    let name = period.retentionClass.rawValue.utf8
    guard segment.count < 256, name.count < 256, address.number >= 0 else {
      throw VaultError(.usage, "the address \(address) or the class \(period.retentionClass) is too long for the tail")
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(record.count + segment.count + name.count + 24)
    bytes.append(UInt8(segment.count))
    bytes.append(contentsOf: segment)
    bytes.append(u64: UInt64(address.number))
    bytes.append(UInt8(name.count))
    bytes.append(contentsOf: name)
    bytes.append(contentsOf: "\(period.month)".utf8)
    bytes.append(contentsOf: record)
    return bytes
  }

  /// Reads a plain text; nil when it is none.
  init?(decoding plain: [UInt8]) {
    var reader = ByteReader(plain)
    func text(_ bytes: [UInt8]?) -> String? { bytes.flatMap { String(validating: $0, as: UTF8.self) } }
    guard let segment = text(reader.u8().flatMap { reader.take(Int($0)) }).flatMap({ SegmentID($0) }),
      let number = reader.u64().flatMap({ Int(exactly: $0) }),
      let name = text(reader.u8().flatMap { reader.take(Int($0)) }).flatMap({ RetentionClass(rawValue: $0) }),
      let month = text(reader.take(7)).flatMap({ YearMonth($0) })
    else { return nil }
    address = RecordAddress(segment: segment, number: number)
    period = Period(name, month)
    bytes = Array(plain[reader.position...])
  }
}
