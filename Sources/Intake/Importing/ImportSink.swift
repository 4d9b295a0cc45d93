import Capture
import Records
import Storage
import Vault

/// Files readings under their periods: media and events first, the delivery last.
///
/// A delivery that is in the vault has all its events there too. Where its events lie in other periods than itself, it
/// waits until those are sealed; so an import that was killed anywhere is completed by running it again.
final class ImportSink {
  private let writer: VaultWriter
  private var waiting: [(bytes: [UInt8], period: Period, date: Instant)] = []
  private var waitingBytes = 0
  private static let waitingLimit = 64 << 20

  init(writer: VaultWriter) { self.writer = writer }

  /// Seals an attachment for an event.
  ///
  /// A failure says that its bytes cannot be read; what the vault throws goes through.
  func store(_ attachment: Attachment, for record: EventRecord) throws -> Result<StoredMedia, MediaFailure> {
    let date = record.recordDate(isImport: true)
    var vaultFailure: (any Error)?
    do {
      return .success(
        try writer.putMedia(period: Period(.standard, YearMonth(date))) { sink in
          try attachment.read { piece in
            do { try sink(piece) } catch {
              vaultFailure = error
              throw error
            }
          }
        })
    } catch {
      if let vaultFailure { throw vaultFailure }
      if error is VaultError || error is StorageError { throw error }
      return .failure(MediaFailure(reason: "\(error)"))
    }
  }

  struct MediaFailure: Error {
    var reason: String
  }

  /// Adds the events of a delivery, and the delivery unless it is archived.
  func add(_ reading: Reading, withDelivery: Bool = true) throws {
    var latest: Instant?
    var isSpread = false
    for record in reading.events {
      let date = record.recordDate(isImport: true)
      let month = YearMonth(date)
      if let seen = latest {
        if YearMonth(seen) != month { isSpread = true }
        latest = max(seen, date)
      } else {
        latest = date
      }
      try writer.append(encoded: Record.event(record).encode(), period: Period(.standard, month), recordDate: date)
    }
    guard withDelivery else { return }
    let date = latest ?? reading.delivery.capturedAt
    let period = Period(.standard, YearMonth(date))
    let bytes = Record.delivery(reading.delivery).encode()
    guard isSpread else {
      try writer.append(encoded: bytes, period: period, recordDate: date)
      return
    }
    waiting.append((bytes, period, date))
    waitingBytes += bytes.count
    if waitingBytes >= ImportSink.waitingLimit { try settle() }
  }

  /// Seals what the waiting deliveries wait for, and adds them.
  private func settle() throws {
    guard !waiting.isEmpty else { return }
    try writer.seal(reason: .requested)
    for delivery in waiting {
      try writer.append(encoded: delivery.bytes, period: delivery.period, recordDate: delivery.date)
    }
    waiting = []
    waitingBytes = 0
  }

  /// Seals everything that was added; more may follow.
  func settleAll() throws {
    try settle()
    try writer.seal(reason: .requested)
  }

  /// Seals everything that was added.
  func finish() throws {
    try settle()
    try writer.seal(reason: .end)
  }
}
