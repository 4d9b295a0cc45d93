import Records
import Sealing
import SearchIndex
import Storage
import Vault

/// Matters, holds and what is handed over: every act is sealed into the vault before it takes effect.
public final class CaseManager: Sendable {
  let vault: UnlockedVault
  let index: ArchiveIndex

  /// Works on an unlocked vault with its index.
  public init(vault: UnlockedVault, index: ArchiveIndex) {
    self.vault = vault
    self.index = index
  }

  // MARK: - Matters

  /// Opens a matter.
  @discardableResult
  public func openMatter(name: String, title: String) throws -> MatterSummary {
    guard Self.isMatterName(name) else {
      throw CaseworkError(
        .badMatter, "‘\(name)’ cannot be the name of a matter",
        remedy: "use 1 to 64 letters, digits and - _ . / in it, as in M-221; begin with a letter or digit")
    }
    let trimmed = title.trimmingSpace
    guard !trimmed.isEmpty, trimmed.utf8.count <= 500 else {
      throw CaseworkError(.badMatter, "a matter needs a title of 1 to 500 bytes", remedy: "give one with --title")
    }
    try index.catchUp()
    if let existing = try index.matter(name) {
      throw CaseworkError(
        .matterExists, "the matter \(name) is open already: \(existing.title)", remedy: "choose another name")
    }
    try vault.acts.recordDurably(.openMatter, details: MatterOpening(matter: name, title: trimmed).details)
    try index.catchUp()
    return try matter(name)
  }

  /// Every matter with its holds.
  public func matters() throws -> [MatterSummary] { try index.matters() }

  /// One matter.
  public func matter(_ name: String) throws -> MatterSummary {
    if let matter = try index.matter(name) { return matter }
    let known = try index.matters().map(\.name)
    let hint =
      known.isEmpty ? "open one with holdfast matter new" : "known matters: " + known.prefix(10).joined(separator: ", ")
    throw CaseworkError(.unknownMatter, "there is no matter \(name)", remedy: hint)
  }

  static func isMatterName(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first, name.unicodeScalars.count <= 64, name.lowercased() != "any" else {
      return false
    }
    func isWord(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.isAlphabetic || scalar.properties.generalCategory == .decimalNumber
    }
    return isWord(first) && name.unicodeScalars.allSatisfy { isWord($0) || "-_./".unicodeScalars.contains($0) }
  }

  // MARK: - Holds

  /// Counts what a hold would catch now.
  public func previewHold(
    _ scope: HoldScope, progress: (Progress) -> Void = { _ in }, cancel: CancellationFlag? = nil
  ) throws -> HoldPreview {
    let query = try predicate(scope)
    try index.catchUp(cancel: cancel)
    let names = try index.references(query.people)
    let words = query.plainWords { names[$0].map { "\($0.name)" + ($0.phone.map { ", +\($0)" } ?? "") } }
    var preview = HoldPreview(
      predicate: query.canonicalText, plainWords: words, timeZone: query.timeZone, messages: 0,
      attachments: 0, conversations: 0, people: 0, held: [:], coverage: try index.coverage())
    var senders: Set<String> = []
    var conversations: Set<ConversationID> = []
    var seen: Set<MessageID> = []
    var cursor: SearchCursor?
    repeat {
      try cancel?.check()
      let page = try index.search(query, after: cursor, limit: 500, cancel: cancel)
      for hit in page.hits where seen.insert(hit.id).inserted {
        if hit.hasMedia { preview.attachments += 1 }
        if let key = hit.sender?.key { senders.insert(key) }
        conversations.insert(hit.conversation)
        for matter in Set(hit.held) { preview.held[matter, default: 0] += 1 }
      }
      cursor = page.next
      progress(Progress(done: Int64(seen.count), total: nil, unit: "messages", note: "counting"))
    } while cursor != nil
    preview.messages = Int64(seen.count)
    preview.people = Int64(senders.count)
    preview.conversations = Int64(conversations.count)
    return preview
  }

  /// Places a hold: sealed first, then in force for everything that is there and that arrives.
  @discardableResult
  public func placeHold(matter: String, on scope: HoldScope, reason: String) throws -> HoldSummary {
    let query = try predicate(scope)
    let words = reason.trimmingSpace
    guard !words.isEmpty, words.utf8.count <= 2000 else {
      throw CaseworkError(.missingReason, "a hold needs a reason of 1 to 2000 bytes", remedy: "give one with --reason")
    }
    try index.catchUp()
    let matter = try self.matter(matter)
    let hold = HoldID(suffix: Base32.encode(try vault.environment.randomness.bytes(10)))
    let placement = HoldPlacement(
      hold: hold, matter: matter.name, reason: words, predicate: query.canonicalText,
      grammar: Int64(QueryGrammar.version), tokenizer: Int64(CaseworkVersion.tokenizer), timeZone: query.timeZone)
    try vault.acts.recordDurably(.placeHold, details: placement.details)
    try index.catchUp()
    return try self.hold(hold)
  }

