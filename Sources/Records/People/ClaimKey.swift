/// A claim that somebody can be named by: a number, an id, a user name, or a bare name within its conversation.
///
/// As text it is `phone:447700900123`, `lid:…`, `user:…`, `username:…`, or `name:c-…:Anna`. A name alone is nobody's
/// identity: without an identifier beside it, it means somebody in one conversation only.
public struct ClaimKey: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// What kind of claim it is, the strongest last but one.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case phone, lid, user, username, name

    /// Whether a provider vouches for it: it is one account's at a time.
    public var isStrong: Bool { self == .phone || self == .lid || self == .user }
  }

  /// The longest value that is read from outside, in bytes.
  public static let maximumLength = 1024

  public var kind: Kind
  /// Digits of a number, an id, a user name in lower case and without `@`, or a name as it was written.
  public var value: String
  /// The conversation that a bare name was seen in.
  public var scope: ConversationID?

  /// Creates a key.
  public init(_ kind: Kind, _ value: String, scope: ConversationID? = nil) {
    self.kind = kind
    self.value = kind == .username ? ClaimKey.username(value) : value
    self.scope = kind == .name ? scope : nil
  }

  /// Reads a key from its text; nil when it is none.
  public init?(_ text: String) {
    guard text.utf8.count <= ClaimKey.maximumLength, let colon = text.firstIndex(of: ":"),
      let kind = Kind(rawValue: String(text[..<colon]))
    else { return nil }
    var value = String(text[text.index(after: colon)...])
    var scope: ConversationID?
    if kind == .name {
      guard let second = value.firstIndex(of: ":") else { return nil }
      let place = String(value[..<second])
      if !place.isEmpty {
        guard let id = ConversationID(place) else { return nil }
        scope = id
      }
      value = String(value[value.index(after: second)...])
    }
    if kind == .phone {
      if value.utf8.first == 0x2B { value.removeFirst() }
      guard value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    }
    guard !value.isEmpty else { return nil }
    self.init(kind, value, scope: scope)
    guard !self.value.isEmpty else { return nil }
  }

  /// The key as text, which `init(_:)` reads.
  public var text: String {
    kind == .name ? "name:\(scope?.text ?? ""):\(value)" : kind.rawValue + ":" + value
  }

  public var description: String { text }
  public static func < (left: ClaimKey, right: ClaimKey) -> Bool { left.text < right.text }

  /// A user name as it is compared: lower case, without the sign before it.
  public static func username(_ text: String) -> String {
    let lower = text.lowercased()
    return lower.utf8.first == 0x40 ? String(lower.dropFirst()) : lower
  }
}

extension Party {
  /// What the party can be named by: its number and ids; else its user name; else its name, within a conversation.
  public func keys(in conversation: ConversationID?) -> [ClaimKey] {
    var keys: [ClaimKey] = []
    if let userID, !userID.isEmpty { keys.append(ClaimKey(.user, userID)) }
    if let lid, !lid.isEmpty { keys.append(ClaimKey(.lid, lid)) }
    if let phone, !phone.isEmpty { keys.append(ClaimKey(.phone, phone)) }
    if !keys.isEmpty { return keys }
    if let username {
      let key = ClaimKey(.username, username)
      if !key.value.isEmpty { return [key] }
    }
    if let name, !name.isEmpty { return [ClaimKey(.name, name, scope: conversation)] }
    return []
  }
}
