import Records
import SearchIndex
import Vault

/// What ids stand for in words: officers by their names, conversations by their titles.
public struct Names: Sendable, Hashable {
  private var officers: [OfficerID: String] = [:]
  private var conversations: [String: String] = [:]

  /// More are not looked up for one page.
  private static let most = 500

  init(officers: [OfficerID: String] = [:], conversations: [ConversationID: String] = [:]) {
    self.officers = officers
    for (id, title) in conversations { self.conversations[id.text] = title }
  }

  /// The names behind the ids in some texts, such as the predicates of holds.
  init(in texts: [String], vault: UnlockedVault, index: ArchiveIndex) throws {
    officers = vault.officerNames()
    for id in Set(texts.flatMap(Self.ids)).sorted().prefix(Self.most) {
      guard let id = ConversationID(id), let title = try index.conversation(id)?.title, !title.isEmpty else { continue }
      conversations[id.text] = title
    }
  }

  /// The names behind the ids in acts.
  public init(of acts: [ActEntry], vault: UnlockedVault, index: ArchiveIndex) throws {
    let texts = acts.flatMap { entry in ["conversation", "predicate"].compactMap { entry.act.details[$0]?.string } }
    try self.init(in: texts, vault: vault, index: index)
  }

  /// The officer's name; the id where nobody knows it.
  public func officer(_ id: OfficerID) -> String {
    guard let name = officers[id], !name.isEmpty else { return Wording.short(id) }
    return name
  }

  /// The conversation's title in quotation marks; the id where it has none.
  func conversation(_ id: String) -> String { conversations[id].map { "“\($0)”" } ?? Wording.short(id) }

  /// The text with titles for the ids of conversations; `isExact` leaves the beginning of each id beside it.
  func naming(_ text: String, isExact: Bool = false) -> String {
    Set(Self.ids(in: text)).sorted().reduce(text) { text, id in
      guard let title = conversations[id] else { return text }
      return text.replacing(id, with: "“\(title)”" + (isExact ? " \(Wording.short(id))" : ""))
    }
  }

  /// What looks like an id of a conversation.
  private static func ids(in text: String) -> [String] {
    text.split { !$0.isASCII || !($0.isLetter || $0.isNumber || $0 == "-") }.filter {
      $0.hasPrefix("c-") && $0.count > 8
    }
    .map(String.init)
  }
}
