import Capture
import Records

/// What a reading of a chat export says of the dates of messages that are archived already.
///
/// An export states neither the order of day and month nor its zone: somebody states them, and can be wrong.
struct ExportDates: Equatable {
  /// Messages that are archived without a date, and have one in this reading.
  private(set) var settled = 0
  /// Messages that are archived with another date.
  private(set) var different = 0
  /// The most that any of them was corrected.
  private(set) var corrections = 0
  /// Whether the dates of this reading are to stand.
  let isCorrecting: Bool

  /// How many messages tell whether the others have to be asked, where nothing was stated.
  private static let probed = 50

  /// Asks about the messages of a reading; about all where something is stated or the first ones differ.
  init(_ reading: Reading, options: ImportOptions, memory: ImportMemory) throws {
    isCorrecting = options.correctsDates
    guard reading.delivery.provider == .chatExport else { return }
    var asked = 0
    for record in reading.events where record.event.kind == .message {
      guard let message = record.event.messageID, let sentAt = record.event.sentAt,
        RecordDate.isUsable(sentAt, capturedAt: record.capturedAt)
      else { continue }
      if asked == ExportDates.probed, !isCorrecting, options.dateOrder == nil, settled == 0, different == 0 { return }
      guard let archived = try memory.date(of: message) else { continue }
      asked += 1
      corrections = max(corrections, archived.corrections)
      if archived.sentAt == nil { settled += 1 } else if archived.sentAt != sentAt { different += 1 }
    }
  }

  /// Whether every line is to be read anew.
  var changesSomething: Bool { settled > 0 || isCorrecting && different > 0 }

  /// Marks the events of a reading that corrects, so that its dates stand.
  func mark(_ reading: inout Reading) {
    guard isCorrecting, different > 0 else { return }
    for index in reading.events.indices {
      reading.events[index].event.attributes[MessageEvent.dateCorrection] = String(corrections + 1)
      reading.events[index].event.notes.append("An officer corrected how the dates of this export are read.")
    }
  }
}
