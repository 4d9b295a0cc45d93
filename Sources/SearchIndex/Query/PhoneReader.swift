/// Reads phone numbers in the many ways people write them.
enum PhoneReader {
  /// The longest number or identifier in digits; E.164 allows 15, linked ids take a few more.
  static let maximumDigits = 20

  /// Whether a person's value is meant as a number: digits and the signs written between them, five digits or more.
  static func looksLikeNumber(_ piece: QueryParser.Piece) -> Bool {
    var digits = 0
    var isMarked = false
    for scalar in piece.text.unicodeScalars {
      if digit(scalar) != nil {
        digits += 1
      } else if scalar == "*" || scalar == "+" {
        isMarked = true
      } else if !isSeparator(scalar) {
        return false
      }
    }
    return digits >= 5 || (digits >= 1 && isMarked)
  }

  static func read(_ piece: QueryParser.Piece, in text: QueryText) throws(QueryError) -> PhonePattern {
    func fail(_ message: String, _ suggestion: String? = nil) -> QueryError {
      text.error(.badPhone, piece.range, message, suggestion: suggestion)
    }
    var digits = ""
    var hasPlus = false
    var hasStar = false
    var endsInStar = piece.isPrefix
    for scalar in strippingTrunkZero(piece.text) {
      if let value = digit(scalar) {
        if endsInStar, !piece.isPrefix { throw fail("a star can only begin or end a number") }
        digits += String(value)
      } else if scalar == "+", digits.isEmpty, !hasPlus, !hasStar {
        hasPlus = true
      } else if scalar == "*", digits.isEmpty, !hasStar, !hasPlus {
        hasStar = true
      } else if scalar == "*", !digits.isEmpty, !endsInStar {
        endsInStar = true
      } else if scalar == "*" || scalar == "+" {
        throw fail("‘\(scalar)’ cannot stand there in a number")
      } else if !isSeparator(scalar) {
        throw fail("‘\(scalar)’ is not part of a phone number; for a name, use from: or with:")
      }
    }
    guard !digits.isEmpty else { throw fail("no digits in this number") }
    guard digits.utf8.count <= maximumDigits else { throw fail("no phone number has \(digits.utf8.count) digits") }
    if hasStar {
      guard !endsInStar else { throw fail("a number can be open at one end only: *0123 or +44*") }
      guard digits.utf8.count >= 2 else { throw fail("give at least two of the last digits") }
      return .suffix(digits)
    }
    if !hasPlus, digits.hasPrefix("00") {
      digits.removeFirst(2)
      hasPlus = true
      guard !digits.isEmpty else { throw fail("no digits in this number") }
    }
    if endsInStar {
      guard hasPlus else {
        throw fail("the beginning of a number needs its country code: +44*", "+" + digits + "*")
      }
      return .prefix(digits)
    }
    if hasPlus {
      guard digits.utf8.count >= 5 else {
        throw fail("too short for a whole number; for all that begin so, write +\(digits)*", "+\(digits)*")
      }
      return .exact(digits)
    }
    // Without a country code the number is known from its end only; a leading zero is dialled inside a country.
    if digits.hasPrefix("0"), digits.utf8.count >= 8 { digits.removeFirst() }
    guard digits.utf8.count >= 7 else {
      throw fail("too short for a whole number; for its last digits, write *\(digits)", "*\(digits)")
    }
    return .suffix(digits)
  }

  /// `+44 (0)20 7946 0958`: the bracketed zero is not dialled behind a country code.
  private static func strippingTrunkZero(_ text: String) -> [Unicode.Scalar] {
    var scalars = Array(text.unicodeScalars)
    guard let first = scalars.first, first == "+" || first == "0", scalars.count >= 3 else { return scalars }
    for index in 0..<scalars.count - 2
    where scalars[index] == "(" && scalars[index + 1] == "0" && scalars[index + 2] == ")" {
      scalars.removeSubrange(index...index + 2)
      break
    }
    return scalars
  }

  private static func digit(_ scalar: Unicode.Scalar) -> Int? {
    if ("0"..."9").contains(scalar) { return Int(scalar.value - 0x30) }
    guard scalar.properties.generalCategory == .decimalNumber, let value = scalar.properties.numericValue else {
      return nil
    }
    return Int(value)
  }

  private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "-", "(", ")", ".", "/": return true
    default: break
    }
    // Contact cards put invisible direction marks around numbers.
    return scalar.isQuerySpace || scalar.isLookalikeDash || scalar.properties.generalCategory == .format
  }
}
