/// Finds where each key of a TOML document stands.
///
/// The parser tells positions of errors only. This scanner runs after it, on text already known to be valid TOML, so it
/// needs to understand keys, headers and where a value ends, nothing more; on anything odd it just finds fewer places.
struct KeyScanner {
  /// Positions by the path of a key; array elements are numbered: `["rule", "0", "name"]`.
  private(set) var positions: [[String]: SourcePosition] = [:]
  /// Paths in the order of the text.
  private(set) var order: [[String]] = []
  /// The first table header that does not begin with a key.
  ///
  /// The parser would stop the program there by an assertion.
  private(set) var malformedHeader: SourcePosition?
  /// The first place in an array that ends a value before one began, where the parser would stop the program, too.
  private(set) var malformedElement: SourcePosition?
  /// The first date that something else than a time follows, where the parser would stop the program, too.
  private(set) var malformedDate: SourcePosition?

  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var line = 1
  private var lineStart = 0
  private var arrayCounts: [[String]: Int] = [:]

  /// Deeper than the parser goes, so that nothing it meets was not met here.
  private static let maximumDepth = 300

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
    var table: [String] = []
    while let scalar = skipBlank() {
      if scalar == "[" {
        table = header()
      } else {
        let before = index
        keyValue(in: table, depth: 0)
        if index == before { advance() }
      }
      // A valid line has nothing but a comment left here.
      while let rest = peek, rest != "\n" { advance() }
    }
  }

  // MARK: - Structure

  private mutating func header() -> [String] {
    advance()
    let isArray = peek == "["
    if isArray { advance() }
    let first = skipSpaces()
    let start = here
    if malformedHeader == nil, let first, !Self.mayBeginKey(first), first != "]" { malformedHeader = start }
    let parts = keyParts().map(\.name)
    while let scalar = peek, scalar == "]" || scalar == " " || scalar == "\t" { advance() }
    let resolved = resolve(parts.dropLast()) + parts.suffix(1)
    note(resolved, at: start)
    guard isArray else { return resolve(parts[...]) }
    let number = arrayCounts[resolved, default: 0]
    arrayCounts[resolved] = number + 1
    let element = resolved + [String(number)]
    note(element, at: start)
    return element
  }

  /// Adds, after each array of tables in a path, the number of its last element.
  private func resolve(_ parts: ArraySlice<String>) -> [String] {
    var path: [String] = []
    for part in parts {
      path.append(part)
      if let count = arrayCounts[path] { path.append(String(count - 1)) }
    }
    return path
  }

  private mutating func keyValue(in table: [String], depth: Int) {
    let parts = keyParts()
    guard !parts.isEmpty else { return }
    var path = table
    for part in parts {
      path.append(part.name)
      note(path, at: part.position)
    }
    _ = skipSpaces()
    guard peek == "=" else { return }
    advance()
    _ = skipSpaces()
    value(at: path, depth: depth)
  }

  private mutating func value(at path: [String], depth: Int) {
    guard let scalar = peek, depth < Self.maximumDepth else { return }
    switch scalar {
    case "\"", "'": _ = quoted()
    case "{":
      advance()
      while let next = skipBlank(), next != "}" {
        let before = index
        if next == "," { advance() } else { keyValue(in: path, depth: depth + 1) }
        if index == before { return }
      }
      advance()
    case "[":
      advance()
      var number = 0
      while let next = skipBlank(), next != "]" {
        let before = index
        if next == "," {
          advance()
        } else {
          if malformedElement == nil, Self.endsValue(next) { malformedElement = here }
          note(path + [String(number)], at: here)
          value(at: path + [String(number)], depth: depth + 1)
          number += 1
        }
        if index == before { return }
      }
      advance()
    default:
      let (start, place) = (index, here)
      while let next = peek, !",]}#\n".unicodeScalars.contains(next) { advance() }
      if malformedDate == nil, Self.isDateWithoutTime(scalars[start..<index]) { malformedDate = place }
    }
  }

  /// Whether a bare value is a date, a sign that announces a time, and then none.
  private static func isDateWithoutTime(_ value: ArraySlice<Unicode.Scalar>) -> Bool {
    var value = value
    while let last = value.last, last == " " || last == "\t" || last == "\r" { value.removeLast() }
    guard value.count > 11 else { return false }
    let digits = [0, 1, 2, 3, 5, 6, 8, 9].allSatisfy { ("0"..."9").contains(value[value.startIndex + $0]) }
    guard digits, value[value.startIndex + 4] == "-", value[value.startIndex + 7] == "-" else { return false }
    return !("0"..."9").contains(value[value.startIndex + 11])
  }

  private mutating func keyParts() -> [(name: String, position: SourcePosition)] {
    var parts: [(name: String, position: SourcePosition)] = []
    while let scalar = skipSpaces() {
      let start = here
      if scalar == "\"" || scalar == "'" {
        parts.append((quoted(), start))
      } else {
        var name = String.UnicodeScalarView()
        while let next = peek, !" \t\r\n.=]},#\"'[{".unicodeScalars.contains(next) {
          name.append(next)
          advance()
        }
        if name.isEmpty { return parts }
        parts.append((String(name), start))
      }
      guard skipSpaces() == "." else { return parts }
      advance()
    }
    return parts
  }

  /// Reads a string of any of the four kinds; escapes are undone only as far as key names need it.
  private mutating func quoted() -> String {
    guard let quote = peek else { return "" }
    advance()
    var text = String.UnicodeScalarView()
    let isLong = peek == quote && peek(1) == quote
    if isLong {
      advance()
      advance()
    } else if peek == quote {
      advance()
      return ""
    }
    while let scalar = peek {
      if scalar == "\\", quote == "\"" {
        advance()
        if let escaped = escape() { text.append(escaped) }
      } else if scalar == quote, !isLong {
        advance()
        return String(text)
      } else if scalar == quote, peek(1) == quote, peek(2) == quote {
        // Up to two quotes may stand directly before the closing three.
        while peek == quote { advance() }
        return String(text)
      } else {
        text.append(scalar)
        advance()
      }
    }
    return String(text)
  }

  private mutating func escape() -> Unicode.Scalar? {
    guard let kind = peek else { return nil }
    advance()
    switch kind {
    case "b": return "\u{8}"
    case "t": return "\t"
    case "n": return "\n"
    case "f": return "\u{c}"
    case "r": return "\r"
    case "u", "U":
      var value: UInt32 = 0
      for _ in 0..<(kind == "u" ? 4 : 8) {
        guard let digit = peek.flatMap({ Character($0).hexDigitValue }) else { return nil }
        value = value &* 16 &+ UInt32(digit)
        advance()
      }
      return Unicode.Scalar(value)
    default: return kind
    }
  }

  /// What the parser takes for the end of a value though it neither skips it nor expects it in an array.
  private static func endsValue(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "}" || scalar == "\u{85}" || scalar == "\u{2028}" || scalar == "\u{2029}"
  }

  private static func mayBeginKey(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "-", "\"", "'": true
    default: false
    }
  }

  // MARK: - Text

  private var peek: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }
  private func peek(_ offset: Int) -> Unicode.Scalar? {
    index + offset < scalars.count ? scalars[index + offset] : nil
  }
  private var here: SourcePosition { SourcePosition(line: line, column: index - lineStart + 1) }

  private mutating func advance() {
    guard index < scalars.count else { return }
    if scalars[index] == "\n" {
      line += 1
      lineStart = index + 1
    }
    index += 1
  }

  private mutating func skipSpaces() -> Unicode.Scalar? {
    while let scalar = peek, scalar == " " || scalar == "\t" { advance() }
    return peek
  }

  /// Skips white space, line ends and comments.
  private mutating func skipBlank() -> Unicode.Scalar? {
    while let scalar = peek {
      if scalar == "#" {
        while let rest = peek, rest != "\n" { advance() }
      } else if scalar == " " || scalar == "\t" || scalar == "\r" || scalar == "\n" || scalar == "\u{feff}" {
        advance()
      } else {
        return scalar
      }
    }
    return nil
  }

  private mutating func note(_ path: [String], at position: SourcePosition) {
    guard positions[path] == nil else { return }
    positions[path] = position
    order.append(path)
  }
}
