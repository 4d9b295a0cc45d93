import Records
import SearchIndex
import Storage
import Vault

extension CaseManager {
  /// The most claims that one act lists.
  static let maximumClaims = 5000

  /// Says what a merge would bring together, and what holds would cover.
  public func previewMerge(_ ids: [PersonID], cancel: CancellationFlag? = nil) throws -> MergePreview {
    try index.catchUp()
    let people = try different(ids)
    let merge = try merge(people, reason: "")
    return MergePreview(
      people: people.map(\.line), messages: people.reduce(0) { $0 + $1.line.messages },
      conversations: people.reduce(0) { $0 + $1.line.conversations },
      holds: try index.holds(
        selecting: people.map(\.line.id), supposing: .merge(merge.groups), cancel: cancel))
  }

  /// Says that people whom records keep apart are one: sealed first, then in force.
  @discardableResult
  public func mergePeople(_ ids: [PersonID], reason: String) throws -> PersonDetail {
    let words = try peopleReason(reason)
    try index.catchUp()
    let merge = try merge(try different(ids), reason: words)
    try vault.acts.recordDurably(.mergePeople, details: merge.details)
    try index.catchUp()
    return try person(ids[0])
  }

  /// Says whom undoing a merge would leave, and that what holds cover stays covered.
  public func previewUndo(_ act: ActID, cancel: CancellationFlag? = nil) throws -> SplitPreview {
    try index.catchUp()
    return try preview(try undoing(act, reason: ""), cancel)
  }

  /// Undoes a merge; returns the people it falls into.
  @discardableResult
  public func undoMerge(_ act: ActID, reason: String) throws -> [PersonDetail] {
    let words = try peopleReason(reason)
    try index.catchUp()
    let split = try undoing(act, reason: words)
    try vault.acts.recordDurably(.splitPeople, details: split.details)
    try index.catchUp()
    return try people(of: split.groups)
  }

  /// Says whom a split would leave, and that what holds cover stays covered.
  public func previewSplit(
    _ id: PersonID, taking claims: [ClaimKey], cancel: CancellationFlag? = nil
  ) throws -> SplitPreview {
    try index.catchUp()
    return try preview(try splitting(id, taking: claims, reason: ""), cancel)
  }

  /// Says that claims are of somebody else than the rest of a person's; returns both.
  @discardableResult
  public func splitPerson(_ id: PersonID, taking claims: [ClaimKey], reason: String) throws -> [PersonDetail] {
    let words = try peopleReason(reason)
    try index.catchUp()
    let split = try splitting(id, taking: claims, reason: words)
    try vault.acts.recordDurably(.splitPeople, details: split.details)
    try index.catchUp()
    return try people(of: split.groups)
  }

  /// The holds in force that select by any of some people, and what they hold through them.
  public func holds(selecting people: [PersonID], cancel: CancellationFlag? = nil) throws -> [HoldReach] {
    try index.holds(selecting: people, cancel: cancel)
  }

  // MARK: - What an act would say

  private func merge(_ people: [PersonDetail], reason: String) throws -> PeopleMerge {
    let merge = PeopleMerge(groups: people.map { $0.claims.keys }, reason: reason)
    guard merge.groups.allSatisfy({ !$0.isEmpty }), PeopleMerge(details: merge.details) == merge else {
      throw CaseworkError(.badMerge, "one of these people has no claim that an act can name")
    }
    guard merge.groups.joined().count <= CaseManager.maximumClaims else {
      throw CaseworkError(.badMerge, "these people have more than \(CaseManager.maximumClaims) claims together")
    }
    return merge
  }

  private func undoing(_ act: ActID, reason: String) throws -> PeopleSplit {
    guard let merge = try index.peopleAct(act), merge.kind == .mergePeople else {
      throw CaseworkError(
        .badSplit, "there is no merge \(act)", remedy: "`holdfast people show` lists the merges of a person")
    }
    if let undone = merge.undoneBy {
      throw CaseworkError(.badSplit, "the merge \(act) was undone already, by \(undone)")
    }
    return PeopleSplit(undoes: act, groups: merge.groups, reason: reason)
  }

  private func splitting(_ id: PersonID, taking claims: [ClaimKey], reason: String) throws -> PeopleSplit {
    let all = try person(id).claims.keys
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
    let split = PeopleSplit(groups: [rest, all.filter { taken.contains($0) }], reason: reason)
    guard PeopleSplit(details: split.details) == split else {
      throw CaseworkError(.badSplit, "one of these claims cannot be named in an act")
    }
    return split
  }

  private func preview(_ split: PeopleSplit, _ cancel: CancellationFlag?) throws -> SplitPreview {
    let act = split.undoes.map { SupposedAct.undo($0, split.groups) } ?? .split(split.groups)
    let people = try people(of: split.groups)
    return SplitPreview(
      people: people.map(\.line), groups: split.groups,
      holds: try index.holds(selecting: people.map(\.line.id), supposing: act, cancel: cancel))
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
