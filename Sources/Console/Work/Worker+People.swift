import Casework
import Records
import SearchIndex
import Storage
import Vault

extension Worker {
  /// The people that one page of the list shows.
  static let peoplePage = 200

  /// Does a request about people; nil for any other.
  func performPeople(_ request: Request, _ opened: Opened, _ cancel: CancellationFlag) throws -> Answer? {
    let index = opened.index
    switch request {
    case .people(let filter, let order, let after):
      return .people(try index.people(filter: filter, order: order, after: after, limit: Worker.peoplePage))
    case .person(let target, let isOpening):
      let found = try person(target, index)
      if let found, isOpening { try noteView(of: found.line.id, opened) }
      return .person(found)
    case .conversationsOf(let id): return .conversationsOf(try index.conversations(of: id))
    case .previewMerge(let ids): return .mergePreview(try opened.cases.previewMerge(ids, cancel: cancel))
    case .previewUndo(let act): return .splitPreview(try opened.cases.previewUndo(act, cancel: cancel))
    case .previewSplit(let id, let keys):
      return .splitPreview(try opened.cases.previewSplit(id, taking: keys, cancel: cancel))
    case .mergePeople(let ids, let reason): return .merged(try opened.cases.mergePeople(ids, reason: reason))
    case .undoMerge(let act, let reason): return .parted(try opened.cases.undoMerge(act, reason: reason))
    case .splitPerson(let id, let keys, let reason):
      return .parted(try opened.cases.splitPerson(id, taking: keys, reason: reason))
    case .flaggedPeople(let id):
      let filter = PersonFilter(flaggedOnly: true, conversation: id)
      let people = try index.people(filter: filter, order: .messages, limit: 50).people
      let keys = try index.claimKeys(of: people.map(\.id))
      return .flaggedPeople(FlaggedPeople(conversation: id, people: people, keys: keys))
    case .members(let id, let instant):
      let group = try index.group(id, at: instant)
      try noteView(ofMembersOf: id, opened)
      return .members(group)
    case .record(let address): return .record(try record(at: address, opened))
    default: return nil
    }
  }

  /// The message with who sent it, as far as records and officers say.
  func namingSender(of message: OpenedMessage, _ opened: Opened) -> OpenedMessage {
    guard let sender = message.detail.item.sender else { return message }
    var named = message
    named.sender = try? opened.index.person(of: sender, in: message.detail.item.conversation)
    return named
  }

  private func person(_ target: PersonTarget, _ index: ArchiveIndex) throws -> PersonDetail? {
    switch target {
    case .id(let id): return try index.person(id)
    case .party(let party, let conversation):
      return try index.person(of: party, in: conversation).flatMap { try index.person($0.id) }
    }
  }

  /// Whose page is opened is journaled before it appears, like the messages that are looked at.
  private func noteView(of person: PersonID, _ opened: Opened) throws {
    try opened.vault.acts.record(
      .view, details: JSONObject([JSONObject.Member(name: "person", value: .string(person.text))]))
  }

  /// Who was in a group is looked at: journaled before it appears.
  private func noteView(ofMembersOf conversation: ConversationID, _ opened: Opened) throws {
    try opened.vault.acts.record(
      .view,
      details: JSONObject([
        JSONObject.Member(name: "conversation", value: .string(conversation.text)),
        JSONObject.Member(name: "messages", value: .array([])),
        JSONObject.Member(name: "shown", value: .array([.string("members")])),
      ]))
  }

  /// Opens a sealed record that is no message's own page, and checks that the vault has it as it promised.
  private func record(at address: RecordAddress, _ opened: Opened) throws -> OpenedRecord {
    let pending = try? opened.index.pending(address)
    if pending != nil {
      let event = Record.event(try opened.index.event(at: address))
      return try read(event.encode(), address, proof: pending?.words ?? "", opened)
    }
    let sealed = try opened.vault.record(at: address)
    let proof: String
    do {
      let found = try opened.vault.proof(of: address)
      try found.check()
      proof =
        found.record == sealed
        ? "its commitment is in the signed ledger, leaf \(Numerals.grouped(found.leafIndex))"
        : "THE LEDGER HAS ANOTHER RECORD at this place"
    } catch { proof = "NOT PROVED: \(FailureText.of(error).message)" }
    return try read(sealed, address, proof: proof, opened)
  }

  private func read(
    _ sealed: [UInt8], _ address: RecordAddress, proof: String, _ opened: Opened
  ) throws -> OpenedRecord {
    let value = try JSONReader.parse(sealed)
    var result = OpenedRecord(
      address: address, message: nil, kind: "record", at: nil, value: value, proof: proof)
    switch try Record.decode(sealed) {
    case .event(let event):
      result.at = event.capturedAt
      result.kind = "sealed event (\(event.event.kind.rawValue))"
      // A message that the index has is shown on its own page, with its proof.
      if event.event.kind == .message, let id = event.event.messageID, try opened.index.location(of: id) != nil {
        result.message = id
      }
    case .delivery(let delivery):
      result.kind = "sealed delivery"
      result.at = delivery.capturedAt
    case .act(let act):
      result.kind = "sealed act (\(act.kind.rawValue))"
      result.at = act.doneAt
    }
    // A message's page journals the view by itself.
    if result.message == nil {
      try opened.vault.acts.record(
        .view, details: JSONObject([JSONObject.Member(name: "record", value: .string(address.description))]))
    }
    return result
  }
}
