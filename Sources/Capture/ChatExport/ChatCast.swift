import Records

/// Who takes part in an export, of what kind the conversation is, and who exported it, as far as the file tells.
struct ChatCast: Sendable {
  var title: String?
  var kind: ConversationReference.Kind = .unknown
  /// The label of the person whose phone wrote the file.
  var owner: String?
  /// Why that is taken to be the owner; nil where nothing says who it is.
  var ownerEvidence: String?
  /// The label of the other side of a direct conversation.
  var counterpart: String?
  /// Labels that only stand before the app's own notices, such as a group's name.
  var noticeLabels: Set<String> = []

  /// Looks at all lines; `title` is what the file's name says, `account` what the user said.
  init(lines: [ChatLine], labels: [String?], title: String?, account: String?) {
    self.title = title
    var authors: [String: Int] = [:]
    var notices: [String: Int] = [:]
    var deletedByOwner: Set<String> = []
    var groupLines = 0
    for (line, label) in zip(lines, labels) {
      if case .group = line.meaning, line.label == nil || line.isMarked { groupLines += 1 }
      guard let label else { continue }
      switch line.meaning {
      case .system, .group: notices[label, default: 0] += 1
      case .unknownAppText: break
      default: authors[label, default: 0] += 1
      }
      if case .deleted(byOwner: true) = line.meaning { deletedByOwner.insert(label) }
    }
    noticeLabels = Set(notices.keys).subtracting(authors.keys)
    findKind(authors: authors, groupLines: groupLines, firstLabel: labels.first ?? nil, lines: lines)
    findOwner(authors: authors, deleted: deletedByOwner, account: account, labels: labels, lines: lines)
    if kind == .direct {
      let others = authors.keys.filter { $0 != owner }
      if owner != nil, others.count == 1 {
        counterpart = others[0]
      } else if let title {
        counterpart = authors.keys.first { ChatLabel.same($0, title) }
      }
      if counterpart == nil, let title { counterpart = title }
    }
    if self.title == nil {
      // Since 2024 iOS puts the group's name before its notices.
      self.title = kind == .group ? noticeLabels.min() : counterpart
    }
  }

  private mutating func findKind(
    authors: [String: Int], groupLines: Int, firstLabel: String?, lines: [ChatLine]
  ) {
    if authors.count > 2 || groupLines > 0 {
      kind = .group
    } else if let title, authors.keys.contains(where: { ChatLabel.same($0, title) }) {
      kind = .direct
    } else if let title, !noticeLabels.isEmpty, noticeLabels.contains(title) {
      kind = authors.count == 2 ? .group : .unknown
    } else if authors.count == 2, noticeLabels.isEmpty {
      kind = .direct
    } else if let title, ChatLabel.phone(title) != nil {
      kind = .direct
    }
  }

  private mutating func findOwner(
    authors: [String: Int], deleted: Set<String>, account: String?, labels: [String?], lines: [ChatLine]
  ) {
    if let account, let label = authors.keys.first(where: { ChatLabel.same($0, account) }) {
      owner = label
      ownerEvidence = "the account"
      return
    }
    if deleted.count == 1, let label = deleted.first {
      owner = label
      ownerEvidence = "the notice “You deleted this message”"
      return
    }
    guard kind == .direct, authors.count == 2 else { return }
    var other: String?
    if let title, let named = authors.keys.first(where: { ChatLabel.same($0, title) }) {
      other = named
      ownerEvidence = "the other person is the one the file is named after"
    } else if let first = lines.first, first.meaning == .system("encryption"), let label = labels[0],
      authors[label] != nil
    {
      other = label
      ownerEvidence = "the encryption notice names the other person"
    }
    if let other { owner = authors.keys.first { $0 != other } } else { ownerEvidence = nil }
  }
}
