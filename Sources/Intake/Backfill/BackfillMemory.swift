import Capture
import Records

/// What is known while an archive is taken in: what the vault has, and what came since that was asked last.
struct BackfillMemory {
  private let known: any KnownDeliveries
  private var deliveries: Set<ImportMemory.Key> = []
  /// Messages of which there is more than that they are missing.
  private var messages: Set<ImportMemory.Key> = []

  init(known: any KnownDeliveries) { self.known = known }

  /// How much it holds.
  var count: Int { deliveries.count }

  /// What to do with a reading, and what becomes of its record in the count.
  struct Decision {
    enum Storing {
      /// The delivery with all its events.
      case whole
      /// These events of a delivery that is archived: they say what it could not say before.
      case events([Int])
      case nothing
    }

    var outcome: BackfillTotals.Outcome
    var storing: Storing
    var isNewMessage: Bool
  }

  mutating func decide(_ reading: Reading) throws -> Decision {
    let id = reading.delivery.id
    let isHere = !deliveries.insert(ImportMemory.Key(id.text)).inserted
    let isArchived = try !isHere && known.contains(delivery: id)
    var completing: [Int] = []
    var isNewMessage = false
    var hasOther = false
    var isExceptional = !reading.exceptions.isEmpty || reading.events.isEmpty
    for (index, record) in reading.events.enumerated() {
      let event = record.event
      switch event.kind {
      case .message:
        guard let message = event.messageID, event.conversation != nil else {
          isExceptional = true
          continue
        }
        let key = ImportMemory.Key(message.text)
        if messages.contains(key) { continue }
        messages.insert(key)
        if try known.isReadable(message: message) { continue }
        isNewMessage = true
        completing.append(index)
      case .exception, .gap: isExceptional = true
      case .edit:
        hasOther = true
        if isArchived, let message = event.messageID, try !known.holdsEdit(of: message, from: id) {
          completing.append(index)
        }
      default: hasOther = true
      }
    }
    let isKnown = isHere || isArchived
    let storing: Decision.Storing
    if !isKnown {
      storing = .whole
    } else if isArchived, !completing.isEmpty {
      storing = .events(completing)
    } else {
      storing = .nothing
    }
    let outcome: BackfillTotals.Outcome
    if isExceptional {
      outcome = .exception
    } else if isNewMessage {
      outcome = .message
    } else if isKnown {
      if case .events = storing { outcome = .event } else { outcome = .duplicate }
    } else {
      outcome = hasOther ? .event : .duplicate
    }
    return Decision(outcome: outcome, storing: storing, isNewMessage: isNewMessage)
  }
}
