import Settings

/// Reads the keys of scripts: names as in key maps, and text in quotes, which is typed character by character.
///
///     / "from:ruiz fix" Enter
///     j j Space
public enum KeyScript {
  /// The keys of one line.
  ///
  /// A `#` after a blank, or first, begins a comment.
  /// - Throws: ``SettingsError`` with the column.
  public static func parse(_ line: String, file: String = "script", number: Int = 1) throws -> [Key] {
    var keys: [Key] = []
    let characters = Array(line)
    var index = 0
    func fail(_ column: Int, _ message: String, _ remedy: String) -> SettingsError {
      SettingsError(
        code: .badValue, message: message, file: file, line: number, column: column + 1, remedy: remedy)
    }
    while index < characters.count {
      let start = index
      if characters[index].isWhitespace {
        index += 1
      } else if characters[index] == "#", index + 1 >= characters.count || characters[index + 1] == " " {
        break
      } else if characters[index] == "\"", index + 1 < characters.count, !characters[index + 1].isWhitespace {
        index += 1
        while index < characters.count, characters[index] != "\"" {
          if characters[index] == "\\", index + 1 < characters.count { index += 1 }
          keys.append(.character(characters[index]))
          index += 1
        }
        guard index < characters.count else { throw fail(start, "text without its closing quote", "add \"") }
        index += 1
      } else {
        while index < characters.count, !characters[index].isWhitespace { index += 1 }
        let name = String(characters[start..<index])
        guard let key = Key(name) else {
          let near = DidYouMean.nearest(to: name, among: Key.names)
          throw fail(
            start, "\(name) is no key", near.map { "did you mean \($0)?" } ?? "put text to type in quotes")
        }
        keys.append(key)
      }
    }
    return keys
  }
}
