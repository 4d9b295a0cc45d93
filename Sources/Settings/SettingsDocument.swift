import TOMLKit

/// Reads settings files: TOML in, ``SettingsTable`` out.
///
/// The one place that knows the TOML library.
public enum SettingsDocument {
  /// The largest document that is read.
  ///
  /// Settings are small; anything larger is a mistake or an attack.
  public static let maximumBytes = 1 << 20

  /// Parses a document.
  /// - Parameters:
  ///   - text: The document.
  ///   - file: Its name, for errors.
  /// - Throws: ``SettingsError`` with the place of the first error.
  public static func parse(_ text: String, file: String) throws -> SettingsTable {
    guard text.utf8.count <= maximumBytes else {
      throw SettingsError(
        code: .syntax, message: "the file is larger than \(maximumBytes) bytes", file: file,
        remedy: "check that it is the right file")
    }
    try refuseNul(text, file: file)
    let scanner = KeyScanner(text)
    if let place = scanner.malformedHeader {
      throw SettingsError(
        code: .syntax, message: "a table header without a name", file: file, line: place.line, column: place.column,
        remedy: "write it as [name]")
    }
    if let place = scanner.malformedElement {
      throw SettingsError(
        code: .syntax, message: "a value or ‘]’ is missing in an array", file: file, line: place.line,
        column: place.column, remedy: "write it as [1, 2]")
    }
    if let place = scanner.malformedDate {
      throw SettingsError(
        code: .syntax, message: "a date without the time that is announced", file: file, line: place.line,
        column: place.column, remedy: "correct the TOML here")
    }
    let root: TOMLTable
    do {
      root = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw SettingsError(
        code: .syntax, message: clean(error.description), file: file, line: error.source.begin.line,
        column: error.source.begin.column, remedy: "correct the TOML here")
    }
    return try Builder(file: file, scanner: scanner).table(root, path: [], place: [])
  }

  /// Parses bytes, which must be UTF-8.
  public static func parse(_ bytes: [UInt8], file: String) throws -> SettingsTable {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw SettingsError(
        code: .syntax, message: "the file is not UTF-8 text", file: file, remedy: "save it as UTF-8")
    }
    return try parse(text, file: file)
  }

  /// The library hands strings over as C strings, which a NUL would cut short without a word.
  private static func refuseNul(_ text: String, file: String) throws {
    var line = 1
    var zeros = 0
    var inEscape = false
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      if scalar == "\n" { line += 1 }
      if previous == "\\", scalar == "u" || scalar == "U" {
        inEscape = true
        zeros = scalar == "u" ? 4 : 8
      } else if inEscape {
        if scalar == "0" { zeros -= 1 } else { inEscape = false }
      }
      if scalar.value == 0 || (inEscape && zeros == 0) {
        throw SettingsError(
          code: .syntax, message: "a NUL character is not allowed", file: file, line: line, column: 1,
          remedy: "remove it")
      }
      previous = previous == "\\" && scalar == "\\" ? " " : scalar
    }
  }

  /// The library's messages, on one line and without a trailing full stop.
  private static func clean(_ message: String) -> String {
    var text = message.split(whereSeparator: \.isNewline).joined(separator: " ")
    while text.hasSuffix(".") { text.removeLast() }
    return text
  }

  private struct Builder {
    let file: String
    let scanner: KeyScanner

    /// - Parameters:
    ///   - path: The keys, as in messages.
    ///   - place: The keys with array elements numbered, as the scanner knows them.
    func table(_ source: TOMLTable, path: [String], place: [String]) throws -> SettingsTable {
      var values: [String: SettingsValue] = [:]
      var positions: [String: SourcePosition] = [:]
      for key in source.keys {
        let here = place + [key]
        guard let node = source[key]?.tomlValue else {
          throw SettingsError(code: .syntax, message: "the key \(key) cannot be read", file: file)
        }
        values[key] = try value(node, path: path + [key], place: here)
        positions[key] = scanner.positions[here]
      }
      // The library sorts keys by bytes; people expect the order of their file.
      let order = values.keys.sorted { a, b in
        let first = positions[a] ?? SourcePosition(line: .max, column: 0)
        let second = positions[b] ?? SourcePosition(line: .max, column: 0)
        return (first.line, first.column, a) < (second.line, second.column, b)
      }
      return SettingsTable(
        path: path, file: file, keys: order, values: values, positions: positions,
        position: scanner.positions[place] ?? SourcePosition(line: 1, column: 1))
    }

    private func value(_ node: TOMLValue, path: [String], place: [String]) throws -> SettingsValue {
      switch node.type {
      case .string: return .string(node.string ?? "")
      case .int: return .integer(node.int ?? 0)
      case .double: return .number(node.double ?? 0)
      case .bool: return .bool(node.bool ?? false)
      case .date, .time, .dateTime: return .moment
      case .table:
        guard let inner = node.table else { return .moment }
        return .table(try table(inner, path: path, place: place))
      case .array:
        guard let items = node.array else { return .array([]) }
        var result: [SettingsValue] = []
        for number in 0..<items.count {
          result.append(try value(items[number].tomlValue, path: path, place: place + [String(number)]))
        }
        return .array(result)
      }
    }
  }
}
