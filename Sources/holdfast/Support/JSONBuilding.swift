import Records

extension JSONValue {
  /// An object from pairs; members without a value are written as null.
  static func of(_ members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
    .object(JSONObject(members.map { JSONObject.Member(name: $0.key, value: $0.value ?? .null) }))
  }

  /// A whole number.
  static func whole(_ value: some BinaryInteger) -> JSONValue { .number(String(value)) }

  /// A list of strings.
  static func texts(_ values: [String]) -> JSONValue { .array(values.map(JSONValue.string)) }

  /// An instant as RFC 3339 in UTC; null when absent.
  static func instant(_ value: Instant?) -> JSONValue { value.map { .string($0.rfc3339) } ?? .null }

  /// A string; null when absent.
  static func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
}
