import Records
import SearchIndex
import Vault

/// What a merge would bring together.
public struct MergePreview: Sendable {
  public var people: [PersonLine]
  public var messages: Int64
  public var conversations: Int64
  /// Holds in force that would catch more: those that select by one of these people.
  public var holdsThatWiden: [HoldSummary]
}

extension CaseManager {
  /// Says what a merge would bring together, and which holds would catch more.
  public func previewMerge(_ ids: [PersonID]) throws -> MergePreview {
    MergePreview(people: [], messages: 0, conversations: 0, holdsThatWiden: [])
  }

  /// Says that people whom records keep apart are one: sealed first, then in force.
  @discardableResult
  public func mergePeople(_ ids: [PersonID], reason: String) throws -> PersonDetail {
    throw CaseworkError(.badMerge, "not here yet")
  }

  /// Undoes a merge; returns the people it falls into.
  @discardableResult
  public func undoMerge(_ act: ActID, reason: String) throws -> [PersonDetail] {
    throw CaseworkError(.badSplit, "not here yet")
  }

  /// Says that claims are of somebody else than the rest of a person's; returns both.
  @discardableResult
  public func splitPerson(_ id: PersonID, taking claims: [ClaimKey], reason: String) throws -> [PersonDetail] {
    throw CaseworkError(.badSplit, "not here yet")
  }
}