  /// One hold.
  public func hold(_ id: HoldID) throws -> HoldSummary {
    guard let hold = try index.hold(id) else {
      throw CaseworkError(.unknownHold, "there is no hold \(id)", remedy: "holdfast hold list shows them")
    }
    return hold
  }

  /// Every hold, or those of one matter.
  public func holds(matter: String? = nil) throws -> [HoldSummary] {
    if let matter { _ = try self.matter(matter) }
    return try index.holds(matter: matter)
  }

  /// Asks for a release, which is refused and recorded: it needs two officers, and the vault has one.
  public func releaseHold(_ id: HoldID, reason: String) throws {
    try index.catchUp()
    let hold = try self.hold(id)
    let details = NormalisedRecord.object([
      "hold": .string(id.text), "matter": .string(hold.placement.matter), "reason": .string(reason.trimmingSpace),
      "why": .string("no second officer"),
    ])
    guard case .object(let object) = details else { return }
    try vault.acts.recordDurably(.refuseRelease, details: object)
    throw CaseworkError(
      .needsSecondOfficer,
      "the hold \(id) of \(hold.placement.matter) was not released: a release needs a second officer",
      remedy: "this vault has one officer; the attempt has been recorded, and the hold stays in force")
  }

  /// The query of a scope, when it may be a hold.
  private func predicate(_ scope: HoldScope) throws -> Query {
    guard let query = scope.query else {
      throw CaseworkError(.badPredicate, "no message is marked", remedy: "mark messages first, or name a query")
    }
    let problems = query.holdProblems()
    guard problems.isEmpty else {
      let list = problems.map { "‘\($0.term)’: \($0.message)" }.joined(separator: "; ")
      throw CaseworkError(
        .badPredicate, "this query cannot be a hold: \(list)", remedy: "docs/query-language.md, Queries in holds")
    }
    switch scope {
    case .conversation(let id):
      guard try index.conversation(id) != nil else {
        throw CaseworkError(
          .unknownConversation, "there is no conversation \(id)", remedy: "holdfast conversations lists them")
      }
    case .messages(let ids):
      for id in ids where try index.location(of: id) == nil {
        throw CaseworkError(.unknownMessage, "there is no message \(id)", remedy: "holdfast search finds ids")
      }
    case .query: break
    }
    return query
  }

  // MARK: - Explaining

  /// Why a message is kept: its retention rules, its holds, and which date wins; an act of its own.
  public func explain(_ id: MessageID) throws -> Explanation {
    try index.catchUp()
    guard let detail = try index.message(id) else {
      throw CaseworkError(.unknownMessage, "there is no message \(id)", remedy: "holdfast search finds ids")
    }
    let explanation = try explanation(of: detail)
    try vault.acts.record(
      .explain, details: JSONObject([JSONObject.Member(name: "message", value: .string(id.text))]))
    return explanation
  }

  /// Why a message that was just opened is kept, without an act: that of opening it says that this was shown.
  public func explanation(of detail: MessageDetail) throws -> Explanation {
    guard let id = detail.item.messageID else {
      throw CaseworkError(.unknownMessage, "what was opened is no message", remedy: "holdfast search finds ids")
    }
    var months: [String: Set<String>] = [:]
    for address in Set(detail.provenance.map(\.record)) {
      let period = try vault.segment(address.segment).description.period
      months[period.retentionClass.rawValue, default: []].insert(period.month.description)
    }
    let rules = months.sorted { $0.key < $1.key }.map { name, months in
      Explanation.Rule(
        retentionClass: name, months: months.sorted(), expiresAt: nil,
        text: "class \(name): no retention schedule is set, so it never expires")
    }
    let holds = try index.holding(id)
    var summary = "kept for ever: no retention schedule lets class "
    summary += rules.map(\.retentionClass).joined(separator: ", ") + " go"
    if !holds.isEmpty {
      let names = holds.map { "\($0.id) (\($0.placement.matter))" }.joined(separator: ", ")
      summary += "; and held by " + names + ", which wins over any date until it is released"
    }
    return Explanation(
      message: id, conversation: detail.item.conversation, rules: rules, holds: holds, keptUntil: nil, summary: summary,
      coverage: detail.coverage)
  }
}

/// What a bundle and a statement say about the program that made them.
public enum CaseworkVersion {
  /// The program.
  public static let tool = "Holdfast 0.1"
  /// The version of the layout of bundles.
  public static let bundle = 1
  /// The version of the tokenizer that words in queries mean.
  public static let tokenizer = 1
}

extension String {
  /// Without white space at its ends.
  var trimmingSpace: String {
    var view = Substring(self)
    while let first = view.first, first.isWhitespace { view.removeFirst() }
    while let last = view.last, last.isWhitespace { view.removeLast() }
    return String(view)
  }
}
