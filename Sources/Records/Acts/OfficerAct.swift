/// Something an officer did: sealed beside the messages, so that the watchers are watched too.
public struct OfficerAct: Sendable, Hashable {
  /// The kind of act; an open set.
  public struct Kind: Sendable, Hashable, RawRepresentable, CustomStringConvertible {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let initialise = Kind(rawValue: "init")
    public static let unlock = Kind(rawValue: "unlock")
    public static let lock = Kind(rawValue: "lock")
    public static let importFiles = Kind(rawValue: "import")
    public static let search = Kind(rawValue: "search")
    public static let view = Kind(rawValue: "view")
    public static let openMatter = Kind(rawValue: "matter-open")
    public static let placeHold = Kind(rawValue: "hold-place")
    /// Asked for, and refused because no second officer exists or none agreed.
    public static let refuseRelease = Kind(rawValue: "hold-release-refused")
    public static let releaseHold = Kind(rawValue: "hold-release")
    public static let export = Kind(rawValue: "export")
    public static let statement = Kind(rawValue: "statement")
    public static let verify = Kind(rawValue: "verify")
    public static let rebuild = Kind(rawValue: "rebuild")
    public static let explain = Kind(rawValue: "explain")
    /// Said that claims which records keep apart are of one person.
    public static let mergePeople = Kind(rawValue: "people-merge")
    /// Undid a merge, or said that claims which stand together are of different people.
    public static let splitPeople = Kind(rawValue: "people-split")
    public var description: String { rawValue }
  }

  public var id: ActID
  public var kind: Kind
  public var officer: OfficerID
  /// Our clock when it was done.
  public var doneAt: Instant
  /// What was done, by kind: `query`, `matter`, `hold`, `messages`, `reason`, `counts`.
  public var details: JSONObject
  /// The officer's Ed25519 signature over the act without this member, base64; empty until signed.
  public var signature: String

  /// Creates an act.
  public init(
    id: ActID, kind: Kind, officer: OfficerID, doneAt: Instant, details: JSONObject, signature: String = ""
  ) {
    self.id = id
    self.kind = kind
    self.officer = officer
    self.doneAt = doneAt
    self.details = details
    self.signature = signature
  }
}
