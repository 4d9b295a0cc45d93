import Records

/// The names of a vault's objects (docs/format.md §1).
public enum VaultPath {
  public static let configuration = "vault.toml"
  public static let slots = "keys/slots/"
  public static let retentionKeys = "keys/retention/"
  public static let segments = "segments/"
  public static let media = "media/"
  public static let ledger = "ledger/"

  static func slot(_ id: String) -> String { "\(slots)\(id).slot" }

  static func retentionKey(_ period: Period, writer: WriterID) -> String {
    "\(retentionKeys)\(period.retentionClass.rawValue)/\(period.month)/\(writer).key"
  }

  static func segment(writer: WriterID, sequence: UInt64, day: CivilDate, isLargeRecord: Bool = false) -> String {
    let text = day.description
    let digits = String(sequence)
    let number = String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    return "\(segments)year=\(text.prefix(4))/month=\(text.dropFirst(5).prefix(2))/day=\(text.suffix(2))/"
      + "\(writer)-\(number)." + (isLargeRecord ? "rec" : "seg")
  }

  static func medium(writer: WriterID, month: YearMonth, name: String) -> String {
    let text = month.description
    return "\(media)year=\(text.prefix(4))/month=\(text.suffix(2))/\(writer)-\(name).media"
  }

  static func log(_ writer: WriterID) -> String { "\(ledger)\(writer)/" }
  static func checkpoint(_ writer: WriterID) -> String { "\(ledger)\(writer)/checkpoint" }
  static func checkpoint(_ writer: WriterID, size: UInt64) -> String { "\(ledger)\(writer)/checkpoints/\(size)" }

  /// The writer and the sequence that the name of a segment or large record carries.
  static func parseSealed(_ path: String) -> (writer: WriterID, sequence: UInt64?)? {
    guard let file = path.split(separator: "/").last, let dot = file.lastIndex(of: ".") else { return nil }
    let stem = file[..<dot]
    guard let hyphen = stem.lastIndex(of: "-"), let writer = WriterID(String(stem[..<hyphen])) else { return nil }
    return (writer, UInt64(stem[stem.index(after: hyphen)...]))
  }
}
