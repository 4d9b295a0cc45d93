import Records
import SearchIndex
import Vault

/// What a merge would bring together.
public struct MergePreview: Sendable {
  public var people: [PersonLine]
  public var messages: Int64
  /// Conversations of either; one that several of them are in counts once for each.
  public var conversations: Int64
  /// Holds in force that select by one of these people: they would catch the messages of all.
  public var holdsThatWiden: [HoldSummary]

  /// Creates a preview.
  public init(people: [PersonLine], messages: Int64, conversations: Int64, holdsThatWiden: [HoldSummary]) {
    self.people = people
    self.messages = messages
    self.conversations = conversations
    self.holdsThatWiden = holdsThatWiden
  }
}

extension CaseManager {
  /// The most claims that one act lists.
  static let maximumClaims = 5000

  /// Says what a merge would bring together, and which holds would catch more.
  public func previewMerge(_ ids: [PersonID]) throws -> MergePreview {
    try index.catchUp()
    let people = try different(ids)
    let holds = try index.holds().filter { hold in
      guard hold.releasedAt == nil else { return false }
      let matching = try index.people(selectedBy: hold.placement.predicate, among: people.map(\.line.id))
      return !matching.isEmpty && matching.count < people.count
    }
    return MergePreview(
      people: people.map(\.line), messages: people.reduce(0) { $0 + $1.line.messages },
      conversations: people.reduce(0) { $0 + $1.line.conversations }, holdsThatWiden: holds)
  }

  /// Says that people whom records keep apart are one: sealed first, then in force.
  @discardableResult
  public func mergePeople(_ ids: [PersonID], reason: String) throws -> PersonDetail {
    let words = try peopleReason(reason)
    try index.catchUp()
    let people = try different(ids)
    let merge = PeopleMerge(groups: people.map { $0.claims.keys }, reason: words)
    guard merge.groups.allSatisfy({ !$0.isEmpty }), PeopleMerge(details: merge.details) == merge else {
      throw CaseworkError(.badMerge, "one of these people has no claim that an act can name")
    }
    guard merge.groups.joined().count <= CaseManager.maximumClaims else {
      throw CaseworkError(.badMerge, "these people have more than \(CaseManager.maximumClaims) claims together")
    }
    try vault.acts.recordDurably(.mergePeople, details: merge.details)
    try index.catchUp()
    return try person(ids[0])
  }

  /// Undoes a merge; returns the people it falls into.
  @discardableResult
  public func undoMerge(_ act: ActID, reason: String) throws -> [PersonDetail] {
    let words = try peopleReason(reason)
    try index.catchUp()
    guard let merge = try index.peopleAct(act), merge.kind == .mergePeople else {
      throw CaseworkError(
        .badSplit, "there is no merge \(act)", remedy: "`holdfast people show` lists the merges of a person")
    }
    if let undone = merge.undoneBy {
      throw CaseworkError(.badSplit, "the merge \(act) was undone already, by \(undone)")
    }
    let split = PeopleSplit(undoes: act, groups: merge.groups, reason: words)
    try vault.acts.recordDurably(.splitPeople, details: split.details)
    try index.catchUp()
    return try people(of: merge.groups)
  }

  /// Says that claims are of somebody else than the rest of a person's; returns both.
  @discardableResult
  public func splitPerson(_ id: PersonID, taking claims: [ClaimKey], reason: String) throws -> [PersonDetail] {
    let words = try peopleReason(reason)
    try index.catchUp()
    let person = try person(id)
    let all = person.claims.keys
    let taken = Set(claims)
    if let strange = claims.first(where: { !all.contains($0) }) {
      throw CaseworkError(
        .badSplit, "\(strange) is no claim of this person that can stand alone",
        remedy: "`holdfast people show \(id)` lists the claims")
    }
    let rest = all.filter { !taken.contains($0) }
    guard !taken.isEmpty, !rest.isEmpty else {
      throw CaseworkError(
        .badSplit, taken.isEmpty ? "a split has to take a claim" : "a split has to leave a claim",
        remedy: "name some of the person's claims with --claim")
    }
    guard all.count <= CaseManager.maximumClaims else {
      throw CaseworkError(.badSplit, "this person has more than \(CaseManager.maximumClaims) claims")
    }
    // What later records add stays with the first side, so the rest stands there.
    let groups = [rest, all.filter { taken.contains($0) }]
    let split = PeopleSplit(groups: groups, reason: words)
    guard PeopleSplit(details: split.details) == split else {
      throw CaseworkError(.badSplit, "one of these claims cannot be named in an act")
    }
    try vault.acts.recordDurably(.splitPeople, details: split.details)
    try index.catchUp()
    return try people(of: groups)
  }

  /// One person.
  public func person(_ id: PersonID) throws -> PersonDetail {
    if let person = try index.person(id) { return person }
    throw CaseworkError(.unknownPerson, "there is no person \(id)", remedy: "`holdfast people list` lists them")
  }

  private func different(_ ids: [PersonID]) throws -> [PersonDetail] {
    var people: [PersonDetail] = []
    for id in ids {
      let person = try person(id)
      if !people.contains(where: { $0.line.id == person.line.id }) { people.append(person) }
    }
    guard people.count >= 2 else {
      throw CaseworkError(
        .badMerge, ids.count < 2 ? "a merge needs two people" : "these are one person already",
        remedy: "`holdfast people list` shows who is kept apart")
    }
    return people
  }

  /// Whoever any of these claims belongs to now, each once.
  private func people(of groups: [[ClaimKey]]) throws -> [PersonDetail] {
    var people: [PersonDetail] = []
    for key in groups.joined() {
      guard let person = try index.person(PersonID(key)) else { continue }
      if !people.contains(where: { $0.line.id == person.line.id }) { people.append(person) }
    }
    return people
  }

  private func peopleReason(_ reason: String) throws -> String {
    let words = reason.trimmingSpace
    guard !words.isEmpty, words.utf8.count <= 2000 else {
      throw CaseworkError(
        .missingReason, "merging and splitting people needs a reason of 1 to 2000 bytes",
        remedy: "give one with --reason")
    }
    return words
  }
}

extension [PersonClaim] {
  /// What names these claims in acts, each once.
  var keys: [ClaimKey] { Set(compactMap(\.key)).sorted() }
}
