import Records
import Sealing
import Vault

/// Media that were stored lately, by what the provider said of them: the same one is not fetched twice.
///
/// Bounded: the oldest is forgotten. The vault itself keeps equal bytes once per period, whatever this remembers.
struct StoredMediaCache: Sendable {
  /// What makes two promises the same medium.
  struct Key: Hashable, Sendable {
    private let period: Period
    private let sha256: String
    /// In WhatsApp's own network the sender claims the digest; only with key and cipher text it is the same file.
    private let encrypted: String?
    private let mediaKey: Digest?

    /// The key of an event's medium; nil when too little is promised to know it again.
    init?(_ record: EventRecord) {
      guard let media = record.event.content?.media, let remote = media.remote, let sha256 = media.sha256 else {
        return nil
      }
      period = record.mediaPeriod
      self.sha256 = sha256
      if remote.form == .encrypted {
        guard let encrypted = remote.encryptedSHA256, let mediaKey = remote.mediaKey else { return nil }
        self.encrypted = encrypted
        self.mediaKey = SHA256.hash(mediaKey)
      } else {
        encrypted = nil
        mediaKey = nil
      }
    }
  }

  private let limit: Int
  private var known: [Key: MediaSealing.Sealed] = [:]
  private var order: [Key] = []

  init(limit: Int = 4096) { self.limit = max(1, limit) }

  subscript(key: Key) -> MediaSealing.Sealed? { known[key] }

  mutating func add(_ sealed: MediaSealing.Sealed, for key: Key) {
    if known.updateValue(sealed, forKey: key) != nil { return }
    order.append(key)
    if order.count > 2 * limit {
      for old in order.prefix(order.count - limit) { known[old] = nil }
      order.removeFirst(order.count - limit)
    }
  }
}
