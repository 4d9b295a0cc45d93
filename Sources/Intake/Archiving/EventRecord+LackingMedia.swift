import Records

extension EventRecord {
  /// The event, read anew with why its file is missing: a gap, until a reading has the file.
  ///
  /// `reason` begins with `media-`.
  public func lackingMedia(_ reason: String, _ detail: String) -> EventRecord {
    var record = self
    record.event.content?.media?.state = .missing
    record.event.content?.media?.reason = "\(reason): \(detail)"
    record.event.content?.media?.remote = nil
    if record.event.gap == nil || record.event.gap?.reason.hasPrefix("media-") == true {
      record.event.gap = Gap(reason: reason, detail: detail)
    }
    return record
  }
}
