/// One thing said in a conversation, with what happens to it afterwards.
struct Utterance: Sendable {
  /// What comes with the words.
  enum Attachment: Sendable, Hashable {
    case none
    case image(String)
    case document(String)
    case voice(seconds: Int)
    case location

    /// Whether an export holds a file for it.
    var isFile: Bool {
      switch self {
      case .none, .location: return false
      case .image, .document, .voice: return true
      }
    }
  }

  /// Seconds since 1970.
  var sentAt: Int64
  /// Whether the client speaks, as against the firm.
  var byClient: Bool
  /// The member of a group who speaks; empty in direct conversations.
  var author: String
  var text: String
  var attachment: Attachment = .none
  var answersPrevious = false
  /// The words after an edit.
  var editedTo: String?
  var isDeleted = false
  /// The other side's reaction.
  var reaction: String?
}
