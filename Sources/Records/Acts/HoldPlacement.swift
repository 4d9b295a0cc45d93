/// A legal hold as it was placed: a standing predicate that also catches what arrives later.
public struct HoldPlacement: Sendable, Hashable {
  public var hold: HoldID
  /// The matter's short name, such as `M-221`.
  public var matter: String
  public var reason: String
  /// The predicate in the query language, in canonical form: `conv:c-…`, `id:m-…`, or any immutable query.
  public var predicate: String
  /// The version of the grammar that the predicate was written in.
  public var grammar: Int64
  /// The version of the tokenizer that its words mean.
  public var tokenizer: Int64
  /// The zone that its dates mean, as an IANA name or `UTC`.
  public var timeZone: String

  /// Creates a placement.
  public init(
    hold: HoldID, matter: String, reason: String, predicate: String, grammar: Int64, tokenizer: Int64,
    timeZone: String
  ) {
    self.hold = hold
    self.matter = matter
    self.reason = reason
    self.predicate = predicate
    self.grammar = grammar
    self.tokenizer = tokenizer
    self.timeZone = timeZone
  }

  /// As the details of a `hold-place` act.
  public var details: JSONObject {
    func text(_ name: String, _ value: String) -> JSONObject.Member {
      JSONObject.Member(name: name, value: .string(value))
    }
    func whole(_ name: String, _ value: Int64) -> JSONObject.Member {
      JSONObject.Member(name: name, value: .number(String(value)))
    }
    return JSONObject([
      whole("grammar", grammar), text("hold", hold.text), text("matter", matter), text("predicate", predicate),
      text("reason", reason), text("time_zone", timeZone), whole("tokenizer", tokenizer),
    ])
  }

  /// Reads the details of a `hold-place` act; nil when a member is missing.
  public init?(details: JSONObject) {
    guard let hold = details["hold"]?.string.flatMap({ HoldID($0) }), let matter = details["matter"]?.string,
      let reason = details["reason"]?.string, let predicate = details["predicate"]?.string,
      let grammar = details["grammar"]?.integer, let tokenizer = details["tokenizer"]?.integer,
      let timeZone = details["time_zone"]?.string
    else { return nil }
    self.init(
      hold: hold, matter: matter, reason: reason, predicate: predicate, grammar: grammar, tokenizer: tokenizer,
      timeZone: timeZone)
  }
}

/// A matter: the case that holds and exports belong to.
public struct MatterOpening: Sendable, Hashable {
  /// The short name that officers type, such as `M-221`.
  public var matter: String
  public var title: String

  /// Creates an opening.
  public init(matter: String, title: String) {
    self.matter = matter
    self.title = title
  }

  /// As the details of a `matter-open` act.
  public var details: JSONObject {
    JSONObject([
      JSONObject.Member(name: "matter", value: .string(matter)),
      JSONObject.Member(name: "title", value: .string(title)),
    ])
  }

  /// Reads the details of a `matter-open` act; nil when a member is missing.
  public init?(details: JSONObject) {
    guard let matter = details["matter"]?.string, let title = details["title"]?.string else { return nil }
    self.init(matter: matter, title: title)
  }
}
