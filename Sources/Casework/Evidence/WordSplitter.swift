/// Splits text into the pieces that a comparison of versions takes as wholes.
///
/// A run of letters and digits is one piece; so is each sign, each emoji, each run of blanks, and each character of a
/// script that is written without spaces. The pieces together are the text, byte for byte.
enum WordSplitter {
  private enum Class { case word, blank, single }

  static func split(_ text: String) -> [Substring] {
    var pieces: [Substring] = []
    var start = text.startIndex
    var index = start
    var kind: Class?
    var isDigit = false
    while index < text.endIndex {
      let character = text[index]
      let next = text.index(after: index)
      var own = classify(character)
      if own == .single, kind == .word, joins(character, afterDigit: isDigit, text, next) { own = .word }
      if let last = kind, last != own || own == .single {
        pieces.append(text[start..<index])
        start = index
      }
      kind = own
      isDigit = isNumber(character)
      index = next
    }
    if start < text.endIndex { pieces.append(text[start...]) }
    return pieces
  }

  /// `1,200.50`, `17:30` and `don't` are one piece each.
  private static func joins(_ sign: Character, afterDigit: Bool, _ text: String, _ next: String.Index) -> Bool {
    guard next < text.endIndex else { return false }
    switch sign {
    case ".", ",", ":": return afterDigit && isNumber(text[next])
    case "'", "’": return !afterDigit && classify(text[next]) == .word && !isNumber(text[next])
    case "_": return classify(text[next]) == .word
    default: return false
    }
  }

  private static func isNumber(_ character: Character) -> Bool {
    character.unicodeScalars.first?.properties.generalCategory == .decimalNumber
  }

  private static func classify(_ character: Character) -> Class {
    guard let scalar = character.unicodeScalars.first else { return .single }
    let value = scalar.value
    if value < 0x80 {
      if value == 0x0A || value == 0x0D { return .single }
      if value == 0x20 || value == 0x09 { return .blank }
      let isLetter = (0x61...0x7A).contains(value | 0x20)
      return isLetter || (0x30...0x39).contains(value) ? wordUnlessKeycap(character) : .single
    }
    if isUnspaced(value) { return .single }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .letterNumber, .nonspacingMark, .spacingMark, .enclosingMark:
      return .word
    case .spaceSeparator: return .blank
    default: return .single
    }
  }

  /// A digit inside a keycap is an emoji.
  private static func wordUnlessKeycap(_ character: Character) -> Class {
    character.unicodeScalars.contains { $0.value == 0x20E3 } ? .single : .word
  }

  /// Scripts without spaces between words: Thai, Lao, Tibetan, Myanmar, Khmer, kana, Han.
  private static func isUnspaced(_ value: UInt32) -> Bool {
    switch value {
    case 0x0E00...0x0FFF, 0x1000...0x109F, 0x1780...0x17FF, 0x2E80...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xAA60...0xAA7F, 0xF900...0xFAFF, 0xFF66...0xFF9F, 0x1B000...0x1B16F, 0x20000...0x3FFFF:
      return true
    default: return false
    }
  }
}
