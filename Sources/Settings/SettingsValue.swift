/// One value of a settings file.
public enum SettingsValue: Sendable, Equatable {
  case string(String)
  case integer(Int)
  case number(Double)
  case bool(Bool)
  /// A TOML date or time. Settings have no use for them, so they are kept only to be named in an error.
  case moment
  case array([SettingsValue])
  case table(SettingsTable)

  /// The type's name in an error message.
  public var typeName: String {
    switch self {
    case .string: "a string"
    case .integer: "an integer"
    case .number: "a number"
    case .bool: "true or false"
    case .moment: "a date or time"
    case .array: "an array"
    case .table: "a table"
    }
  }
}
