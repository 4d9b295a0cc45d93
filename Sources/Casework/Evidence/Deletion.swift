import Records

/// A deletion as evidence: for whom the message went, who did it and when, as far as the provider says.
///
/// A message is deleted for everyone once; providers may tell of it more than once.
public struct Deletion: Sendable, Hashable {
  /// For whom the message went.
  public enum Scope: String, Sendable, Hashable {
    case everyone
    /// The account holder removed it from a device of their own; others still have it.
    case device
  }

  /// Who did it.
  public enum Doer: Sendable, Hashable {
    /// Whoever sent the message.
    case sender(Party?)
    /// Somebody else, in a group, as its admins may.
    case admin(Party)
    /// Somebody whose claims cannot be compared with the sender's, or should not have been able to.
    case somebody(Party)
    /// In a group, where the provider does not say who.
    case senderOrAdmin
    case accountHolder
  }

  public var scope: Scope
  public var doer: Doer
  /// The provider's time; nil where it gives none.
  public var at: Instant?
  public var capturedAt: Instant?
  /// Whether the provider may have meant an edit.
  public var isUncertain: Bool
  /// How often it was told.
  public var tellings: Int

  /// The time it stands at: the provider's, else that of capture.
  public var time: Instant? { at ?? capturedAt }

  /// The deletions of a message, the one for everyone first.
  public static func all(of message: CaseMessage) -> [Deletion] {
    all(message.revocations, sender: message.sender, kind: message.conversationKind)
  }

  static func all(_ tellings: [CaseMessage.Step], sender: Party?, kind: ConversationReference.Kind) -> [Deletion] {
    var found: [Deletion] = []
    for (what, scope) in [("revoke", Scope.everyone), ("local-deletion", Scope.device)] {
      let steps = tellings.filter { $0.what == what }
      // A certain telling before an uncertain one, one with a time before one without, then the earliest.
      let best = steps.min { rank($0) < rank($1) }
      guard let best else { continue }
      let named = best.party.flatMap { $0.isEmpty ? nil : $0 } ?? steps.lazy.compactMap(\.party).first { !$0.isEmpty }
      found.append(
        Deletion(
          scope: scope, doer: scope == .device ? .accountHolder : doer(named, sender, kind),
          at: best.isDated ? best.at : nil,
          capturedAt: steps.compactMap { $0.capturedAt ?? ($0.isDated ? nil : $0.at) }.min(),
          isUncertain: best.isUncertain, tellings: steps.count))
    }
    return found
  }

  private static func rank(_ step: CaseMessage.Step) -> (Int, Int, Int64) {
    (step.isUncertain ? 1 : 0, step.isDated && step.at != nil ? 0 : 1, step.at?.milliseconds ?? .max)
  }

  private static func doer(_ party: Party?, _ sender: Party?, _ kind: ConversationReference.Kind) -> Doer {
    // In a direct chat nobody but the sender can delete for everyone.
    let isDirect = kind == .direct
    guard let party else { return isDirect ? .sender(sender) : .senderOrAdmin }
    guard let sender, !sender.isEmpty else { return isDirect ? .sender(party) : .somebody(party) }
    switch party.isSame(as: sender) {
    case true?: return .sender(party)
    case false?: return kind == .group ? .admin(party) : .somebody(party)
    case nil: return isDirect || party == sender ? .sender(party) : .somebody(party)
    }
  }

  /// Who did it, in words; `name` says how somebody is called.
  public func who(_ name: (Party?) -> String?) -> String {
    switch doer {
    case .sender(let party): return name(party).map { "\($0), its sender" } ?? "its sender"
    case .admin(let party): return (name(party) ?? "somebody") + ", not its sender but an admin of the group"
    case .somebody(let party): return name(party) ?? "somebody"
    case .senderOrAdmin: return "its sender or an admin (the provider does not say which)"
    case .accountHolder: return "the account holder"
    }
  }

  /// `deleted for everyone`, `perhaps deleted for everyone`, `removed on a device`.
  public var what: String {
    let words = scope == .everyone ? "deleted for everyone" : "removed on a device"
    return isUncertain ? "perhaps " + words : words
  }

  /// Why it is not sure.
  public static let doubt = "the provider sends the same word for edits: the message may have been edited, not deleted"

  /// The whole of it on one line, without what became of the words.
  public func line(stamp: (Instant) -> String, name: (Party?) -> String?) -> String {
    let subject = who(name)
    var words = "\(what) by \(subject)"
    if subject.contains(", "), at != nil { words += "," }
    switch (at, capturedAt) {
    case (let at?, let captured?): words += " at \(stamp(at)) (captured \(stamp(captured)))"
    case (let at?, nil): words += " at \(stamp(at))"
    case (nil, let captured?): words += ", no time given (captured \(stamp(captured)))"
    case (nil, nil): words += ", no time given"
    }
    if isUncertain { words += "; " + Self.doubt }
    return words
  }
}
