/// What a segment keeps: a captured delivery, an event read from one, or an officer act.
///
/// A record is sealed as canonical JSON (RFC 8785) with the member `kind`; docs/format.md, “Records”.
public enum Record: Sendable, Hashable {
  case delivery(Delivery)
  case event(EventRecord)
  case act(OfficerAct)

  /// The version of the record encoding.
  public static let version: Int64 = 1

  /// The canonical bytes: what is committed to, sealed and proved.
  public func encode() -> [UInt8] {
    var json = CanonicalJSON(capacity: 1024)
    switch self {
    case .delivery(let delivery): delivery.encode(into: &json)
    case .event(let record): record.encode(into: &json)
    case .act(let act): act.encode(into: &json)
    }
    return json.bytes
  }

  /// Reads a record from its canonical bytes.
  public static func decode(_ bytes: [UInt8]) throws(RecordError) -> Record {
    let value: JSONValue
    do throws(JSONError) { value = try JSONReader.parse(bytes) } catch {
      throw RecordError(.malformed, "the record is not JSON: \(error)")
    }
    return try decode(value)
  }

  /// Reads a record from its JSON value.
  public static func decode(_ value: JSONValue) throws(RecordError) -> Record {
    let fields = try RecordFields(value, in: "record")
    let version = try fields.integer("v")
    guard version == Record.version else {
      throw RecordError(.unsupportedVersion, "the record has version \(version); this program reads \(Record.version)")
    }
    switch try fields.string("kind") {
    case "delivery": return .delivery(try Delivery(fields))
    case "event": return .event(try EventRecord(fields))
    case "act": return .act(try OfficerAct(fields))
    case let other: throw RecordError(.unknownKind, "no record kind ‘\(other)’ is known")
    }
  }
}
