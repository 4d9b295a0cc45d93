/// What arrived, byte for byte: one webhook body, one payload of a file, or one chat export.
public struct Delivery: Sendable, Hashable {
  /// A secret that was replaced before sealing, such as a pairing code.
  public struct Redaction: Sendable, Hashable {
    /// Where the replacement begins in `body`, in bytes.
    public var offset: Int64
    /// How many bytes of `body` the replacement takes.
    public var length: Int64
    /// What stood there: `pairing-code`, `session-credential`, `shared-secret`.
    public var what: String

    /// Creates a redaction.
    public init(offset: Int64, length: Int64, what: String) {
      self.offset = offset
      self.length = length
      self.what = what
    }
  }

  public var id: DeliveryID
  public var provider: Provider
  /// The business's side: Meta's phone number id, a session's fingerprint, or the name given with `--account`.
  public var account: String
  /// Our clock when the bytes arrived.
  public var capturedAt: Instant
  public var authenticity: Authenticity
  /// HTTP headers in the order they came; empty for files.
  public var headers: [Header]
  public var source: DeliverySource?
  /// The bytes, secrets replaced.
  public var body: [UInt8]
  /// SHA-256, in hexadecimal, of the bytes as they arrived, where `body` is not those; nil where it is.
  ///
  /// The digest of a body that was kept whole follows from it: 64 characters that nothing compresses are not kept twice.
  public var originalDigest: String?
  public var redactions: [Redaction]

  /// One HTTP header.
  public struct Header: Sendable, Hashable {
    public var name: String
    public var value: String

    /// Creates a header.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// Creates a delivery.
  public init(
    id: DeliveryID, provider: Provider, account: String, capturedAt: Instant, authenticity: Authenticity,
    headers: [Header] = [], source: DeliverySource? = nil, body: [UInt8], originalDigest: String? = nil,
    redactions: [Redaction] = []
  ) {
    self.id = id
    self.provider = provider
    self.account = account
    self.capturedAt = capturedAt
    self.authenticity = authenticity
    self.headers = headers
    self.source = source
    self.body = body
    self.originalDigest = originalDigest
    self.redactions = redactions
  }
}
