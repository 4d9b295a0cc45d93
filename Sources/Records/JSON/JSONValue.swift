/// A JSON value as it was written: numbers keep their token, objects their order and duplicate keys.
public enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  /// The number's own characters, so that neither precision nor form is lost.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)
}

/// The members of a JSON object in the order they came.
public struct JSONObject: Sendable, Hashable {
  /// One name and its value.
  public struct Member: Sendable, Hashable {
    public var name: String
    public var value: JSONValue

    /// Creates a member.
    public init(name: String, value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  public var members: [Member]

  /// Creates an object from its members.
  public init(_ members: [Member] = []) { self.members = members }

  /// The value of the last member of this name, as most readers take it.
  ///
  /// Linear on purpose: payload objects have a handful of members, for which hashing costs more.
  public subscript(name: String) -> JSONValue? {
    var index = members.count - 1
    while index >= 0 {
      if members[index].name == name { return members[index].value }
      index -= 1
    }
    return nil
  }
}

extension JSONValue {
  /// The member of an object; nil for every other value and for JSON null.
  public subscript(name: String) -> JSONValue? {
    guard case .object(let object) = self, let value = object[name] else { return nil }
    if case .null = value { return nil }
    return value
  }

  /// The element of an array; nil out of range.
  public subscript(index: Int) -> JSONValue? {
    guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
    return elements[index]
  }

  /// The text of a string.
  public var string: String? {
    if case .string(let text) = self { return text }
    return nil
  }

  /// The text of a string, or the token of a number: identifiers arrive as either.
  public var text: String? {
    switch self {
    case .string(let text), .number(let text): return text
    default: return nil
    }
  }

  /// A whole number, from a number or from a string of digits.
  public var integer: Int64? { text.flatMap { Int64($0) } }

  /// The truth value.
  public var bool: Bool? {
    if case .bool(let value) = self { return value }
    return nil
  }

  /// The elements of an array.
  public var array: [JSONValue]? {
    if case .array(let elements) = self { return elements }
    return nil
  }

  /// The members of an object.
  public var object: JSONObject? {
    if case .object(let object) = self { return object }
    return nil
  }

  /// Whether this is JSON null.
  public var isNull: Bool {
    if case .null = self { return true }
    return false
  }
}
