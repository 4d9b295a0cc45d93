import Records
import SearchIndex

/// Why a message is kept: every rule, every hold, and which date wins.
public struct Explanation: Sendable, Hashable {
  /// A retention rule that applies.
  public struct Rule: Sendable, Hashable {
    public var retentionClass: String
    /// The months of the periods that its records are filed under.
    public var months: [String]
    /// When the rule would let the records go; nil for never.
    public var expiresAt: Instant?
    public var text: String
  }

  public var message: MessageID
  public var conversation: ConversationID
  public var rules: [Rule]
  /// Unreleased holds on it.
  public var holds: [HoldSummary]
  /// The date that wins; nil for never.
  public var keptUntil: Instant?
  /// The answer in one sentence.
  public var summary: String
  public var coverage: Coverage
}
