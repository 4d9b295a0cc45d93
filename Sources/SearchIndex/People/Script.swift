/// The script of a character, and which scripts stand together in honest words.
struct Script: Sendable, Hashable {
  let number: UInt32

  /// The script's name, as Unicode gives it.
  var name: String {
    let index = Int(number) - 1
    return ScriptTable.names.indices.contains(index) ? ScriptTable.names[index] : "unknown"
  }

  private init(number: UInt32) { self.number = number }

  private static func named(_ name: String) -> Script {
    Script(number: UInt32((ScriptTable.names.firstIndex(of: name) ?? -1) + 1))
  }

  /// Scripts that write with letters one after the other, many of them alike.
  static let alphabets: Set<Script> = [
    named("Latin"), named("Greek"), named("Cyrillic"), named("Armenian"), named("Georgian"), named("Cherokee"),
    named("Coptic"), named("Lisu"),
  ]
  /// Scripts that Chinese, Japanese and Korean write together, with Latin letters among them.
  private static let eastAsian: Set<Script> = [
    named("Latin"), named("Han"), named("Hiragana"), named("Katakana"), named("Bopomofo"), named("Hangul"),
  ]

  /// The script of a character; nil for what is common to all.
  static func of(_ scalar: Unicode.Scalar) -> Script? {
    let ranges = ScriptTable.ranges
    var low = 0
    var high = ranges.count / 3
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle * 3 + 1] < scalar.value { low = middle + 1 } else { high = middle }
    }
    guard low < ranges.count / 3, ranges[low * 3] <= scalar.value else { return nil }
    return Script(number: ranges[low * 3 + 2])
  }

  /// Whether one word mixes scripts that do not belong together.
  static func areMixed(_ text: String.UnicodeScalarView) -> Bool {
    var word: Set<Script> = []
    for scalar in text {
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
        guard let script = of(scalar) else { continue }
        word.insert(script)
        if word.count > 1, !word.isSubset(of: eastAsian) { return true }
      case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .format: continue
      default: word = []
      }
    }
    return false
  }
}
