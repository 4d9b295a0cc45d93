/// Everything one payload says about a person or a number: claims, never a merged identity.
public struct Party: Sendable, Hashable {
  /// Digits as the provider gave them, without `+`.
  public var phone: String?
  /// WhatsApp's linked id, the digits before `@lid`.
  public var lid: String?
  /// Meta's business-scoped user id.
  public var userID: String?
  public var username: String?
  /// The profile name, the push name, or the label in a chat export.
  public var name: String?

  /// Creates a party.
  public init(
    phone: String? = nil, lid: String? = nil, userID: String? = nil, username: String? = nil, name: String? = nil
  ) {
    self.phone = phone
    self.lid = lid
    self.userID = userID
    self.username = username
    self.name = name
  }

  /// Whether nothing at all is claimed.
  public var isEmpty: Bool { phone == nil && lid == nil && userID == nil && username == nil && name == nil }

  /// The strongest claim as a key: `phone:…`, `lid:…`, `user:…`, `username:…`, `name:…`; nil when empty.
  public var key: String? {
    if let phone { return "phone:" + phone }
    if let lid { return "lid:" + lid }
    if let userID { return "user:" + userID }
    if let username { return "username:" + username }
    if let name { return "name:" + name }
    return nil
  }
}
