import Records

/// Finds the things that an envelope's `data` holds, in all the shapes that it has been seen in.
enum WasenderItems {
  struct Item: Sendable {
    var value: JSONValue
    var place: String
  }

  private static let containers = [
    "messages", "message", "chats", "chat", "contacts", "contact", "groups", "group", "reactions", "reaction",
    "receipts", "updates", "update", "calls", "call", "data",
  ]

  /// The items of `data`: its elements, what its one container member holds, or itself.
  static func items(of data: JSONValue, at place: String, depth: Int = 0) -> [Item] {
    if let elements = data.array {
      var items: [Item] = []
      for (index, element) in elements.enumerated() {
        let where_ = "\(place)[\(index)]"
        if depth < 3, isContainer(element) {
          items += WasenderItems.items(of: element, at: where_, depth: depth + 1)
        } else {
          items.append(Item(value: element, place: where_))
        }
      }
      return items
    }
    if depth < 4, isContainer(data) {
      for name in containers {
        guard let inner = data[name], inner.array != nil || inner.object != nil else { continue }
        return items(of: inner, at: place + "." + name, depth: depth + 1)
      }
    }
    return data.isNull ? [] : [Item(value: data, place: place)]
  }

  /// Whether an object holds items rather than being one: it has neither a key nor an id of its own.
  private static func isContainer(_ value: JSONValue) -> Bool {
    guard let object = value.object else { return value.array != nil }
    if value["key"] != nil || value["id"] != nil || value["jid"] != nil || value["keys"] != nil { return false }
    if value["pollResult"] != nil || value["keyId"] != nil { return false }
    return object.members.contains { member in
      containers.contains(member.name) && (member.value.array != nil || member.value.object != nil)
    }
  }
}
