import Foundation

/// How a name is written, as against what it seems to say.
struct NameShape: Sendable, Hashable {
  /// Oddities of the characters themselves.
  struct Oddities: OptionSet, Sendable, Hashable {
    let rawValue: Int64
    static let bidiControl = Oddities(rawValue: 1)
    static let invisible = Oddities(rawValue: 2)
    static let mixedScripts = Oddities(rawValue: 4)
  }

  var oddities: Oddities = []
  /// The name without what cannot be seen, in lower case and with single spaces: equal for equal names.
  var folded = ""
  /// Letters and digits as they look, whatever script they are of; nil where nothing is left.
  var skeleton: String?
  /// The digits from the last to the first, where the name is nothing but a phone number.
  var digits: String?

  /// Looks at a name; at no more than its first 256 characters.
  init(_ name: String) {
    var visible = String.UnicodeScalarView()
    var isAfterAlphabet = false
    for scalar in name.unicodeScalars.prefix(256) {
      if NameShape.isBidiControl(scalar) {
        oddities.insert(.bidiControl)
      } else if NameShape.isInvisible(scalar, isAfterAlphabet: isAfterAlphabet) {
        oddities.insert(.invisible)
      } else {
        visible.append(scalar)
        isAfterAlphabet = Script.of(scalar).map { Script.alphabets.contains($0) } ?? false
      }
    }
    if Script.areMixed(visible) { oddities.insert(.mixedScripts) }
    let text = String(visible)
    folded = NameShape.spaced(
      text.precomposedStringWithCompatibilityMapping.lowercased().unicodeScalars.map { Optional($0) })
    let skeleton = NameShape.skeleton(text)
    if !skeleton.isEmpty { self.skeleton = skeleton }
    digits = NameShape.digits(text).map { String($0.reversed()) }
  }

  /// Letters and digits by what they look like.
  private static func skeleton(_ text: String) -> String {
    var scalars: [Unicode.Scalar?] = []
    for scalar in text.decomposedStringWithCompatibilityMapping.unicodeScalars {
      let look = Confusables.prototype(of: scalar) ?? scalar
      switch look.properties.generalCategory {
      case .nonspacingMark, .enclosingMark, .format, .control: continue
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
        .letterNumber, .otherNumber, .spacingMark:
        // A capital I looks like a small L.
        let lower = look == "I" ? "l" : look.properties.lowercaseMapping
        for scalar in lower.unicodeScalars { scalars.append(scalar) }
      default: scalars.append(nil)
      }
    }
    return spaced(scalars).replacing("rn", with: "m").replacing("vv", with: "w")
  }

  /// Joined, with one space where there are spaces or nothing.
  private static func spaced(_ scalars: [Unicode.Scalar?]) -> String {
    var result = String.UnicodeScalarView()
    var hasGap = false
    for scalar in scalars {
      guard let scalar, !scalar.properties.isWhitespace else {
        hasGap = true
        continue
      }
      if hasGap, !result.isEmpty { result.append(" ") }
      hasGap = false
      result.append(scalar)
    }
    return String(result)
  }

  private static func digits(_ text: String) -> String? {
    var digits = ""
    for scalar in text.unicodeScalars {
      if scalar.properties.generalCategory == .decimalNumber, let value = scalar.properties.numericValue {
        digits += String(Int(value))
      } else if scalar == "+" {
        guard digits.isEmpty else { return nil }
      } else if !"-()./~".unicodeScalars.contains(scalar), !scalar.properties.isWhitespace,
        scalar.properties.generalCategory != .dashPunctuation
      {
        return nil
      }
    }
    // What is dialled before a number, from abroad or at home, is no part of it.
    while digits.hasPrefix("0") { digits.removeFirst() }
    return (7...15).contains(digits.utf8.count) ? digits : nil
  }

  static func isBidiControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: return true
    default: return false
    }
  }

  /// Joiners are part of emoji and of some scripts; in the middle of an alphabet they only hide.
  static func isInvisible(_ scalar: Unicode.Scalar, isAfterAlphabet: Bool) -> Bool {
    switch scalar.value {
    case 0x200C, 0x200D: return isAfterAlphabet
    case 0x00AD, 0x115F, 0x1160, 0x180E, 0x200B, 0x2060...0x2064, 0x206A...0x206F, 0x3164, 0xFEFF, 0xFFA0,
      0xE0001, 0xFFF9...0xFFFB:
      return true
    case 0...0x1F, 0x7F...0x9F: return true
    default: return false
    }
  }
}
