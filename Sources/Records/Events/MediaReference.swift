/// An attachment: what the provider claims about it, and what the vault has of it.
public struct MediaReference: Sendable, Hashable {
  /// Whether the bytes are in the vault.
  public enum State: String, Sendable, Hashable {
    /// Sealed in the vault at `path`.
    case stored
    /// Named by the provider, not fetched.
    case remote
    /// Gone or never there; `reason` says why.
    case missing
  }

  public var state: State
  /// The object in the vault, when stored.
  public var path: String?
  public var mimeType: String?
  public var fileName: String?
  /// Size in bytes.
  public var size: Int64?
  /// SHA-256 of the plain bytes, in hexadecimal: ours when stored, else the provider's claim.
  public var sha256: String?
  /// The provider's media id.
  public var providerID: String?
  /// Pixels, where known.
  public var width: Int64?
  public var height: Int64?
  /// Length in seconds, where known.
  public var seconds: Int64?
  /// Why it is missing.
  public var reason: String?
  /// How it can be fetched, while it waits: not part of the record.
  public var remote: RemoteMedia?

  /// Creates a reference.
  public init(
    _ state: State, path: String? = nil, mimeType: String? = nil, fileName: String? = nil, size: Int64? = nil,
    sha256: String? = nil, providerID: String? = nil, width: Int64? = nil, height: Int64? = nil,
    seconds: Int64? = nil, reason: String? = nil,
    remote: RemoteMedia? = nil
  ) {
    self.state = state
    self.path = path
    self.mimeType = mimeType
    self.fileName = fileName
    self.size = size
    self.sha256 = sha256
    self.providerID = providerID
    self.width = width
    self.height = height
    self.seconds = seconds
    self.reason = reason
    self.remote = remote
  }
}
