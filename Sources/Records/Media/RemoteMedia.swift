/// How an attachment can be fetched, as the delivery says it: needed until it was, and part of no record.
///
/// The raw delivery keeps it. It holds the key of the medium, so it is never printed.
public struct RemoteMedia: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
  /// What the bytes at the address are.
  public enum Form: String, Sendable, Hashable {
    /// The medium itself; a token may be needed.
    case plain
    /// Encrypted as WhatsApp's own network has it: a media key is needed.
    case encrypted
  }

  public var form: Form
  /// Where it lies, if the delivery says it.
  public var url: String?
  /// The path on WhatsApp's own media host.
  public var directPath: String?
  /// The 32 bytes that the medium's keys derive from.
  public var mediaKey: [UInt8]?
  /// SHA-256 of the encrypted bytes, in hexadecimal.
  public var encryptedSHA256: String?
  /// When it was put there.
  public var since: Instant?

  /// Creates a description.
  public init(
    _ form: Form, url: String? = nil, directPath: String? = nil, mediaKey: [UInt8]? = nil,
    encryptedSHA256: String? = nil, since: Instant? = nil
  ) {
    self.form = form
    self.url = url
    self.directPath = directPath
    self.mediaKey = mediaKey
    self.encryptedSHA256 = encryptedSHA256
    self.since = since
  }

  /// Says the form and nothing else.
  public var description: String { "RemoteMedia(\(form.rawValue))" }
  /// Shows nothing to `dump`.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
