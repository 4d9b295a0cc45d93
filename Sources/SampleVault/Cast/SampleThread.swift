/// A conversation of the sample vault.
struct SampleThread: Sendable {
  /// Whether it is with one client, with a group, or known only from an exported file.
  enum Kind: Sendable { case direct, group, export }

  var short: String
  var kind: Kind
  var adviser: String
  /// The client, or the group's subject.
  var name: String
  var phone: String
  var language: String
  /// The group's members besides the adviser: short name → name and phone.
  var members: [String: (name: String, phone: String)] = [:]

  /// The member who reacts to what somebody else said: the next one, in a group, after the speaker.
  func reactor(to author: String) -> String {
    let names = members.keys.sorted()
    guard let first = names.first else { return "" }
    guard let index = names.firstIndex(of: author) else { return first }
    return names[(index + 1) % names.count]
  }
}
