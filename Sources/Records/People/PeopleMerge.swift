/// An officer's word that people whom records keep apart are one: the details of a `people-merge` act.
public struct PeopleMerge: Sendable, Hashable {
  /// Each person's claims, as they stood when the officer merged them.
  public var groups: [[ClaimKey]]
  public var reason: String

  /// Creates a merge.
  public init(groups: [[ClaimKey]], reason: String) {
    self.groups = groups
    self.reason = reason
  }

  /// As the details of an act.
  public var details: JSONObject {
    JSONObject([
      JSONObject.Member(name: "people", value: ClaimGroups.json(groups)),
      JSONObject.Member(name: "reason", value: .string(reason)),
    ])
  }

  /// Reads the details of an act; nil when it merges nothing.
  public init?(details: JSONObject) {
    guard let groups = ClaimGroups.read(details["people"]), groups.count >= 2, let reason = details["reason"]?.string
    else { return nil }
    self.init(groups: groups, reason: reason)
  }
}

/// An officer's word that claims are not of one person: the details of a `people-split` act.
public struct PeopleSplit: Sendable, Hashable {
  /// The merge that it undoes; nil where it parts claims that records brought together.
  public var undoes: ActID?
  /// Each person's claims behind the split.
  public var groups: [[ClaimKey]]
  public var reason: String

  /// Creates a split.
  public init(undoes: ActID? = nil, groups: [[ClaimKey]], reason: String) {
    self.undoes = undoes
    self.groups = groups
    self.reason = reason
  }

  /// As the details of an act.
  public var details: JSONObject {
    var members = [
      JSONObject.Member(name: "people", value: ClaimGroups.json(groups)),
      JSONObject.Member(name: "reason", value: .string(reason)),
    ]
    if let undoes { members.append(JSONObject.Member(name: "undoes", value: .string(undoes.text))) }
    return JSONObject(members)
  }

  /// Reads the details of an act; nil when it parts nothing.
  public init?(details: JSONObject) {
    guard let groups = ClaimGroups.read(details["people"]), let reason = details["reason"]?.string else { return nil }
    var undoes: ActID?
    if let text = details["undoes"]?.string {
      guard let id = ActID(text) else { return nil }
      undoes = id
    }
    guard undoes != nil || groups.count >= 2 else { return nil }
    self.init(undoes: undoes, groups: groups, reason: reason)
  }
}

/// Lists of claims by person, as acts keep them.
enum ClaimGroups {
  static func json(_ groups: [[ClaimKey]]) -> JSONValue {
    .array(groups.map { .array($0.map { .string($0.text) }) })
  }

  static func read(_ value: JSONValue?) -> [[ClaimKey]]? {
    guard case .array(let groups)? = value else { return nil }
    var found: [[ClaimKey]] = []
    for group in groups {
      guard case .array(let keys) = group else { return nil }
      var claims: [ClaimKey] = []
      for key in keys {
        guard let text = key.string, let claim = ClaimKey(text) else { return nil }
        claims.append(claim)
      }
      if !claims.isEmpty { found.append(claims) }
    }
    return found
  }
}
