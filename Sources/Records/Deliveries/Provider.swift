/// Where a delivery comes from; an open set, because providers come and go.
public struct Provider: Sendable, Hashable, RawRepresentable, CustomStringConvertible {
  public var rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Meta's WhatsApp Cloud API.
  public static let meta = Provider(rawValue: "meta")
  /// WASenderApi and other gateways with Baileys-shaped payloads.
  public static let wasender = Provider(rawValue: "wasender")
  /// A file that WhatsApp's own *Export chat* wrote.
  public static let chatExport = Provider(rawValue: "chat-export")

  public var description: String { rawValue }
}
