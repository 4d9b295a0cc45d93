import Records

/// What became of each record of an archive: every one is exactly one of message, event, duplicate or exception.
public struct BackfillTotals: Sendable, Hashable {
  /// What became of a record.
  public enum Outcome: Sendable, Hashable {
    /// It brought a message that was not archived before.
    case message
    /// It brought something about a message, a group or the account.
    case event
    /// All that it says is archived already, or came earlier in the same archive.
    case duplicate
    /// It could not be read as it should; it is kept, and counts here each time it is read.
    case exception
  }

  /// What stands in the source: records, and files that are none.
  public var records: Int64 = 0
  public var messages: Int64 = 0
  public var events: Int64 = 0
  public var duplicates: Int64 = 0
  public var exceptions: Int64 = 0
  /// Of the exceptions, those that brought a message all the same, such as one without its file.
  public var messagesWithExceptions: Int64 = 0
  public var gaps: Int64 = 0
  /// How often each kind of exception came; a record with several counts under the first.
  public var reasons: [String: Int64] = [:]
  /// The first exceptions, with file, place and reason.
  public var listed: [ImportReport.Exception] = []

  /// Exceptions that are listed; the others are counted, and stand in the vault.
  public static let listLimit = 300
  private static let longestText = 240

  /// Creates totals of nothing.
  public init() {}

  /// Whether every record is accounted for.
  public var isBalanced: Bool { records == messages + events + duplicates + exceptions }

  mutating func count(_ outcome: Outcome) {
    records += 1
    switch outcome {
    case .message: messages += 1
    case .event: events += 1
    case .duplicate: duplicates += 1
    case .exception: exceptions += 1
    }
  }

  mutating func note(_ code: String) { reasons[code, default: 0] += 1 }

  mutating func list(_ what: String, at place: String) {
    guard listed.count < BackfillTotals.listLimit else { return }
    listed.append(
      ImportReport.Exception(place: BackfillTotals.bounded(place), what: BackfillTotals.bounded(what)))
  }

  /// A text of bounded length without control characters, so that what is kept stays small whatever it says.
  private static func bounded(_ text: String) -> String {
    var bounded = ""
    for scalar in text.unicodeScalars {
      if bounded.utf8.count + 4 > longestText { return bounded + "…" }
      bounded.unicodeScalars.append(scalar.value < 0x20 || scalar.value == 0x7F ? "\u{FFFD}" : scalar)
    }
    return bounded
  }
}

extension BackfillTotals {
  /// The totals as JSON.
  public var json: JSONValue {
    func member(_ name: String, _ value: JSONValue) -> JSONObject.Member { .init(name: name, value: value) }
    func count(_ name: String, _ value: Int64) -> JSONObject.Member { member(name, .number(String(value))) }
    let reasons = self.reasons.sorted { $0.key < $1.key }.map { count($0.key, $0.value) }
    let listed = self.listed.map {
      JSONValue.object(JSONObject([member("what", .string($0.what)), member("where", .string($0.place))]))
    }
    return .object(
      JSONObject([
        count("duplicates", duplicates), count("events", events), count("exceptions", exceptions),
        count("gaps", gaps), member("listed", .array(listed)), count("messages", messages),
        count("messages_with_exceptions", messagesWithExceptions), member("reasons", .object(JSONObject(reasons))),
        count("records", records),
      ]))
  }

  /// Reads what `json` wrote; nil for anything else.
  init?(_ json: JSONValue?) {
    guard let json, let records = json["records"]?.integer, let messages = json["messages"]?.integer,
      let events = json["events"]?.integer, let duplicates = json["duplicates"]?.integer,
      let exceptions = json["exceptions"]?.integer, let gaps = json["gaps"]?.integer,
      let both = json["messages_with_exceptions"]?.integer
    else { return nil }
    self.init()
    self.records = records
    self.messages = messages
    self.events = events
    self.duplicates = duplicates
    self.exceptions = exceptions
    self.gaps = gaps
    messagesWithExceptions = both
    for member in json["reasons"]?.object?.members ?? [] { reasons[member.name] = member.value.integer ?? 0 }
    for entry in json["listed"]?.array ?? [] {
      listed.append(ImportReport.Exception(place: entry["where"]?.string ?? "", what: entry["what"]?.string ?? ""))
    }
  }
}
