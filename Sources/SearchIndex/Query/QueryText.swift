/// A query as scalars, each with the column of the character it belongs to.
///
/// The parser works on scalars, because a combining mark behind a quotation mark must not hide it; errors count
/// characters, because that is what a person counts.
struct QueryText {
  let scalars: [Unicode.Scalar]
  private let columns: [Int]
  /// The number of characters.
  let length: Int

  init(_ text: String) {
    var scalars: [Unicode.Scalar] = []
    var columns: [Int] = []
    var column = 0
    for character in text {
      for scalar in character.unicodeScalars {
        scalars.append(scalar)
        columns.append(column)
      }
      column += 1
    }
    self.scalars = scalars
    self.columns = columns
    length = column
  }

  /// The column of a scalar; the length for the end.
  func column(_ index: Int) -> Int { index < columns.count ? columns[max(0, index)] : length }

  /// The text of a range.
  func string(_ range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[range])
    return String(view)
  }

  /// An error that marks a range.
  func error(
    _ code: QueryError.Code, _ range: Range<Int>, _ message: String, suggestion: String? = nil
  ) -> QueryError {
    let start = column(range.lowerBound)
    let end = range.isEmpty ? start : column(range.upperBound - 1) + 1
    return QueryError(
      code, column: start, length: max(0, min(end, length) - start), message: message, suggestion: suggestion)
  }
}

extension Unicode.Scalar {
  /// Quotation marks that open or close a phrase: the straight one, and those that phones and word processors type.
  var isQuotationMark: Bool {
    switch value {
    case 0x22, 0x201C, 0x201D, 0x201E, 0xAB, 0xBB: return true
    default: return false
    }
  }

  /// Whether it separates terms.
  var isQuerySpace: Bool { properties.isWhitespace || value == 0 }

  /// Whether an unquoted word or value ends before it.
  var endsQueryWord: Bool { isQuerySpace || isQuotationMark || self == "(" || self == ")" || self == "|" }

  /// Dashes that look like the minus sign of an exclusion but are not.
  var isLookalikeDash: Bool { (0x2010...0x2015).contains(value) || value == 0x2212 || value == 0xFF0D }

  /// Whether it can be found: letters, digits, marks and symbols, not punctuation or invisible characters.
  var isSearchable: Bool {
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .letterNumber, .otherNumber, .otherSymbol, .currencySymbol, .mathSymbol:
      return true
    default: return false
    }
  }
}
