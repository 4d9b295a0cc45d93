/// A name that Holdfast gave: a prefix that says what it names, a hyphen, and lower-case base32.
///
/// Identifiers are compared and ordered as their bytes; they carry no personal data.
public protocol Identifier: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The letters before the hyphen.
  static var prefix: String { get }
  /// The whole name, prefix included.
  var text: String { get }
  /// Wraps a text that is known to be well formed.
  init(unchecked text: String)
}

extension Identifier {
  /// Creates the identifier from the base32 part.
  public init(suffix: String) { self.init(unchecked: Self.prefix + "-" + suffix) }

  /// Reads an identifier from outside; nil unless it has this prefix and only lower-case base32 after it.
  public init?(_ text: String) {
    let bytes = text.utf8
    let lead = Self.prefix.utf8
    guard bytes.count > lead.count + 1, bytes.count <= lead.count + 1 + 52, bytes.starts(with: lead) else { return nil }
    let rest = bytes.dropFirst(lead.count)
    guard rest.first == 0x2D else { return nil }
    for byte in rest.dropFirst() {
      guard (0x61...0x7A).contains(byte) || (0x32...0x37).contains(byte) else { return nil }
    }
    self.init(unchecked: text)
  }

  public var description: String { text }
  public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

/// One vault.
public struct VaultID: Identifier {
  public static let prefix = "v"
  public let text: String
  public init(unchecked text: String) { self.text = text }
}

/// One message as an officer sees it, stable across rebuilds, machines and re-imports.
public struct MessageID: Identifier {
  public static let prefix = "m"
  public let text: String
  public init(unchecked text: String) { self.text = text }
}

/// One conversation: an account and its counterpart, or an account and a group.
public struct ConversationID: Identifier {
  public static let prefix = "c"
  public let text: String
  public init(unchecked text: String) { self.text = text }
}

/// One captured delivery: a webhook body, or a unit of an imported file.
public struct DeliveryID: Identifier {
  public static let prefix = "d"
  public let text: String
  public init(unchecked text: String) { self.text = text }
}

/// One officer of the vault.
public struct OfficerID: Identifier {
  public static let prefix = "o"
  public let text: String
  public init(unchecked text: String) { self.text = text }
}

/// One writer and its ledger.
public struct WriterID: Identifier {
  public static let prefix = "w"
  public let text: String
  public init(unchecked text: String) { self.text = text }
}

/// One sealed segment or large-record object.
public struct SegmentID: Identifier {
  public static let prefix = "s"
  public let text: String
  public init(unchecked text: String) { self.text = text }
}

/// One legal hold.
public struct HoldID: Identifier {
  public static let prefix = "h"
  public let text: String
  public init(unchecked text: String) { self.text = text }
}

/// One officer act.
public struct ActID: Identifier {
  public static let prefix = "a"
  public let text: String
  public init(unchecked text: String) { self.text = text }
}

/// One person: a set of claims that records or officers say belong together.
public struct PersonID: Identifier {
  public static let prefix = "p"
  public let text: String
  public init(unchecked text: String) { self.text = text }
}
