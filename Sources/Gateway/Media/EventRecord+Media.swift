import Records

extension EventRecord {
  /// Where the medium is filed: beside its event, by the gateway's clock.
  var mediaPeriod: Period { Period(.standard, YearMonth(capturedAt)) }

  /// The event, read anew with its medium in the vault.
  func completed(with sealed: MediaSealing.Sealed) -> EventRecord {
    var record = self
    guard var content = event.content, var media = content.media else { return self }
    let claim = media.sha256
    media.state = .stored
    media.path = sealed.stored.path
    media.sha256 = sealed.stored.sha256
    media.size = sealed.stored.size
    media.reason = nil
    media.remote = nil
    let facts = sealed.facts
    if let width = facts.width, let height = facts.height { (media.width, media.height) = (width, height) }
    media.seconds = facts.seconds ?? media.seconds
    if let claimed = media.mimeType, facts.contradicts(claimed), let found = facts.mimeType {
      record.event.notes.append("The sender's device says \(claimed.prefix(100)), the file's content \(found).")
    }
    media.mimeType = media.mimeType ?? facts.mimeType
    if let claim, claim != sealed.stored.sha256 {
      record.event.notes.append("The webhook announced a file with the SHA-256 \(claim.prefix(64)).")
    }
    content.media = media
    record.event.content = content
    if record.event.gap?.reason.hasPrefix("media-") == true { record.event.gap = nil }
    return record
  }

  /// The event, read anew with what is known about why its medium is missing.
  func lacking(_ failure: MediaFailure) -> EventRecord { lackingMedia(failure.reason, failure.detail) }
}
