import Records
import Sealing

/// An attachment that waits to be fetched: the event that names it, and how it can be had.
public struct MediaJob: Sendable, Hashable {
  /// The event whose `content.media` waits.
  public var record: EventRecord
  /// The account's name in the gateway's configuration.
  public var endpoint: String

  /// Creates a job.
  public init(record: EventRecord, endpoint: String) {
    self.record = record
    self.endpoint = endpoint
  }

  /// Whose payload named it.
  public var provider: Provider { record.event.provider }
  /// What is fetched.
  public var media: MediaReference? { record.event.content?.media }

  /// The jobs of a delivery's events.
  public static func jobs(in events: [EventRecord], endpoint: String) -> [MediaJob] {
    events.compactMap { record in
      guard let media = record.event.content?.media, media.state == .remote, media.remote != nil else { return nil }
      return MediaJob(record: record, endpoint: endpoint)
    }
  }
}
