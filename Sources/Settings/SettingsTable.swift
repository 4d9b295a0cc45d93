/// A table of a settings file: typed getters whose errors know their place.
///
/// A getter returns nil when the key is absent and throws when the value has another type. The `required…` ones throw
/// in both cases.
public struct SettingsTable: Sendable, Equatable {
  /// The keys from the document's root to this table, as they stand in headers; empty for the root.
  public let path: [String]
  /// The file's name, for errors.
  public let file: String
  /// The keys in the order of the text.
  public let keys: [String]
  let values: [String: SettingsValue]
  let positions: [String: SourcePosition]
  /// Where the table itself begins.
  public let position: SourcePosition

  /// An empty table, for defaults.
  public static func empty(file: String) -> SettingsTable {
    SettingsTable(
      path: [], file: file, keys: [], values: [:], positions: [:], position: SourcePosition(line: 1, column: 1))
  }

  /// The raw value of a key.
  public subscript(key: String) -> SettingsValue? { values[key] }

  /// Where a key stands; the table's own place when it does not.
  public func position(of key: String) -> SourcePosition { positions[key] ?? position }

  /// The name of a key in messages: `storage.region`.
  public func name(of key: String) -> String { (path + [key]).joined(separator: ".") }

  /// An error about the value of a key, at its place.
  public func error(
    _ key: String, _ message: String, code: SettingsError.Code = .badValue, remedy: String = ""
  ) -> SettingsError {
    let place = position(of: key)
    return SettingsError(
      code: code, message: message, file: file, line: place.line, column: place.column, remedy: remedy)
  }

  // MARK: - Optional values

  /// The string at a key.
  public func string(_ key: String) throws -> String? {
    switch values[key] {
    case nil: return nil
    case .string(let value): return value
    case .some(let other): throw wrongType(key, other, "a string in quotes")
    }
  }

  /// The integer at a key.
  public func int(_ key: String) throws -> Int? {
    switch values[key] {
    case nil: return nil
    case .integer(let value): return value
    case .some(let other): throw wrongType(key, other, "an integer")
    }
  }

  /// The integer at a key, which must lie in a range.
  public func int(_ key: String, in range: ClosedRange<Int>) throws -> Int? {
    guard let value = try int(key) else { return nil }
    guard range.contains(value) else {
      throw error(
        key, "\(name(of: key)) is \(value)", remedy: "use a value from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  /// The number at a key, integers included.
  public func number(_ key: String) throws -> Double? {
    switch values[key] {
    case nil: return nil
    case .integer(let value): return Double(value)
    case .number(let value): return value
    case .some(let other): throw wrongType(key, other, "a number")
    }
  }

  /// The truth value at a key.
  public func bool(_ key: String) throws -> Bool? {
    switch values[key] {
    case nil: return nil
    case .bool(let value): return value
    case .some(let other): throw wrongType(key, other, "true or false")
    }
  }

  /// The array of strings at a key.
  public func strings(_ key: String) throws -> [String]? {
    switch values[key] {
    case nil: return nil
    case .array(let items):
      return try items.map { item in
        guard case .string(let text) = item else { throw wrongType(key, item, "an array of strings only") }
        return text
      }
    case .some(let other): throw wrongType(key, other, "an array of strings")
    }
  }

  /// The table at a key.
  public func table(_ key: String) throws -> SettingsTable? {
    switch values[key] {
    case nil: return nil
    case .table(let value): return value
    case .some(let other): throw wrongType(key, other, "a table: [\(name(of: key))]")
    }
  }

  /// The array of tables at a key; empty when absent.
  public func tables(_ key: String) throws -> [SettingsTable] {
    switch values[key] {
    case nil: return []
    case .array(let items):
      return try items.map { item in
        guard case .table(let table) = item else { throw wrongType(key, item, "tables: [[\(name(of: key))]]") }
        return table
      }
    case .some(let other): throw wrongType(key, other, "tables: [[\(name(of: key))]]")
    }
  }

  // MARK: - Required values

  /// The string at a key that must be there.
  public func requiredString(_ key: String) throws -> String { try string(key) ?? { throw missing(key, "a string") }() }

  /// The integer at a key that must be there.
  public func requiredInt(_ key: String) throws -> Int { try int(key) ?? { throw missing(key, "an integer") }() }

  /// The truth value at a key that must be there.
  public func requiredBool(_ key: String) throws -> Bool { try bool(key) ?? { throw missing(key, "true or false") }() }

  /// The table at a key that must be there.
  public func requiredTable(_ key: String) throws -> SettingsTable {
    try table(key) ?? { throw missing(key, "a table") }()
  }

  // MARK: - Unknown keys

  /// One error for each key that is not among the allowed ones, with the nearest allowed name.
  public func unknownKeys(allowed: [String]) -> [SettingsError] {
    let known = Set(allowed)
    return keys.filter { !known.contains($0) }.map { key in
      let remedy: String
      if let near = DidYouMean.nearest(to: key, among: allowed) {
        remedy = "did you mean \(near)?"
      } else {
        remedy = allowed.isEmpty ? "remove it" : "known here: \(allowed.sorted().joined(separator: ", "))"
      }
      return error(key, "unknown key \(name(of: key))", code: .unknownKey, remedy: remedy)
    }
  }

  /// Throws the first of ``unknownKeys(allowed:)``.
  public func rejectUnknownKeys(allowed: [String]) throws {
    if let first = unknownKeys(allowed: allowed).first { throw first }
  }

  private func wrongType(_ key: String, _ value: SettingsValue, _ expected: String) -> SettingsError {
    error(key, "\(name(of: key)) is \(value.typeName)", code: .wrongType, remedy: "write \(expected)")
  }

  private func missing(_ key: String, _ expected: String) -> SettingsError {
    SettingsError(
      code: .missingKey, message: "\(name(of: key)) is missing", file: file, line: position.line,
      column: position.column, remedy: "add \(key) as \(expected)")
  }
}
