/// What a message says.
public struct Content: Sendable, Hashable {
  /// The kind of content; an open set named as Meta names it.
  public struct Kind: Sendable, Hashable, RawRepresentable, CustomStringConvertible {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let text = Kind(rawValue: "text")
    public static let image = Kind(rawValue: "image")
    public static let audio = Kind(rawValue: "audio")
    /// A voice note, as against an audio file.
    public static let voice = Kind(rawValue: "voice")
    public static let video = Kind(rawValue: "video")
    public static let document = Kind(rawValue: "document")
    public static let sticker = Kind(rawValue: "sticker")
    public static let location = Kind(rawValue: "location")
    public static let contacts = Kind(rawValue: "contacts")
    public static let interactive = Kind(rawValue: "interactive")
    public static let button = Kind(rawValue: "button")
    public static let order = Kind(rawValue: "order")
    public static let poll = Kind(rawValue: "poll")
    /// Received, but the provider does not say what: a gap.
    public static let unsupported = Kind(rawValue: "unsupported")
    public var description: String { rawValue }
  }

  public var kind: Kind
  /// The words: body, caption, button title, or a plain rendering of a location or contact card.
  public var text: String?
  public var media: MediaReference?
  /// Further fields, kept as the text they arrived in: `latitude`, `button_id`, `response_json`.
  public var fields: [String: String]

  /// Creates content.
  public init(_ kind: Kind, text: String? = nil, media: MediaReference? = nil, fields: [String: String] = [:]) {
    self.kind = kind
    self.text = text
    self.media = media
    self.fields = fields
  }

  /// Whether the kind is one that comes with a file.
  public var isMedia: Bool { media != nil }
}
